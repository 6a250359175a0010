"""Whatever people do and in whatever order, the log proves that the line was kept."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses import services
from courses.models import Enrolment, EnrolmentEvent, SeatGrant
from courses.services import fairness, offers
from courses.services.moves import move_enrolment
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory
from tests.factories.courses_waiting import full_session, give_quota, line_up, people_of, unit
from vkc.core.states import Refusal

pytestmark = pytest.mark.django_db
ACTS = ("enrol", "enrol", "withdraw", "accept", "decline", "expire", "release", "override")


class World:
    """One session of three seats, one of them a province's; nine people of three kinds."""

    def __init__(self, people, here, registrar):
        self.session = SessionFactory(open=True, capacity=3, starts_on=None)
        give_quota(self.session, here, 1)
        self.people, self.registrar, self.at = people, registrar, NOW

    def step(self, act, number):
        self.at += timedelta(hours=5)
        person = self.people[number % len(self.people)]
        open_rows = Enrolment.objects.filter(session=self.session).open().order_by("pk")
        rows = list(open_rows.select_related("person", "session"))
        try:
            getattr(self, act)(person, rows[number % len(rows)] if rows else None)
        except Refusal:
            return

    def enrol(self, person, _row):
        services.enrol(session=self.session, person=person, at=self.at)

    def withdraw(self, _person, row):
        if row:
            services.withdraw(enrolment=row, by=row.person, at=self.at)

    def accept(self, _person, row):
        if row:
            offers.accept_offer(enrolment=row, by=row.person, at=self.at)

    def decline(self, _person, row):
        if row:
            offers.decline_offer(enrolment=row, by=row.person, at=self.at)

    def expire(self, _person, _row):
        self.at += timedelta(days=4)
        offers.expire_offers(at=self.at)

    def release(self, _person, _row):
        from courses.services import quotas

        quotas.release_quotas(session=self.session, at=self.at)

    def override(self, _person, row):
        if row:
            offers.seat_out_of_turn(enrolment=row, by=self.registrar, at=self.at, reason="lý do")


@pytest.fixture
def world():
    here, there = unit(), unit()
    people = people_of(here, 3) + people_of(there, 3) + people_of(None, 2)
    registrar = UserFactory(registrar=True)
    return lambda: World(people, here, registrar)


@settings(
    max_examples=8,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 40)), min_size=8, max_size=18))
def test_no_sequence_of_acts_breaks_the_line(world, acts):
    trial = world()
    for act, number in acts:
        trial.step(act, number)
    trial.session.refresh_from_db()
    assert fairness.check_session(trial.session, at=trial.at) == []
    assert services.recount_seats() == []


def test_a_seat_given_past_the_first_is_found(capsys):
    session, rows = full_session(2)
    services.withdraw(enrolment=rows[0], by=rows[0].person, at=NOW)
    offers.decline_offer(enrolment=rows[1], by=rows[1].person, at=NOW)
    assert fairness.check_session(session, at=NOW) == []
    again = line_up(session, [rows[0].person, rows[1].person])
    pool = session.pools.get()
    rows[2].refresh_from_db()
    move_enrolment(rows[2], "decline", by=None, at=NOW)
    event = move_enrolment(
        again[1], "offer", by=None, at=NOW, pool=pool, offered_at=NOW, offer_expires_at=NOW
    )
    SeatGrant.objects.create(event=event, subject=again[1], unit=None)
    found = fairness.check_session(session, at=NOW)
    assert [(v.kind, v.enrolment, v.passed_by) for v in found] == [
        ("passed_by", again[1].pk, again[0].pk)
    ]
    with pytest.raises(CommandError):
        call_command("check_fairness", json=True)
    told = json.loads(capsys.readouterr().out)["violations"]
    assert [row["passed_by"] for row in told] == [again[0].pk]


def test_an_override_counts_as_fair_only_with_a_name_and_a_reason():
    registrar = UserFactory(registrar=True)
    for by, reason, kinds in [
        (registrar, "Chủ trì đề án", []),
        (registrar, "", ["unnamed"]),
        (None, "Chủ trì đề án", ["passed_by"]),
    ]:
        session, rows = full_session(2)
        move_enrolment(rows[2], "promote", by=by, at=NOW, reason=reason)
        assert [v.kind for v in fairness.check_session(session, at=NOW)] == kinds


def test_a_newcomer_seated_past_the_line_is_found():
    session, _rows = full_session(1)
    late = Enrolment.objects.create(
        session=session, unit=unit(), state="confirmed", submitted_at=NOW
    )
    EnrolmentEvent.objects.create(
        subject=late, event="confirm", from_state="submitted", to_state="confirmed", at=NOW
    )
    assert [v.kind for v in fairness.check_session(session, at=NOW)] == ["newcomer"]


def test_a_free_seat_beside_somebody_who_waits_is_found():
    session, _rows = full_session(1)
    type(session).objects.filter(pk=session.pk).update(capacity=2)
    session.refresh_from_db()
    assert [v.kind for v in fairness.check_session(session, at=NOW)] == ["idle"]
