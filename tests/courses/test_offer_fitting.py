"""An offer never runs past the moment at which offers stop, also when the start moves earlier.

Times are those of Viet Nam. In 2027 the office is closed for Tết from 4 to 10 February; in
2026 the 2nd of March is a Monday.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from courses import services
from courses.exceptions.waiting import OfferExpired
from courses.models import Meeting, Session
from courses.services import fairness, offers
from courses.services.moving import move_session
from courses.services.working_time import WorkingDays
from tests.factories.accounts import UserFactory
from tests.factories.courses import SessionFactory, participant
from tests.factories.courses_waiting import line_up, people_of, states_of
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def registrar():
    return UserFactory(registrar=True)


def offered(at, starts_on, *, count=1):
    """A full session in which `count` seats came free at that moment, and were offered."""
    begins = date.fromisoformat(starts_on)
    session = SessionFactory(
        open=True, capacity=2, starts_on=begins, opens_at=at - timedelta(days=9),
        closes_at=moment(starts_on),
    )  # fmt: skip
    rows = line_up(session, people_of(None, 5), at=at - timedelta(days=1))
    for row in rows[:count]:
        services.withdraw(enrolment=row, by=row.person, at=at)
    waiting = rows[2:]
    assert states_of(waiting) == ["offered"] * count + ["waiting"] * (3 - count)
    return session, waiting


def restart(session, starts_on, by, at):
    edited = Session.objects.get(pk=session.pk)
    edited.starts_on = date.fromisoformat(starts_on)
    services.save_session(session=edited, by=by, at=at)
    return edited


def until(row):
    row.refresh_from_db()
    return row.offer_expires_at


def told(event):
    rows = Message.objects.filter(event=f"courses.{event}").order_by("pk")
    return list(rows.values_list("recipient", flat=True))


def kept(session, at):
    """Counters and the line hold."""
    session.refresh_from_db()
    assert services.recount_seats() == []
    assert fairness.check_session(session, at=at) == []
    return session.seats_taken


@pytest.mark.parametrize(
    ("made", "start", "before", "moved", "new_start", "after"),
    [
        # Friday; the answer was due on Tuesday, now when the weekend begins.
        ("2026-03-06T15:00", "2026-04-01", "2026-03-10T15:00",
         "2026-03-06T16:00", "2026-03-09", "2026-03-07T00:00"),
        # Before Tết; the answer was due after it, now in the middle of it.
        ("2027-02-03T10:00", "2027-03-10", "2027-02-12T10:00",
         "2027-02-03T11:00", "2027-02-10", "2027-02-08T00:00"),
        # In Tết itself, by staff who work on a holiday.
        ("2027-02-03T10:00", "2027-03-10", "2027-02-12T10:00",
         "2027-02-06T09:00", "2027-02-12", "2027-02-10T00:00"),
    ],
    ids=["weekend", "before Tết", "in Tết"],
)  # fmt: skip
def test_it_ends_sooner_and_the_person_is_told(
    registrar, made, start, before, moved, new_start, after
):
    at = moment(moved)
    session, (first, *_others) = offered(moment(made), start)
    assert until(first) == moment(before)
    restart(session, new_start, registrar, at)
    assert (first.state, until(first)) == ("offered", moment(after))
    last = first.events.last()
    assert (last.event, last.by, last.from_state, last.to_state) == (
        "shorten_offer", registrar, "offered", "offered",
    )  # fmt: skip
    assert last.reason
    assert told("offer_shortened") == [first.person.email]
    body = Message.objects.get(event="courses.offer_shortened").body
    assert moment(after).strftime("%H:%M, %d/%m/%Y") in body
    with pytest.raises(OfferExpired):
        offers.accept_offer(enrolment=first, by=first.person, at=moment(after))
    offers.accept_offer(enrolment=first, by=first.person, at=moment(after) - timedelta(minutes=1))
    assert kept(session, at) == 2


def test_the_days_of_the_tests_are_closed():
    days = WorkingDays(date(2027, 2, 1))
    assert [day for day in range(1, 13) if days.is_working(date(2027, 2, day))] == [1, 2, 3, 11, 12]


def test_where_offers_have_stopped_by_then_each_goes_back_to_its_rank(registrar):
    made, at = moment("2026-03-06T15:00"), moment("2026-03-07T10:00")
    session, (first, second, third) = offered(made, "2026-04-01", count=2)
    restart(session, "2026-03-09", registrar, at)
    assert states_of([first, second, third]) == ["waiting"] * 3
    assert [row.waiting_rank() for row in (first, second, third)] == [1, 2, 3]
    assert {row.offer_expires_at for row in (first, second)} == {None}
    assert told("offer_recalled") == [first.person.email, second.person.email]
    assert "07/03/2026" in Message.objects.filter(event="courses.offer_recalled").first().body
    last = first.events.last()
    assert (last.event, last.by, bool(last.reason)) == ("recall", registrar, True)
    assert kept(session, at) == 0
    late = services.enrol(session=session, person=participant(), at=at)
    assert (late.state, late.waiting_rank()) == ("waiting", 4)
    assert kept(session, at) == 0


def test_a_start_moved_back_again_lets_the_same_people_be_asked_first(registrar):
    made, at = moment("2026-03-06T15:00"), moment("2026-03-07T10:00")
    session, (first, second, third) = offered(made, "2026-04-01")
    restart(session, "2026-03-09", registrar, at)
    restart(session, "2026-04-08", registrar, at)
    assert states_of([first, second, third]) == ["offered", "waiting", "waiting"]
    assert kept(session, at) == 2


def test_a_first_meeting_moved_earlier_counts_as_the_start_and_others_change_nothing(registrar):
    made = moment("2026-03-06T15:00")
    session, (first, *_others) = offered(made, "2026-04-01")
    edited = Session.objects.get(pk=session.pk)
    edited.place_vi = "Đà Nẵng"
    services.save_session(session=edited, by=registrar, at=made)
    restart(session, "2026-03-20", registrar, made)
    assert until(first) == moment("2026-03-10T15:00")
    assert (told("offer_shortened"), first.events.last().event) == ([], "offer")
    begins = moment("2026-03-11T08:00")
    edited = Session.objects.get(pk=session.pk)
    edited.meetings.add(Meeting(starts_at=begins, ends_at=begins + timedelta(hours=3)))
    services.save_session(session=edited, by=registrar, at=made)
    assert until(first) == moment("2026-03-09T08:00")


def test_offers_that_stop_more_hours_before_the_start_fit_too_and_say_so(registrar):
    made = moment("2026-03-06T15:00")
    session, (first, *_others) = offered(made, "2026-03-12")
    edited = Session.objects.get(pk=session.pk)
    edited.offers_stop_hours = 72
    type(first.person).objects.filter(pk=first.person.pk).update(language="en")
    with override("en"):
        services.save_session(session=edited, by=registrar, at=made)
    assert until(first) == moment("2026-03-09T00:00")
    assert "more hours before the start" in first.events.last().reason
    mail = Message.objects.get(event="courses.offer_shortened")
    assert "now stop earlier" in mail.body
    assert "begins earlier" not in mail.subject


def test_an_offer_that_ran_out_before_is_left_to_run_out(registrar):
    session, (first, *_others) = offered(moment("2026-03-06T15:00"), "2026-04-01")
    at = moment("2026-03-10T15:00")
    restart(session, "2026-03-11", registrar, at)
    assert (states_of([first]), told("offer_recalled")) == (["offered"], [])
    offers.expire_offers(at=at)
    assert states_of([first]) == ["declined"]


@pytest.mark.parametrize(
    ("new_start", "state", "event"),
    [("2026-03-10", "offered", "shorten_offer"), ("2026-03-08", "waiting", "recall")],
)
def test_a_session_moved_to_another_date_fits_the_offers_it_takes_along(
    registrar, new_start, state, event
):
    at = moment("2026-03-06T16:00")
    session, (first, *_others) = offered(moment("2026-03-06T15:00"), "2026-04-01")
    new = move_session(
        session=session, starts_on=date.fromisoformat(new_start), by=registrar, at=at, reason="Bão"
    )
    twin = new.enrolments.get(replaces=first)
    assert (twin.state, twin.events.last().event) == (state, event)
    if state == "offered":
        assert twin.offer_expires_at == moment("2026-03-08T00:00")
    else:
        assert twin.waiting_rank() == 1
    mail = Message.objects.get(event="courses.session_moved", recipient=first.person.email)
    assert ("00:00, 08/03/2026" in mail.body) == (state == "offered")
    assert kept(new, at) == (2 if state == "offered" else 1)


def test_who_does_not_manage_sessions_moves_no_deadline():
    at = moment("2026-03-06T16:00")
    session, (first, *_others) = offered(moment("2026-03-06T15:00"), "2026-04-01")
    with pytest.raises(PermissionDenied):
        restart(session, "2026-03-09", UserFactory(official=True), at)
    assert until(first) == moment("2026-03-10T15:00")
