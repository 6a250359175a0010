"""A room with people: `room(people=3)` is a running session whose meeting is on at NOW."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from courses.choices.attendance import MarkSource, MarkState
from courses.models import Enrolment, Meeting, Session
from courses.services.marks import Act
from tests.factories.courses import NOW, SessionFactory, participants


@dataclass
class Room:
    session: Session
    meeting: Meeting
    enrolments: list[Enrolment]
    teacher: Any


def room(*, people: int = 3, teacher: Any = None, now=NOW, state="running") -> Room:
    """The meeting began an hour ago and lasts three; everybody in it has a seat."""
    session = SessionFactory(state=state, capacity=people + 5)
    meeting = Meeting.objects.create(
        session=session,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=2),
        periods=4,
        topic="Dữ liệu đô thị",
    )
    enrolments = [
        Enrolment.objects.create(
            session=session,
            person=person,
            agency=person.agency,
            state="confirmed",
            submitted_at=now,
        )
        for person in participants(people)
    ]
    if teacher:
        session.teachers.add(teacher)
        session.save()
    return Room(session, meeting, enrolments, teacher)


def act(room: Room, number: int = 0, state: str = "present", **changes) -> Act:
    """A mark of the room's n-th person, as a device makes it."""
    values = {
        "key": uuid4(),
        "meeting_id": room.meeting.pk,
        "enrolment_id": room.enrolments[number].pk,
        "state": MarkState(state),
        "source": MarkSource.STAFF,
        "device_at": NOW - timedelta(minutes=10),
    }
    return Act(**{**values, **changes})
