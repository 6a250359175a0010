"""Marks: one a person and meeting, each with its act; batches count once, the last decision stands."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from courses.choices.attendance import MarkState
from courses.exceptions.attendance import CorrectionNeedsReason, SessionNotHeld
from courses.models import AttendanceMark, AttendanceMarkEvent, Enrolment, Meeting
from courses.services import marks
from courses.services.attendance import attended, correct, forget_recorder, sync
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, participant
from tests.factories.courses_attendance import act, room

pytestmark = pytest.mark.django_db


def states(here) -> dict[int, str]:
    return dict(
        AttendanceMark.objects.filter(meeting=here.meeting).values_list("enrolment", "state")
    )


def send(here, *acts, at=NOW):
    return [
        a.answer for a in marks.record(session_id=here.session.pk, acts=list(acts), by=None, at=at)
    ]


def test_a_batch_sent_twice_counts_once():
    here = room()
    acts = [act(here, 0), act(here, 1)]
    assert send(here, *acts) == ["recorded", "recorded"]
    assert send(here, *acts) == ["recorded", "recorded"]
    assert AttendanceMark.objects.count() == AttendanceMarkEvent.objects.count() == 2


def test_a_mark_made_and_undone_offline_leaves_both_acts():
    here = room()
    assert send(here, act(here, 0), act(here, 0, "undone")) == ["recorded", "recorded"]
    assert states(here) == {here.enrolments[0].pk: "undone"}
    assert AttendanceMarkEvent.objects.count() == 2


def test_two_devices_mark_one_person_once():
    here = room()
    assert send(here, act(here, 0)) + send(here, act(here, 0)) == ["recorded", "already"]
    assert AttendanceMarkEvent.objects.count() == 1


def test_an_old_mark_that_arrives_late_does_not_undo_a_later_correction():
    here = room(teacher=UserFactory())
    send(here, act(here, 0))
    put_right(here, "absent")
    late = act(here, 0, device_at=NOW - timedelta(hours=1))
    assert send(here, late, at=NOW + timedelta(hours=5)) == ["kept"]
    assert states(here) == {here.enrolments[0].pk: "absent"}


def put_right(here, state, reason="Học viên ký nhầm dòng", by=None, at=NOW):
    return correct(
        meeting=here.meeting,
        enrolment_id=here.enrolments[0].pk,
        state=MarkState(state),
        reason=reason,
        key=uuid4(),
        by=by or here.teacher,
        at=at,
    )


def test_a_correction_keeps_who_when_and_why():
    here = room(teacher=UserFactory())
    send(here, act(here, 0))
    put_right(here, "excused")
    event = AttendanceMarkEvent.objects.last()
    assert (event.from_state, event.to_state) == ("present", "excused")
    assert (event.by, event.at, event.reason) == (here.teacher, NOW, "Học viên ký nhầm dòng")


def test_a_correction_without_a_reason_or_a_right_is_refused():
    here = room(teacher=UserFactory())
    with pytest.raises(CorrectionNeedsReason):
        put_right(here, "absent", reason="  ")
    with pytest.raises(PermissionDenied):
        put_right(here, "absent", by=participant())
    with pytest.raises(PermissionDenied):
        sync(session=here.session, acts=[act(here)], by=participant(), at=NOW)
    assert not AttendanceMark.objects.exists()


@pytest.mark.parametrize("hours", [2, -2])
def test_a_clock_two_hours_off_is_put_right_and_noted(hours):
    here = room()
    true = NOW - timedelta(minutes=20)
    device = true + timedelta(hours=hours)
    send(here, act(here, device_at=device, offset_seconds=-hours * 3600))
    mark, event = AttendanceMark.objects.get(), AttendanceMarkEvent.objects.get()
    assert (mark.marked_at, mark.offset_seconds) == (true, -hours * 3600)
    assert (event.device_at, event.received_at) == (device, NOW)


def test_a_clock_that_is_ahead_without_saying_so_gives_no_moment_in_the_future():
    here = room()
    send(here, act(here, device_at=NOW + timedelta(hours=2)))
    assert AttendanceMark.objects.get().marked_at == NOW


def test_only_people_with_a_seat_of_that_session_are_marked():
    here, there = room(), room()
    waiting = Enrolment.objects.create(
        session=here.session, person=participant(), state="waiting", waiting_sequence=1,
        submitted_at=NOW,
    )  # fmt: skip
    strange = act(here, enrolment_id=there.enrolments[0].pk)
    elsewhere = act(here, meeting_id=there.meeting.pk)
    queued = act(here, enrolment_id=waiting.pk)
    answers = marks.record(
        session_id=here.session.pk, acts=[strange, elsewhere, queued, act(here)], by=None, at=NOW
    )
    assert [a.answer for a in answers] == ["refused", "refused", "refused", "recorded"]
    assert all(a.sentence for a in answers[:3])
    assert list(states(here)) == [here.enrolments[0].pk]


@pytest.mark.parametrize("state", ["cancelled", "moved"])
def test_a_session_that_is_not_held_takes_no_attendance(state):
    here = room(state=state)
    with pytest.raises(SessionNotHeld):
        send(here, act(here))


def test_the_database_refuses_a_mark_without_a_seat_a_second_mark_and_a_silent_change():
    here, there = room(), room()
    send(here, act(here))
    values = {
        "meeting": here.meeting, "state": "present", "source": "staff", "client_key": uuid4(),
        "marked_at": NOW, "received_at": NOW, "decided_at": NOW,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="has no seat"), transaction.atomic():
        AttendanceMark.objects.create(enrolment=there.enrolments[0], **values)
    with pytest.raises(IntegrityError, match="one_mark_per_meeting"), transaction.atomic():
        AttendanceMark.objects.create(enrolment=here.enrolments[0], **values)
    with pytest.raises(DatabaseError, match="has no event"), transaction.atomic():
        change_behind_the_service()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AttendanceMarkEvent.objects.update(reason="khác")


def change_behind_the_service():
    AttendanceMark.objects.update(state="absent")
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_attended_counts_meetings_and_periods_of_everybody_with_a_seat(
    django_assert_max_num_queries,
):
    here = room(people=2)
    second = Meeting.objects.create(
        session=here.session, starts_at=NOW, ends_at=NOW + timedelta(hours=1), periods=2
    )
    send(here, act(here, 0), act(here, 0, meeting_id=second.pk), act(here, 1, "excused"))
    with django_assert_max_num_queries(2):
        found = attended(here.session.pk)
    first, other = (found[enrolment.pk] for enrolment in here.enrolments)
    assert (first.meetings, first.present, first.periods, first.periods_present) == (2, 2, 6, 6)
    assert (other.present, other.periods_present, other.excused) == (0, 0, 1)


def test_a_large_batch_costs_the_queries_of_a_small_one(django_assert_max_num_queries):
    here = room(people=20)
    with django_assert_max_num_queries(10):
        send(here, *[act(here, number) for number in range(20)])
    assert len(states(here)) == 20


def test_who_recorded_can_be_forgotten_while_the_marks_stay():
    here = room(teacher=UserFactory())
    sync(session=here.session, acts=[act(here)], by=here.teacher, at=NOW)
    forget_recorder(person=here.teacher)
    assert AttendanceMark.objects.get().by is None
    assert AttendanceMarkEvent.objects.get().by_id is None
