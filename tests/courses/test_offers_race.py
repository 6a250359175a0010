"""Two workers end the same offers at once: the race exists without the guard, and not with it."""

import threading

import pytest

from courses import services
from courses.models import Enrolment, Session
from courses.services import fairness, offers, seats
from tests.courses.test_seats import at_once
from tests.factories.courses import NOW
from tests.factories.courses_waiting import full_session
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


def an_offer_that_ran_out(waiting=4):
    session, rows = full_session(waiting)
    services.withdraw(enrolment=rows[0], by=rows[0].person, at=NOW)
    rows[1].refresh_from_db()
    return session, rows, rows[1].offer_expires_at


def test_reading_first_and_giving_back_after_frees_a_seat_twice():
    session, rows, _due = an_offer_that_ran_out()
    Session.objects.filter(pk=session.pk).update(capacity=2, seats_taken=2)
    session.pools.update(taken=2)
    both_have_read = threading.Barrier(2)

    def naive(_number):
        seen = Enrolment.objects.get(pk=rows[1].pk)
        is_due = seen.state == "offered"
        both_have_read.wait(timeout=20)
        if is_due:
            seats.give_back_seat(Session.objects.get(pk=session.pk), pool_id=seen.pool_id)

    at_once(naive, range(2))
    assert session.pools.get().taken == 0
    assert services.recount_seats() != []


def test_two_workers_end_an_offer_once_and_ask_one_person():
    session, _rows, due = an_offer_that_ran_out()
    ended = at_once(lambda _number: offers.expire_offers(at=due), range(4))
    assert sorted(ended) == [0, 0, 0, 1]
    states = list(session.enrolments.order_by("pk").values_list("state", flat=True))
    assert states == ["withdrawn", "declined", "offered", "waiting", "waiting"]
    assert Message.objects.filter(event="courses.offer_expired").count() == 1
    assert services.recount_seats() == []
    assert fairness.check_session(session, at=due) == []
