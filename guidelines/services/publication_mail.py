"""Who is told what about a text: approvers, its author, followers of its topics."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _

from guidelines.models import Version
from vkc.notifications.services import announce, notify


def tell_approvers(version: Version, *, by: Any, at: datetime) -> None:
    """Everybody who may approve this text hears that it waits."""
    people = get_user_model().objects.may("guidelines.publish_document")
    writers = set(version.events.filter(event="edit").values_list("by", flat=True))
    writers.add(version.author_id)
    for person in people:
        if person.pk not in writers:
            _tell(version, "text_waiting", to=person, at=at, by=by)


def tell_author(version: Version, event: str, *, by: Any, at: datetime, reason: str = "") -> None:
    """The author hears what became of the text, unless they did it themselves."""
    author = version.author
    if author is not None and (by is None or author.pk != by.pk):
        _tell(version, event, to=author, at=at, by=by, reason=reason)


def tell_not_published(version: Version, *, to: Iterable[Any], at: datetime, reason: str) -> None:
    """A scheduled text could not go out: those who wrote and approved it hear why."""
    for person in to:
        if person is not None:
            _tell(version, "text_not_published", to=person, at=at, reason=reason)


def tell_followers(version: Version, *, at: datetime) -> None:
    """Followers of the document's topics hear of a new text."""
    announce(
        event="guidelines.text_announced",
        about=version,
        topics=version.document.topics.all(),
        at=at,
    )


def return_reason_missing() -> str:
    return _("Write what has to be put right: the author gets your words by e-mail.")


def _tell(version: Version, event: str, *, to: Any, at: datetime, **facts: Any) -> None:
    context = {"admin_path": reverse("guidelines_texts:text", args=[version.pk]), **facts}
    notify(event=f"guidelines.{event}", about=version, to=to, at=at, context=context)
