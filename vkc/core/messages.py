"""Tell somebody something, without knowing which app carries messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vkc.core.registry import bulk_messengers, messengers


@dataclass(frozen=True)
class Addressee:
    """Somebody who may have no account: an address and a language."""

    email: str
    language: str = "vi"


def tell(
    *, event: str, about: Any, to: Any, at: datetime, context: dict[str, Any] | None = None
) -> None:
    """Hand one message to every messenger.

    `event` such as "accounts.approved" names the words in `emails/accounts/approved.txt`; `to` is
    a person or an `Addressee`; `about` is a row.
    """
    for deliver in messengers:
        deliver(event=event, about=about, to=to, at=at, context=context or {})


def tell_many(*, event: str, rows: Iterable[tuple[Any, Any, dict[str, Any]]], at: datetime) -> None:
    """Hand the same message, with its own facts, to many: rows of (about, to, context)."""
    given = list(rows)
    for deliver in bulk_messengers:
        deliver(event=event, rows=given, at=at)
