from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from guidelines.back_office import citations, imports, texts
from guidelines.back_office.viewsets import LibraryGroup
from guidelines.choices import DocumentState
from guidelines.models import Document
from guidelines.permissions import can_publish_document

register_snippet(LibraryGroup)


@hooks.register("register_admin_urls")
def text_urls() -> list:
    return [path("guidelines/texts/", include((texts.urlpatterns, "guidelines_texts")))]


@hooks.register("register_admin_urls")
def citation_urls() -> list:
    return [path("guidelines/citations/", include((citations.urlpatterns, "guidelines_citations")))]


@hooks.register("register_admin_urls")
def import_urls() -> list:
    return [path("guidelines/imports/", include((imports.urlpatterns, "guidelines_imports")))]


@hooks.register("construct_snippet_action_menu")
def fit_actions(menu_items: list, request, context: dict) -> None:
    """Offer publishing only to those who may, and call the end of a publication by its name."""
    if context.get("model") is not Document:
        return
    document = context.get("instance")
    may_publish = document is not None and can_publish_document(request.user, document)
    is_published = document is not None and document.state == DocumentState.PUBLISHED
    hidden = set()
    if not may_publish or context.get("view") != "edit":
        hidden.add("action-publish")
    if not is_published:
        hidden.add("action-unpublish")
    menu_items[:] = [item for item in menu_items if item.name not in hidden]
    for item in menu_items:
        if item.name == "action-unpublish":
            item.label = _("Withdraw")
