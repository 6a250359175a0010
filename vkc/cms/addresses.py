"""Addresses of pages, and pages of addresses, asked of the database as little as can be."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, Site


def address_of(page: Page, request: HttpRequest | None = None) -> str:
    """The path of a page with its language; empty where it has none. No query once warm."""
    parts = page.get_url_parts(request)
    return (parts[2] if parts else "") or ""


def open_to_all(pages: QuerySet) -> QuerySet:
    """Published pages without a restriction on themselves or above them."""
    closed = PageViewRestriction.objects.annotate(
        asked=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    )
    return pages.live().exclude(Exists(closed.filter(asked__startswith=F("page__path"))))


def open_page(*, language: str, path: str) -> Any:
    """The public page at an address, or None: then Wagtail's own way has to answer."""
    root = next(
        (root.root_path for root in Site.get_site_root_paths() if root.language_code == language),
        None,
    )
    if root is None:
        return None
    page = open_to_all(Page.objects.all()).filter(url_path=f"{root}{path}").first()
    return page.specific if page else None
