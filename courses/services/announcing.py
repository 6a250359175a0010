"""Mail to the people of a session: counted before, sent once, kept as it was sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from courses.attendance.states import SEATED
from courses.choices.attendance import Audience, MarkState
from courses.exceptions.attendance import NobodyToWriteTo
from courses.models import Announcement, AttendanceMark, Enrolment, Meeting, Session
from courses.permissions import can_take_attendance
from vkc.notifications.services import notify


def recipients(*, session: Session, audience: Audience, meeting: Meeting | None) -> QuerySet:
    """The enrolments whose people get the mail; those who withdrew are never among them."""
    people = Enrolment.objects.filter(session=session, person__is_active=True)
    if audience == Audience.WAITING:
        return people.waiting().select_related("person")
    people = people.filter(state__in=SEATED)
    if audience == Audience.ABSENT:
        there = AttendanceMark.objects.filter(
            meeting=meeting, state__in=(MarkState.PRESENT, MarkState.EXCUSED)
        )
        people = people.exclude(pk__in=there.values("enrolment"))
    return people.select_related("person").order_by("pk")


@transaction.atomic
def announce_to(
    *,
    session: Session,
    audience: Audience,
    meeting: Meeting | None,
    subject: str,
    body: str,
    key: UUID,
    by: Any,
    at: datetime,
) -> Announcement:
    """Queue one mail to each; the same `key` again answers with the first and sends nothing."""
    if not can_take_attendance(by, session):
        raise PermissionDenied
    # The row is locked so that a double tap finds the first announcement written.
    Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    first = Announcement.objects.filter(key=key, session=session).first()
    if first:
        return first
    people = list(recipients(session=session, audience=audience, meeting=meeting))
    if not people:
        raise NobodyToWriteTo
    announcement = Announcement.objects.create(
        session=session,
        meeting_key=meeting.pk if meeting else None,
        audience=audience,
        subject=subject,
        body=body,
        recipients=len(people),
        at=at,
        by=by,
        key=key,
    )
    for enrolment in people:
        notify(event="courses.announcement", about=announcement, to=enrolment.person, at=at)
    return announcement
