"""The demand of a session replayed on other seats: the same rules, and nothing written."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses import services
from courses.services.offers import decline_offer
from courses.services.simulation import Plan, compare, demand_of, plan_of, replay
from tests.courses.test_back_office import sign_in
from tests.factories.courses import NOW
from tests.factories.courses_seats import enrol_of, person_of, quota_session
from tests.factories.places import UnitFactory

pytestmark = pytest.mark.django_db
FALL = (NOW + timedelta(days=10)).date()


@pytest.fixture
def units(db):
    return UnitFactory(name_vi="Đà Nẵng"), UnitFactory(name_vi="Huế")


def seated_now(session) -> set[int]:
    return set(session.enrolments.holding_a_seat().values_list("pk", flat=True))


def busy_session(units):
    """Quotas, a line, somebody who left, an offer turned down, seats that fell."""
    da_nang, hue = units
    session = quota_session({da_nang: 1, hue: 2}, capacity=4, quotas_fall_on=FALL)
    rows = enrol_of(session, da_nang, None, da_nang, None, hue)
    at = NOW + timedelta(days=1)
    services.withdraw(enrolment=rows[0], by=rows[0].person, at=at)
    rows[2].refresh_from_db()
    decline = at + timedelta(hours=2)
    if rows[2].state == "offered":
        decline_offer(enrolment=rows[2], by=rows[2].person, at=decline)
    services.enrol(session=session, person=person_of(hue), at=NOW + timedelta(days=2))
    services.check_deadlines(at=NOW + timedelta(days=11))
    session.refresh_from_db()
    return session, rows


def test_the_seats_as_they_were_give_the_people_who_sat(units):
    session, _rows = busy_session(units)
    assert replay(demand_of(session), plan_of(session)) == seated_now(session)
    found = compare(demand_of(session), plan_of(session))
    assert (found.gained, found.lost) == (0, 0)
    assert found.total.had == found.total.would == len(seated_now(session))


def test_a_larger_quota_would_have_seated_a_province_and_cost_another(units):
    da_nang, hue = units
    session = quota_session({hue: 2}, capacity=2)
    waiting = enrol_of(session, da_nang)[0]
    seated = enrol_of(session, hue, hue)
    found = compare(demand_of(session), Plan(2, {da_nang.pk: 1, hue.pk: 1}))
    lines = {line.unit_id: (line.asked, line.had, line.would) for line in found.lines}
    assert lines == {da_nang.pk: (1, 0, 1), hue.pk: (2, 2, 1)}
    assert (found.gained, found.lost) == (1, 1)
    tried = replay(demand_of(session), Plan(2, {da_nang.pk: 1, hue.pk: 1}))
    assert tried == {waiting.pk, seated[0].pk}


def test_an_earlier_release_gives_unused_seats_to_the_line_in_order(units):
    da_nang, hue = units
    session = quota_session({hue: 2}, capacity=2)
    first, second, third = enrol_of(session, da_nang, None, da_nang)
    kept = replay(demand_of(session), Plan(2, {hue.pk: 2}))
    released = replay(demand_of(session), Plan(2, {hue.pk: 2}, FALL))
    assert (kept, released) == (set(), {first.pk, second.pk})
    assert third.pk not in released


def test_simulating_changes_no_row_and_reads_few(client, units):
    session, _rows = busy_session(units)
    sign_in(client, registrar=True)
    url = reverse("courses_desk:simulate", args=[session.pk])
    before = everything(session)
    with CaptureQueriesContext(connection) as captured:
        demand = demand_of(session)
        compare(demand, Plan(9, {}))
    assert len(captured) <= 4
    page = client.get(url, {"capacity": 9, "falls_on": "", f"quota_{units[0].pk}": 1})
    assert page.status_code == 200
    assert page.context["total"].would >= page.context["total"].had
    assert page.context["sentence"] in page.content.decode()
    assert everything(session) == before
    assert client.get(url).context["total"].difference == 0
    wrong = client.get(url, {"capacity": 1, f"quota_{units[0].pk}": 3})
    assert wrong.context["form"].errors["capacity"]
    assert wrong.context["total"] is None


def everything(session):
    rows = session.enrolments.order_by("pk").values()
    return list(rows), list(session.pools.values()), session.events.count()


def test_a_session_nobody_asked_for_says_so(client, units):
    sign_in(client, registrar=True)
    session = quota_session({units[0]: 1})
    page = client.get(reverse("courses_desk:simulate", args=[session.pk]))
    assert page.context["total"] is None
