from django.http import HttpRequest
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from guidelines.back_office import citations, effects, imports, ledgers, texts
from guidelines.back_office.documents import texts_button
from guidelines.back_office.text_page import WaitingPanel
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
def effect_urls() -> list:
    return [path("guidelines/effects/", include((effects.urlpatterns, "guidelines_effects")))]


@hooks.register("register_admin_urls")
def import_urls() -> list:
    return [path("guidelines/imports/", include((imports.urlpatterns, "guidelines_imports")))]


@hooks.register("register_snippet_listing_buttons")
def text_buttons(snippet: object, user: object, next_url: str | None = None) -> list[Button]:
    """From the row of a document to its texts."""
    return [texts_button(snippet)] if isinstance(snippet, Document) else []


@hooks.register("construct_homepage_panels")
def waiting_texts(request: HttpRequest, panels: list) -> None:
    """What waits for this approver stands on the first page of the back office."""
    if request.user.has_perm("guidelines.publish_document"):
        panels.append(WaitingPanel())


@hooks.register("register_admin_urls")
def ledger_urls() -> list:
    return [path("guidelines/ledgers/", include((ledgers.urlpatterns, "guidelines_ledgers")))]


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
