"""Two coordinators act on one letter at once: the race exists without the guard, and not with it."""

import threading
from uuid import uuid4

import pytest

from courses import services
from courses.exceptions import nominations as refusals
from courses.models import Enrolment
from courses.services import nominations, seats
from courses.services.substituting import substitute
from courses.services.taking_out import take_out
from tests.courses.test_seats import at_once
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.courses_nominations import coordinator, letter_of

pytestmark = pytest.mark.django_db(transaction=True)


def submit(letter, by):
    return nominations.submit_nomination(nomination=letter, by=by, at=NOW, key=uuid4())


def answer_of(act):
    try:
        act()
    except refusals.NominationRefused as refusal:
        return refusal.code
    return "done"


def test_reading_first_and_replacing_after_seats_two_people_on_one_seat():
    session, by = SessionFactory(open=True, capacity=1), coordinator()
    letter = submit(letter_of(by, session, 1), by)
    old = letter.nominees.get().enrolment
    people, both_have_read = [participant(agency=by.agency) for _ in range(2)], threading.Barrier(2)

    def naive(number):
        seen = Enrolment.objects.get(pk=old.pk)
        both_have_read.wait(timeout=20)
        Enrolment.objects.create(
            session=session, person=people[number], state=seen.state, pool_id=seen.pool_id,
            submitted_at=NOW,
        )  # fmt: skip

    at_once(naive, range(2))
    assert session.enrolments.filter(state="confirmed").exclude(pk=old.pk).count() == 2


def test_two_substitutions_of_one_person_leave_one_and_no_counter_moves():
    session, by = SessionFactory(open=True, capacity=1), coordinator()
    letter = submit(letter_of(by, session, 2), by)
    one = letter.nominees.get(rank=1)

    def act(number):
        email, name = f"thay{number}@so.test", f"Thay {number}"
        return answer_of(
            lambda: substitute(nominee=one, by=by, at=NOW, full_name=name, email=email)
        )

    assert sorted(at_once(act, range(3))) == ["done", *["nothing_to_take_over"] * 2]
    assert session.enrolments.filter(state="confirmed").count() == 1
    assert services.recount_seats() == []


def test_one_letter_submitted_three_times_at_once_counts_once():
    session, by = SessionFactory(open=True, capacity=3), coordinator()
    letter = letter_of(by, session, 4)
    answers = at_once(lambda _number: answer_of(lambda: submit(letter, by)), range(3))
    assert sorted(answers) == ["done", "not_a_draft", "not_a_draft"]
    ranks = [row.waiting_rank() for row in session.enrolments.order_by("nominee__rank")]
    assert ranks == [None, None, None, 1]
    assert services.recount_seats() == []


def test_one_person_taken_out_and_substituted_at_once_gives_back_one_seat_or_none():
    session, by = SessionFactory(open=True, capacity=2), coordinator()
    letter = submit(letter_of(by, session, 2), by)
    one = letter.nominees.get(rank=1)
    acts = [
        lambda: take_out(nominee=one, by=by, at=NOW, reason="x"),
        lambda: substitute(nominee=one, by=by, at=NOW, full_name="A", email="thay@so.test"),
        lambda: take_out(nominee=one, by=by, at=NOW, reason="x"),
    ]
    answers = at_once(lambda number: answer_of(acts[number]), range(3))
    assert sorted(answers) == ["done", *["nothing_to_take_over"] * 2]
    assert services.recount_seats() == []


def test_reading_first_and_giving_back_after_frees_a_seat_that_somebody_has():
    session, by = SessionFactory(open=True, capacity=2), coordinator()
    letter = submit(letter_of(by, session, 2), by)
    pool, both_have_read = letter.nominees.get(rank=1).enrolment.pool_id, threading.Barrier(2)

    def naive(_number):
        seen = Enrolment.objects.get(nominee__nomination=letter, nominee__rank=1)
        both_have_read.wait(timeout=20)
        if seen.is_open:
            seats.give_back_seat(session, pool_id=pool)

    at_once(naive, range(2))
    session.refresh_from_db()
    assert (session.seats_taken, session.enrolments.holding_a_seat().count()) == (0, 2)
