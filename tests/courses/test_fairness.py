"""Whatever people do and in whatever order, the log proves that the line was kept."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses import services
from courses.models import Enrolment, EnrolmentEvent, SeatGrant, SeatPool, Session
from courses.services import fairness, offers
from courses.services.moves import move_enrolment
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory
from tests.factories.courses_waiting import full_session, give_quota, line_up, people_of, unit
from vkc.core.append_only import purging
from vkc.core.states import Refusal

pytestmark = pytest.mark.django_db
ACTS = (
    "enrol", "enrol", "withdraw", "accept", "decline", "expire", "release", "override", "sooner",
    "later",
)  # fmt: skip


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

    def sooner(self, _person, _row):
        self._start(days=3)

    def later(self, _person, _row):
        self._start(days=60)

    def _start(self, days):
        session = Session.objects.get(pk=self.session.pk)
        session.starts_on = (self.at + timedelta(days=days)).date()
        services.save_session(session=session, by=self.registrar, at=self.at)

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
    max_examples=6,
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
    assert fairness.report_of(trial.session, at=trial.at) == fairness.Report()
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


class TestWhoseSeat:
    """With seats kept for provinces the pool decides who had the better claim."""

    @pytest.fixture
    def here(self):
        return unit()

    @pytest.fixture
    def there(self):
        return unit()

    @pytest.fixture
    def session(self, here, there):
        """Three seats: one of each province and a national one; all taken, and two more wait."""
        session = SessionFactory(open=True, capacity=3)
        for place in (here, there):
            give_quota(session, place, 1)
        SeatPool.objects.filter(session=session, unit=None).update(quota=1)
        line_up(session, people_of(here, 3) + people_of(there, 2))
        return session

    def newcomer(self, session, place, pool, **columns):
        """Somebody seated from a pool, past whoever waits."""
        SeatPool.objects.filter(pk=pool.pk).update(quota=9)
        row = Enrolment.objects.create(
            session=session, unit=place, state="confirmed", pool=pool, submitted_at=NOW, **columns
        )
        EnrolmentEvent.objects.create(
            subject=row, event="confirm", from_state="submitted", to_state="confirmed", at=NOW
        )
        return row

    def kinds(self, session):
        report = fairness.report_of(session, at=NOW)
        return [found.kind for found in report.violations if found.kind != "idle"]

    def test_the_log_names_the_pool_of_every_seat_whoever_writes_it(self, session, here):
        rows = session.enrolments.filter(state="confirmed").order_by("pk")
        said = [row.events.get(event="confirm") for row in rows]
        assert [(one.seat_of, one.seat_unit_id) for one in said] == [
            (("unit", row.pool.unit_id) if row.pool.unit_id else ("national", None)) for row in rows
        ]
        assert not EnrolmentEvent.objects.filter(to_state="waiting").exclude(seat_of="").exists()
        lie = EnrolmentEvent.objects.create(
            subject=rows[0], event="confirm", from_state="offered", to_state="confirmed", at=NOW,
            seat_of="national",
        )  # fmt: skip
        lie.refresh_from_db()
        assert (lie.seat_of, lie.seat_unit_id) == ("unit", here.pk)

    def test_a_seat_of_the_nation_past_another_province_is_found(self, session, there):
        """What the replay could not tell before: the province's own pool would have been fair."""
        services.withdraw(
            enrolment=(row := session.enrolments.waiting().filter(unit=there).get()),
            by=row.person, at=NOW,
        )  # fmt: skip
        assert self.kinds(session) == []
        self.newcomer(session, there, session.pools.get(unit=None))
        first = session.enrolments.waiting().first()
        found = fairness.check_session(session, at=NOW)
        assert ("newcomer", first.pk) in [(one.kind, one.passed_by) for one in found]

    def test_a_seat_of_a_province_is_fair_where_only_others_wait_and_else_not(
        self, session, here, there
    ):
        row = session.enrolments.waiting().filter(unit=there).get()
        services.withdraw(enrolment=row, by=row.person, at=NOW)
        self.newcomer(session, there, session.pools.get(unit=there))
        assert self.kinds(session) == []
        self.newcomer(session, here, session.pools.get(unit=here))
        assert self.kinds(session) == ["newcomer"]

    def test_a_seat_kept_for_another_province_is_found(self, session, here, there):
        for row in session.enrolments.waiting():
            services.withdraw(enrolment=row, by=row.person, at=NOW)
        self.newcomer(session, here, session.pools.get(unit=there))
        assert self.kinds(session) == ["foreign"]

    def test_a_substitute_takes_over_the_seat_left_just_before_and_no_other(self, session, here):
        first, second, third = session.enrolments.filter(state="confirmed").order_by("pk")
        services.withdraw(enrolment=third, by=third.person, at=NOW)
        self.newcomer(session, here, second.pool, replaces=third)
        assert self.kinds(session) == ["newcomer"]
        with transaction.atomic():
            pool = first.pool
            move_enrolment(first, "withdraw", by=first.person, at=NOW)
            self.newcomer(session, first.unit, pool, replaces=first)
        assert self.kinds(session) == ["newcomer"]

    def test_an_old_event_without_the_pool_is_not_decidable_and_fails_nothing(
        self, session, there, capsys
    ):
        row = session.enrolments.waiting().filter(unit=there).get()
        services.withdraw(enrolment=row, by=row.person, at=NOW)
        old = self.newcomer(session, there, session.pools.get(unit=None))
        with purging():
            EnrolmentEvent.objects.update(seat_of="", seat_unit=None)
        report = fairness.report_of(session, at=NOW)
        seated_beside_the_line = session.enrolments.get(unit=there, pool__unit=there)
        assert [(one.kind, one.enrolment) for one in report.undecided] == [
            ("undecidable", seated_beside_the_line.pk), ("undecidable", old.pk),
        ]  # fmt: skip
        assert self.kinds(session) == []
        Session.objects.filter(pk=session.pk).update(starts_on=NOW.date())
        call_command("check_fairness", json=True)
        told = json.loads(capsys.readouterr().out)
        assert (told["violations"], len(told["undecided"])) == ([], 2)

    def test_an_old_event_is_still_found_where_every_pool_would_have_passed_somebody(
        self, session, here
    ):
        old = self.newcomer(session, here, session.pools.get(unit=None))
        with purging():
            EnrolmentEvent.objects.update(seat_of="", seat_unit=None)
        assert self.kinds(session) == ["newcomer"]
        assert old.pk not in {
            one.enrolment for one in fairness.report_of(session, at=NOW).undecided
        }
