"""Wagtail says when a page was published, withdrawn or deleted; the search index follows."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from vkc.cms.search_sources import FOUND_MODELS
from vkc.search import services as search


def connect() -> None:
    """Listen to Wagtail, never to our own models' saves."""
    page_published.connect(_index, dispatch_uid="cms.index")
    page_unpublished.connect(_remove, dispatch_uid="cms.remove")
    page_slug_changed.connect(_index_below, dispatch_uid="cms.slug")
    post_page_move.connect(_index_below, dispatch_uid="cms.move")
    for model in FOUND_MODELS:
        post_delete.connect(_remove, sender=model, dispatch_uid=f"cms.delete.{model.__name__}")


def _index(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, FOUND_MODELS):
        search.index(instance)


def _remove(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, FOUND_MODELS):
        search.remove(instance)


def _index_below(sender: Any, instance: Any, **kwargs: Any) -> None:
    for page in instance.get_descendants(inclusive=True).live().specific():
        _index(sender, page)
