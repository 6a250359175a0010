"""Queue mail: the outbox row is written in the caller's transaction, sent after commit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any


def notify(*, event: str, about: Any, to: Any, at: datetime, context: dict | None = None) -> Any:
    """One message to one person, in their language.

    `event` such as "courses.enrolment_confirmed" names the template
    `emails/courses/enrolment_confirmed.txt`: first line the subject, an empty line, the body.
    It sees `about`, `to`, `language`, `site_url` and what `context` adds. `to` is a User or
    anything with `.email` and `.language`. One (event, about, to) is queued once.
    """


def announce(*, event: str, about: Any, topics: Iterable[Any], at: datetime) -> int:
    """One message to each confirmed follower of any of the topics; returns how many."""
    return 0
