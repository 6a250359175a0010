"""Courses and sessions. `SessionFactory(open=True, capacity=5)` takes enrolments at `NOW`."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from courses.choices import Form, SessionState
from courses.models import Course, Session, SessionSource
from tests.factories.accounts import UserFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course

    title_vi = factory.Sequence(lambda n: f"Khóa học thử {n}")
    title_en = factory.Sequence(lambda n: f"Test course {n}")
    title_ko = factory.Sequence(lambda n: f"시험 과정 {n}")


class SessionFactory(DjangoModelFactory):
    """Planned; `open=True` takes enrolments, `finished=True` is past."""

    class Meta:
        model = Session

    course = factory.SubFactory(CourseFactory)
    form = Form.IN_PERSON
    place_vi = "Hà Nội"
    starts_on = (NOW + timedelta(days=30)).date()

    class Params:
        open = factory.Trait(
            state=SessionState.OPEN,
            capacity=5,
            opens_at=NOW - timedelta(days=5),
            closes_at=NOW + timedelta(days=20),
        )
        finished = factory.Trait(
            state=SessionState.FINISHED, starts_on=(NOW - timedelta(days=400)).date()
        )


class SessionSourceFactory(DjangoModelFactory):
    class Meta:
        model = SessionSource

    session = factory.SubFactory(SessionFactory)
    title = "Báo thử"
    url = "https://bao.example/bai"
    confidence = "medium"


def participant(**traits):
    """An approved official of an agency, who may enrol."""
    return UserFactory(**{"official": True, **traits})


def participants(count: int) -> list:
    return [participant() for _ in range(count)]
