"""Publishing takes two people: who writes submits, another approves in the workflow."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.action_menu import PublishMenuItem
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from vkc.cms.exceptions import OwnPage
from vkc.cms.permissions import can_publish_directly, can_publish_page


def refuse_publication(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Saving and publishing in one click would publish one's own version."""
    if can_publish_directly(request.user):
        return None
    messages.error(
        request,
        _("Saved as a draft. Submit it for approval: another person publishes what you wrote."),
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_own_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The translation editor publishes by a way of its own: who translated a part may not."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    if can_publish_directly(request.user) or not translated_by(request.user, page):
        return None
    messages.error(request, str(OwnPage()))
    return redirect("wagtailadmin_pages:edit", page.pk)


def translated_by(user: Any, page: Page) -> bool:
    """Whether the person wrote any part of this page's running translation."""
    running = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    own = StringTranslation.objects.filter(
        locale_id=page.locale_id,
        context__object_id=page.translation_key,
        last_translated_by=user.pk,
    )
    return running.exists() and own.exists()


def refuse_bulk_publication(
    request: HttpRequest, action_type: str, objects: list[Any]
) -> HttpResponse | None:
    """Publishing several pages at once obeys the same rule."""
    if action_type != "publish" or can_publish_directly(request.user):
        return None
    own = [row for row in objects if isinstance(row, Page)]
    if all(can_publish_page(request.user, page) for page in own):
        return None
    messages.error(request, str(OwnPage()))
    return redirect("wagtailadmin_home")


def hide_publish(menu_items: list[Any], request: HttpRequest) -> None:
    """Nobody is shown a button that refuses."""
    if not can_publish_directly(request.user):
        menu_items[:] = [item for item in menu_items if not isinstance(item, PublishMenuItem)]
