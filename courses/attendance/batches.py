"""What a device sends, read with suspicion: one bad mark never costs the others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from courses.choices.attendance import MarkSource, MarkState
from courses.exceptions.attendance import BatchRefused
from courses.services.marks import REFUSED, Act

MOST_ACTS = 2000
STATES = {"present": MarkState.PRESENT, "undone": MarkState.UNDONE}
SOURCES = {"scan": MarkSource.SCAN, "staff": MarkSource.STAFF, "sheet": MarkSource.SHEET}
MOST_OFFSET_SECONDS = 366 * 86400


@dataclass(frozen=True)
class ReadBatch:
    """`acts` can be recorded; `refused` are answers for those that cannot even be read."""

    acts: list[Act]
    refused: list[dict[str, str]]


def read_batch(body: Any, *, at: datetime) -> ReadBatch:
    """The acts of a parsed JSON body `{sent_at, marks: [{key, meeting, enrolment, state, source,
    at, offset_ms}]}`.

    A mark without an offset of its own gets that of the sending: `at` minus `sent_at`.
    """
    marks = body.get("marks") if isinstance(body, dict) else None
    if not isinstance(marks, list) or len(marks) > MOST_ACTS:
        raise BatchRefused
    sent_at = _moment(body.get("sent_at"))
    fallback = _clamped((at - sent_at).total_seconds()) if sent_at else 0
    acts: list[Act] = []
    refused = []
    for raw in marks:
        try:
            acts.append(_act(raw, fallback))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            refused.append(_unreadable(raw))
    return ReadBatch(acts, refused)


def _act(raw: dict[str, Any], fallback: int) -> Act:
    offset = raw.get("offset_ms")
    device_at = _moment(raw["at"])
    if device_at is None:
        raise ValueError
    return Act(
        key=UUID(raw["key"]),
        meeting_id=_key(raw["meeting"]),
        enrolment_id=_key(raw["enrolment"]),
        state=STATES[raw["state"]],
        source=SOURCES[raw["source"]],
        device_at=device_at,
        offset_seconds=fallback if offset is None else _clamped(float(offset) / 1000),
    )


def _key(value: Any) -> int:
    """A primary key: a whole number that fits into the column."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise ValueError
    return value


def _moment(text: Any) -> datetime | None:
    """An ISO moment with its zone, or None."""
    found = parse_datetime(text) if isinstance(text, str) else None
    return found if found and found.tzinfo else None


def _clamped(seconds: float) -> int:
    """Whole seconds, within a year: a clock further off than that has lost its battery."""
    if seconds != seconds:  # NaN
        raise ValueError
    return round(max(-MOST_OFFSET_SECONDS, min(MOST_OFFSET_SECONDS, seconds)))


def _unreadable(raw: Any) -> dict[str, str]:
    key = raw.get("key") if isinstance(raw, dict) else None
    sentence = _("This mark could not be read; mark the person again.")
    return {"key": str(key), "answer": REFUSED, "sentence": sentence}
