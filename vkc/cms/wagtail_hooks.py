"""Doors of the back office: each hook is one call."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from vkc.cms import four_eyes
from vkc.cms.viewsets import WordsAndMessages

register_snippet(WordsAndMessages)


@hooks.register("before_publish_page")
def refuse_lone_publication(request: HttpRequest, page: Any) -> HttpResponse | None:
    return four_eyes.refuse_publication(request, page)


# Before the translation editor's own hook, which answers the request itself.
@hooks.register("before_edit_page", order=-10)
def refuse_own_translation(request: HttpRequest, page: Any) -> HttpResponse | None:
    return four_eyes.refuse_own_translation(request, page)


@hooks.register("before_bulk_action")
def refuse_lone_bulk_publication(
    request: HttpRequest, action_type: str, objects: list, action: Any
) -> HttpResponse | None:
    return four_eyes.refuse_bulk_publication(request, action_type, objects)


@hooks.register("construct_page_action_menu")
def hide_publish_button(menu_items: list, request: HttpRequest, context: dict) -> None:
    four_eyes.hide_publish(menu_items, request)


@hooks.register("construct_main_menu")
def name_the_menu(request: HttpRequest, menu_items: list) -> None:
    """Two of Wagtail's words mean something else in the portal's own catalogue."""
    names = {"documents": _("Uploaded files"), "explorer": _("Site pages")}
    for item in menu_items:
        item.label = names.get(item.name, item.label)


@hooks.register("insert_global_admin_js")
def name_the_date_picker() -> SafeString:
    return format_html(
        '<script src="{}" data-save-selected="{}"></script>',
        static("js/back-office/picker-words.js"),
        _("Save the chosen time"),
    )


@hooks.register("insert_global_admin_js")
def turn_tables_into_cards() -> SafeString:
    return format_html('<script src="{}"></script>', static("js/back-office/desk-tables.js"))
