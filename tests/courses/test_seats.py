"""Forty people and five seats: the race exists without the guard, and not with it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from courses import services
from courses.models import Enrolment, Session
from tests.factories.courses import NOW, SessionFactory, participant, participants

SEATS, PEOPLE = 5, 40
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act, arguments):
    """Run `act` for each argument in its own thread, with its own connection, from one start."""
    barrier = threading.Barrier(len(arguments))

    def run(argument):
        try:
            barrier.wait(timeout=20)
            return act(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def test_reading_first_and_writing_after_oversells():
    session = SessionFactory(open=True, capacity=SEATS)
    everyone_has_read = threading.Barrier(8)

    def naive(person_id):
        seen = Session.objects.get(pk=session.pk)
        has_seat = seen.seats_taken < seen.capacity
        everyone_has_read.wait(timeout=20)
        if has_seat:
            Enrolment.objects.create(
                session=session, person_id=person_id, state="confirmed", submitted_at=NOW
            )
            Session.objects.filter(pk=session.pk).update(seats_taken=seen.seats_taken + 1)

    at_once(naive, [person.pk for person in participants(8)])
    assert session.enrolments.filter(state="confirmed").count() > SEATS
    assert services.recount_seats() != []


def test_enrolling_gives_each_seat_once_and_ranks_without_a_gap():
    session = SessionFactory(open=True, capacity=SEATS)
    people = participants(PEOPLE)

    def enrol(person):
        found = Session.objects.select_related("course").get(pk=session.pk)
        return services.enrol(session=found, person=person, at=NOW, key=uuid4())

    answers = at_once(enrol, people)
    session.refresh_from_db()
    assert sum(answer.state == "confirmed" for answer in answers) == SEATS
    assert session.seats_taken == SEATS
    ranks = Enrolment.objects.ranks([session.pk])
    assert sorted(ranks.values()) == list(range(1, PEOPLE - SEATS + 1))
    assert sorted(e.waiting_sequence for e in answers if e.waiting_sequence) == sorted(
        ranks.values()
    )
    assert services.recount_seats() == []


def test_a_double_tap_in_the_same_moment_enrols_once():
    session, person, key = SessionFactory(open=True), participant(), uuid4()

    def tap(_number):
        found = Session.objects.select_related("course").get(pk=session.pk)
        return services.enrol(session=found, person=person, at=NOW, key=key).pk

    answers = at_once(tap, range(6))
    assert len(set(answers)) == 1
    session.refresh_from_db()
    assert session.seats_taken == session.enrolments.count() == 1


def test_withdrawing_and_enrolling_at_once_leaves_nobody_waiting_beside_a_free_seat():
    session = SessionFactory(open=True, capacity=SEATS)
    seated = [services.enrol(session=session, person=p, at=NOW) for p in participants(SEATS)]
    arriving = participants(SEATS)

    def act(pair):
        enrolment, person = pair
        if enrolment is not None:
            found = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
            services.withdraw(enrolment=found, by=found.person, at=NOW)
        else:
            found = Session.objects.select_related("course").get(pk=session.pk)
            services.enrol(session=found, person=person, at=NOW)

    at_once(act, [(e, None) for e in seated] + [(None, p) for p in arriving])
    session.refresh_from_db()
    assert session.seats_taken == session.enrolments.holding_a_seat().count() == SEATS
    assert not session.enrolments.waiting().exists()
