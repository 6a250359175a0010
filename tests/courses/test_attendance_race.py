"""Two devices send the same mark at the same moment: what each guard is for, and all of them."""

import threading
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from courses.choices.attendance import MarkState
from courses.models import AttendanceMark, AttendanceMarkEvent
from courses.services import marks
from tests.courses.test_seats import at_once
from tests.factories.courses import NOW
from tests.factories.courses_attendance import act, room

pytestmark = pytest.mark.django_db(transaction=True)
UNIQUE = "one_mark_per_meeting_and_person"
DROP = f"ALTER TABLE courses_attendancemark DROP CONSTRAINT {UNIQUE}"
PUT_BACK = f"""
TRUNCATE courses_attendancemark CASCADE;
ALTER TABLE courses_attendancemark ADD CONSTRAINT {UNIQUE} UNIQUE (meeting_id, enrolment_id)
"""


def without_the_lock(monkeypatch):
    """Devices read without waiting for each other, and meet once both have read."""
    both_have_read, read = threading.Barrier(2), marks._read

    def reads_together(*args):
        batch = read(*args)
        both_have_read.wait(timeout=20)
        return batch

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows)
    monkeypatch.setattr(marks, "_read", reads_together)
    monkeypatch.setattr(marks, "TRIES", 1)


def sent(here, *acts):
    try:
        answers = marks.record(session_id=here.session.pk, acts=list(acts), by=None, at=NOW)
    except IntegrityError:
        return "lost"
    return sorted(answer.answer for answer in answers)


@pytest.fixture
def without_the_constraint():
    with connection.cursor() as cursor:
        cursor.execute(DROP)
    yield
    with connection.cursor() as cursor:
        cursor.execute(PUT_BACK)


def test_without_lock_and_constraint_one_person_is_marked_twice(
    monkeypatch, without_the_constraint
):
    here = room(people=1)
    without_the_lock(monkeypatch)
    at_once(lambda _device: sent(here, act(here)), range(2))
    assert AttendanceMark.objects.count() == 2


def test_without_lock_and_second_attempt_the_constraint_costs_a_device_its_whole_batch(monkeypatch):
    here = room(people=3)
    without_the_lock(monkeypatch)
    answers = at_once(lambda device: sent(here, act(here, 0), act(here, 1 + device)), range(2))
    assert "lost" in answers
    assert AttendanceMark.objects.count() == 2


def test_without_the_lock_two_decisions_both_begin_from_the_state_they_read(monkeypatch):
    here = room(people=1)
    sent(here, act(here))
    without_the_lock(monkeypatch)
    at_once(lambda device: sent(here, act(here, state=("undone", "excused")[device])), range(2))
    assert not is_one_chain()


def is_one_chain() -> bool:
    """Whether each act on a mark begins where the one before it ended."""
    acts = list(AttendanceMarkEvent.objects.order_by("pk").values_list("from_state", "to_state"))
    return all(before[1] == after[0] for before, after in pairwise(acts))


def test_four_devices_with_people_in_common_lose_and_double_nothing():
    here = room(people=8)
    common = range(4)

    def device(number):
        own = 4 + number
        return sent(here, *[act(here, person) for person in (*common, own)])

    answers = at_once(device, range(4))
    assert [len(answer) for answer in answers] == [5] * 4
    assert sum(answer.count("recorded") for answer in answers) == 8
    assert AttendanceMark.objects.count() == AttendanceMarkEvent.objects.count() == 8


def test_two_decisions_at_once_follow_each_other():
    here = room(people=1)
    sent(here, act(here))
    at_once(lambda device: sent(here, act(here, state=("undone", "excused")[device])), range(2))
    assert is_one_chain()
    last = AttendanceMarkEvent.objects.order_by("pk").last()
    assert AttendanceMark.objects.get().state == last.to_state


def test_the_code_at_the_door_and_a_device_at_once_mark_once(monkeypatch):
    """The door takes no lock: the device finds the row after it read, and reads again."""
    here = room(people=2)
    door_is_through, read = threading.Event(), marks._read

    def read_and_wait(*args):
        batch = read(*args)
        door_is_through.wait(timeout=20)
        return batch

    def arrives(number):
        if number:
            return sent(here, act(here, 0), act(here, 1))
        person = here.enrolments[0].person
        try:
            marks.arrive(
                meeting_id=here.meeting.pk, enrolment_id=here.enrolments[0].pk, by=person, at=NOW
            )
        finally:
            door_is_through.set()
        return ["recorded"]

    monkeypatch.setattr(marks, "_read", read_and_wait)
    assert ["recorded"] in at_once(arrives, range(2))
    states = AttendanceMark.objects.values_list("state", flat=True)
    assert list(states) == [MarkState.PRESENT] * 2
    assert AttendanceMarkEvent.objects.count() == 2
