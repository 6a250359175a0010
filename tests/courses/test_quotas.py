"""Seats kept for provinces: given, counted, never below what is taken, released once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from courses import services
from courses.admin_forms import SessionAdminForm
from courses.exceptions.seats import QuotaRefused, QuotasReleased, QuotasTooLate, QuotaUnitUnknown
from courses.models import SeatPool
from courses.services.quotas import least_capacity
from tests.courses.test_back_office import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory
from tests.factories.courses_seats import enrol_of, person_of, pools_of, quota_session
from tests.factories.places import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db
FALL = (NOW + timedelta(days=10)).date()
MIDNIGHT = timezone.make_aware(timezone.datetime(FALL.year, FALL.month, FALL.day))


@pytest.fixture
def da_nang(db):
    return UnitFactory(name_vi="Đà Nẵng")


@pytest.fixture
def hue(db):
    return UnitFactory(name_vi="Huế")


def set_quotas(session, quotas, **traits):
    by = UserFactory(**(traits or {"registrar": True}))
    return services.set_quotas(session=session, quotas=quotas, by=by, at=NOW)


def test_a_person_takes_a_seat_of_the_own_province_first_then_a_national_one(da_nang, hue):
    session = quota_session({da_nang: 1, hue: 1}, capacity=3)
    rows = enrol_of(session, da_nang, da_nang, da_nang, hue, None)
    assert [row.state for row in rows] == [
        "confirmed",
        "confirmed",
        "waiting",
        "confirmed",
        "waiting",
    ]
    assert [row.pool.unit_id if row.pool else 0 for row in rows[:4]] == [
        da_nang.pk,
        None,
        0,
        hue.pk,
    ]
    assert pools_of(session) == {da_nang.pk: (1, 1), hue.pk: (1, 1), None: (1, 1)}
    assert [row.entry_ranks for row in (rows[2], rows[4])] == [(1, 1), (2, None)]


def test_an_agency_of_a_former_province_counts_for_the_one_that_received_it(da_nang):
    quang_nam = UnitFactory(old=True, name_vi="Quảng Nam")
    SuccessionFactory(predecessor=quang_nam, successor=da_nang)
    session = quota_session({da_nang: 1})
    [enrolment] = enrol_of(session, quang_nam)
    assert (enrolment.unit, enrolment.pool.unit_id) == (da_nang, da_nang.pk)


def test_quotas_are_kept_in_the_log_with_what_they_were(da_nang, hue):
    session = quota_session({da_nang: 2})
    set_quotas(session, {da_nang.pk: 1, hue.pk: 3})
    event = session.events.last()
    assert (event.event, event.from_state, event.to_state) == ("set_quotas", "open", "open")
    assert set(event.reason.split("; ")) == {"Đà Nẵng: 2 → 1", "Huế: 0 → 3"}
    assert event.by is not None
    count = session.events.count()
    set_quotas(session, {da_nang.pk: 1})
    assert session.events.count() == count


@pytest.mark.parametrize(("quota", "words"), [(0, "1.* 0"), (5, "5.*5.*1.*4")])
def test_a_quota_goes_neither_below_what_is_taken_nor_above_what_there_is(da_nang, quota, words):
    session = quota_session({da_nang: 1})
    enrol_of(session, da_nang, da_nang)
    with pytest.raises(QuotaRefused, match=words):
        set_quotas(session, {da_nang.pk: quota})
    assert pools_of(session) == {da_nang.pk: (1, 1), None: (1, 4)}
    assert least_capacity(session.pk) == 2


def test_who_may_not_manage_sessions_sets_no_quotas(da_nang):
    session = SessionFactory(open=True)
    with pytest.raises(PermissionDenied):
        set_quotas(session, {da_nang.pk: 1}, official=True)


def test_quotas_are_refused_to_former_provinces_and_once_the_session_runs(da_nang):
    with pytest.raises(QuotaUnitUnknown):
        set_quotas(SessionFactory(open=True), {UnitFactory(old=True).pk: 1})
    with pytest.raises(QuotasTooLate):
        set_quotas(SessionFactory(state="running", capacity=5), {da_nang.pk: 1})


def test_a_freed_national_seat_goes_to_who_waits_when_a_quota_is_lowered(da_nang):
    session = quota_session({da_nang: 1}, capacity=1)
    [waiting] = enrol_of(session, None)
    assert waiting.is_waiting
    set_quotas(session, {da_nang.pk: 0})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.pool.unit_id) == ("offered", None)


def test_on_the_day_unused_seats_fall_once_and_go_to_the_line_in_order(da_nang, hue):
    session = quota_session({da_nang: 2, hue: 1}, capacity=4, quotas_fall_on=FALL)
    rows = enrol_of(session, None, da_nang, None, None, None)
    before = services.check_deadlines(at=MIDNIGHT - timedelta(seconds=1))
    assert before["quotas_released"] == 0
    assert services.check_deadlines(at=MIDNIGHT)["quotas_released"] == 1
    assert services.check_deadlines(at=MIDNIGHT)["quotas_released"] == 0
    for row in (*rows, session):
        row.refresh_from_db()
    assert [row.state for row in rows] == [
        "confirmed",
        "confirmed",
        "offered",
        "offered",
        "waiting",
    ]
    assert session.quotas_fell_at == MIDNIGHT
    assert pools_of(session) == {da_nang.pk: (1, 1), hue.pk: (0, 0), None: (3, 3)}
    assert [p.promised for p in session.pools.filter(unit__isnull=False)] == [2, 1]
    assert session.events.filter(event="release_quotas").get().by is None
    with pytest.raises(QuotasReleased):
        set_quotas(session, {da_nang.pk: 3})
    assert services.recount_seats() == []


def test_who_comes_after_midnight_finds_the_seats_fallen_before_the_clock_was_asked(da_nang):
    session = quota_session({da_nang: 1}, capacity=1, quotas_fall_on=FALL)
    early = enrol_of(session, None)[0]
    late = services.enrol(session=session, person=person_of(da_nang), at=MIDNIGHT)
    early.refresh_from_db()
    assert (early.state, late.state) == ("offered", "waiting")


def test_a_seat_given_back_after_the_fall_is_national(da_nang):
    session = quota_session({da_nang: 1}, capacity=2)
    seated, *_others = enrol_of(session, da_nang, None)
    services.release_quotas(session=session, at=NOW)
    services.withdraw(enrolment=seated, by=seated.person, at=NOW)
    assert pools_of(session) == {da_nang.pk: (0, 0), None: (1, 2)}
    assert services.recount_seats() == []


def test_recount_names_the_pool_that_drifted_and_puts_it_right(da_nang):
    session = quota_session({da_nang: 2})
    enrol_of(session, da_nang, None)
    SeatPool.objects.filter(session=session, unit=da_nang).update(taken=0)
    [drift] = services.recount_seats()
    assert [(p["unit"], p["taken"], p["counted"]) for p in drift["pools"]] == [(da_nang.key, 0, 1)]
    assert services.recount_seats(fix=True)[0]["is_fixed"]
    assert services.recount_seats() == []


def test_recount_finds_seats_in_no_pool_and_quotas_that_do_not_add_up(da_nang):
    session = quota_session({da_nang: 2})
    [row] = enrol_of(session, da_nang)
    type(row).objects.filter(pk=row.pk).update(pool=None)
    SeatPool.objects.filter(session=session, unit=None).update(quota=1)
    [drift] = services.recount_seats(fix=True)
    assert (drift["without_pool"], drift["quotas"], drift["is_fixed"]) == (1, 3, True)
    row.refresh_from_db()
    assert row.pool.unit == da_nang
    assert services.recount_seats() == []


def desk(session, name="quotas"):
    return reverse(f"courses_desk:{name}", args=[session.pk])


def test_the_desk_sets_adds_and_releases(client, da_nang, hue):
    session = quota_session({da_nang: 2}, quotas_fall_on=FALL, starts_on=timezone.localdate())
    sign_in(client, registrar=True)
    page = client.get(desk(session)).content.decode()
    assert "Đà Nẵng" in page
    new = {f"quota_{da_nang.pk}": 1, "unit_1": hue.pk, "seats_1": 2}
    assert client.post(desk(session), new).status_code == 302
    assert pools_of(session) == {da_nang.pk: (0, 1), hue.pk: (0, 2), None: (0, 2)}
    refused = client.post(desk(session), {f"quota_{da_nang.pk}": 9, f"quota_{hue.pk}": 2})
    assert refused.context["form"].non_field_errors()
    assert "3" in client.get(desk(session, "release_quotas")).content.decode()
    assert client.post(desk(session, "release_quotas")).status_code == 302
    session.refresh_from_db()
    assert session.quotas_fell_at
    assert not client.get(desk(session)).context["is_changeable"]


@pytest.mark.parametrize(
    "data", [{"unit_1": "x"}, {"seats_1": "2"}, {"unit_1": "x", "seats_1": "-1"}]
)
def test_the_desk_says_what_is_wrong_and_keeps_what_was_typed(client, data):
    sign_in(client, registrar=True)
    session = SessionFactory(open=True)
    answer = client.post(desk(session), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert session.pools.count() == 1


@pytest.mark.parametrize("name", ["quotas", "release_quotas", "simulate"])
def test_the_desks_are_closed_to_others(client, name):
    sign_in(client, editor=True)
    assert client.get(desk(SessionFactory(open=True), name)).status_code in (302, 403)


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_session_page_counts_pool_by_pool_once_there_are_quotas(client, da_nang, language):
    at = timezone.now()
    session = quota_session(
        {da_nang: 2},
        quotas_fall_on=(at + timedelta(days=3)).date(),
        closes_at=at + timedelta(days=9),
    )
    enrol_of(session, da_nang)
    page = client.get(f"/{language}/courses/sessions/{session.pk}/")
    pools = page.context["pools"]
    assert len(pools.rows) == 2
    assert pools.falls
    assert "1" in pools.rows[0]
    assert pools.rows[0] in page.content.decode()
    plain = SessionFactory(open=True)
    assert client.get(f"/{language}/courses/sessions/{plain.pk}/").context["pools"] is None


def test_the_form_of_a_session_refuses_fewer_seats_than_are_promised(da_nang):
    session = quota_session({da_nang: 3})
    enrol_of(session, None)
    form = SessionAdminForm.__new__(SessionAdminForm)
    form.instance, form._errors, form.cleaned_data = session, {}, {"capacity": 3}
    form.add_error = lambda field, sentence: form._errors.setdefault(field, sentence)
    form._check_capacity(3)
    assert "4" in form._errors["capacity"]
    form._errors.clear()
    form._check_capacity(4)
    assert not form._errors
