"""What calendars must hear of: changed timetables, and the private address of a person."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from courses.models import CalendarFeed, DroppedMeeting, Meeting, Session

SESSION_FIELDS = ("starts_on", "ends_on", "place_vi", "place_en", "place_ko", "state")
MEETING_FIELDS = ("pk", "starts_at", "ends_at", "room", "link", "topic", "teacher")


def timetable_of(session_id: int) -> tuple[Any, ...]:
    """All of a session that its calendar entries show, to be compared before and after a change."""
    session = Session.objects.filter(pk=session_id).values_list(*SESSION_FIELDS).first()
    meetings = Meeting.objects.filter(session=session_id).order_by("pk")
    return session, tuple(meetings.values_list(*MEETING_FIELDS))


def note_change(session: Session, *, before: tuple[Any, ...], at: datetime) -> bool:
    """Count the change in SEQUENCE (RFC 5545, 3.8.7.4) and remember dropped meetings.

    `before` is what `timetable_of` gave; returns whether anything changed. The session is locked.
    """
    after = timetable_of(session.pk)
    if after == before:
        return False
    kept = {row[0] for row in after[1]}
    DroppedMeeting.objects.bulk_create(
        DroppedMeeting(
            session=session,
            meeting_key=row[0],
            starts_at=row[1],
            ends_at=row[2],
            topic=row[5],
            dropped_at=at,
        )
        for row in before[1]
        if row[0] not in kept
    )
    count_change(session, at=at)
    return True


def count_change(session: Session, *, at: datetime) -> None:
    """Calendars take the session's entries anew: SEQUENCE rises, and DTSTAMP with it."""
    counted = {"calendar_sequence": F("calendar_sequence") + 1, "updated_at": at}
    Session.objects.filter(pk=session.pk).update(**counted)
    session.calendar_sequence += 1
    session.updated_at = at


@transaction.atomic
def feed_of(*, person: Any, at: datetime) -> CalendarFeed:
    """The person's private calendar address; made at the first question."""
    feed, _is_new = CalendarFeed.objects.get_or_create(
        person=person, defaults={"token": secrets.token_urlsafe(32), "made_at": at}
    )
    return feed


@transaction.atomic
def renew_feed(*, person: Any, at: datetime) -> CalendarFeed:
    """A new private address; the old one stops working at once."""
    feed, _is_new = CalendarFeed.objects.update_or_create(
        person=person, defaults={"token": secrets.token_urlsafe(32), "made_at": at}
    )
    return feed
