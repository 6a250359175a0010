"""A seat that comes free is offered, in order, for a time; then it goes on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from courses import services
from courses.exceptions.waiting import (
    NoFreeSeat,
    NothingOffered,
    NotWaiting,
    OfferExpired,
    OverrideReasonMissing,
)
from courses.models import Meeting, SeatGrant
from courses.services import offers
from courses.services.working_time import add_working_hours
from courses.tasks import expire_offers_task
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.courses_waiting import (
    full_session,
    give_quota,
    line_up,
    people_of,
    states_of,
    unit,
)
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=10)


def leave(enrolment, at=NOW):
    services.withdraw(enrolment=enrolment, by=enrolment.person, at=at)


def test_a_freed_seat_is_offered_for_working_hours_and_stays_held():
    session, rows = full_session(2)
    leave(rows[0])
    assert states_of(rows) == ["withdrawn", "offered", "waiting"]
    session.refresh_from_db()
    assert (session.seats_taken, session.pools.get().taken) == (1, 1)
    assert rows[1].offer_expires_at == add_working_hours(NOW, session.offer_hours)
    mail = Message.objects.get(event="courses.seat_offered")
    assert mail.recipient == rows[1].person.email
    assert f"/courses/sessions/{session.pk}/place/" in mail.body


def test_accepting_confirms_and_keeps_the_count():
    _session, rows = full_session(1)
    leave(rows[0])
    offers.accept_offer(enrolment=rows[1], by=rows[1].person, at=NOW + timedelta(hours=1))
    assert states_of(rows) == ["withdrawn", "confirmed"]
    assert services.recount_seats() == []
    assert Message.objects.filter(event="courses.seat_after_offer").count() == 1


@pytest.mark.parametrize("end", ["decline", "withdraw", "expire"])
def test_an_offer_that_ends_goes_to_the_next_in_the_same_moment(end):
    _session, rows = full_session(3)
    leave(rows[0])
    rows[1].refresh_from_db()
    if end == "decline":
        offers.decline_offer(enrolment=rows[1], by=rows[1].person, at=NOW)
    elif end == "withdraw":
        leave(rows[1])
    else:
        assert offers.expire_offers(at=rows[1].offer_expires_at) == 1
    ended = "withdrawn" if end == "withdraw" else "declined"
    assert states_of(rows) == ["withdrawn", ended, "offered", "waiting"]
    assert services.recount_seats() == []


def test_expiring_is_done_once_and_not_before_its_time():
    _session, rows = full_session(1)
    leave(rows[0])
    rows[1].refresh_from_db()
    due = rows[1].offer_expires_at
    assert offers.expire_offers(at=due - timedelta(seconds=1)) == 0
    assert [offers.expire_offers(at=due), offers.expire_offers(at=due)] == [1, 0]
    assert expire_offers_task() == 0
    assert Message.objects.filter(event="courses.offer_expired").count() == 1


def test_answers_are_refused_too_late_twice_and_to_others():
    _session, rows = full_session(2)
    with pytest.raises(NothingOffered):
        offers.accept_offer(enrolment=rows[1], by=rows[1].person, at=NOW)
    leave(rows[0])
    rows[1].refresh_from_db()
    with pytest.raises(PermissionDenied):
        offers.accept_offer(enrolment=rows[1], by=rows[2].person, at=NOW)
    with pytest.raises(OfferExpired):
        offers.accept_offer(enrolment=rows[1], by=rows[1].person, at=rows[1].offer_expires_at)
    offers.decline_offer(enrolment=rows[1], by=rows[1].person, at=NOW)
    with pytest.raises(NothingOffered):
        offers.decline_offer(enrolment=rows[1], by=rows[1].person, at=NOW)


def test_the_line_ends_when_the_session_begins_and_everyone_in_it_is_told():
    session, rows = full_session(2)
    leave(rows[0])
    services.close_session(session=session, by=None, at=NOW)
    services.start_session(session=session, by=None, at=NOW)
    assert states_of(rows) == ["withdrawn", "declined", "declined"]
    with pytest.raises(NothingOffered):
        offers.accept_offer(enrolment=rows[1], by=rows[1].person, at=NOW)
    told = Message.objects.filter(event="courses.line_ended").values_list("recipient", flat=True)
    assert set(told) == {row.person.email for row in rows[1:]}
    session.refresh_from_db()
    assert session.seats_taken == 0
    assert services.recount_seats() == []


def test_a_seat_of_a_province_is_offered_to_the_first_of_that_province():
    session = SessionFactory(open=True, capacity=2)
    here, there = unit(), unit()
    give_quota(session, here, 1)
    first_here, second_here = people_of(here, 2)
    first_there, second_there = people_of(there, 2)
    rows = line_up(session, [first_here, first_there, second_there, second_here])
    assert [row.state for row in rows] == ["confirmed", "confirmed", "waiting", "waiting"]
    leave(rows[0])
    assert states_of(rows) == ["withdrawn", "confirmed", "waiting", "offered"]
    leave(rows[1])
    assert states_of(rows) == ["withdrawn", "withdrawn", "offered", "offered"]
    assert [grant.unit_id for grant in SeatGrant.objects.all()] == [here.pk, None]


def test_near_the_start_nothing_is_offered_and_nobody_is_passed_by():
    session, rows = full_session(1)
    Meeting.objects.create(
        session=session,
        starts_at=NOW + timedelta(hours=47),
        ends_at=NOW + timedelta(hours=50),
    )
    leave(rows[0])
    assert states_of(rows) == ["withdrawn", "waiting"]
    late = line_up(session, [participant()])[0]
    assert late.state == "waiting"


def test_an_offer_never_runs_past_the_moment_offers_stop():
    # NOW is Monday 16:00 in Viet Nam; sixteen working hours would end on Wednesday at 16:00.
    session, rows = full_session(2)
    begins = NOW + timedelta(hours=48 + 20)
    Meeting.objects.create(session=session, starts_at=begins, ends_at=begins + timedelta(hours=3))
    leave(rows[0])
    rows[1].refresh_from_db()
    assert rows[1].offer_expires_at == begins - timedelta(hours=48)
    offers.decline_offer(enrolment=rows[1], by=rows[1].person, at=NOW + timedelta(hours=18))
    assert states_of(rows)[1:] == ["declined", "waiting"]


def test_staff_seat_somebody_out_of_turn_with_a_reason_that_is_kept():
    _session, rows = full_session(2, offers_stop_hours=2000)
    registrar = UserFactory(registrar=True)
    act = {"enrolment": rows[2], "by": registrar, "at": NOW}
    with pytest.raises(NoFreeSeat):
        offers.seat_out_of_turn(**act, reason="Chủ trì đề án")
    leave(rows[0])
    with pytest.raises(OverrideReasonMissing):
        offers.seat_out_of_turn(**act, reason=" ")
    with pytest.raises(PermissionDenied):
        offers.seat_out_of_turn(**{**act, "by": rows[2].person}, reason="Tôi muốn")
    offers.seat_out_of_turn(**act, reason="Chủ trì đề án")
    assert states_of(rows) == ["withdrawn", "waiting", "confirmed"]
    event = rows[2].events.last()
    assert (event.event, event.by, event.reason) == ("promote", registrar, "Chủ trì đề án")
    assert SeatGrant.objects.get().is_out_of_turn
    with pytest.raises(NotWaiting):
        offers.seat_out_of_turn(**act, reason="Lần nữa")
    assert services.recount_seats() == []
