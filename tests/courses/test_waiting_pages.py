"""The page of one's place, the desk of the line, and the same sentence for everyone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses import services
from courses.models import DayOff, Enrolment, Meeting, Session
from courses.services import offers
from courses.services.line import reasons_for, why_waiting
from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.courses_waiting import full_session, give_quota, line_up, people_of, unit

pytestmark = pytest.mark.django_db


def live_session(waiting=2, **traits):
    """A full session as of the real clock, which the pages ask."""
    now = timezone.now()
    when = {"opens_at": None, "closes_at": now + timedelta(days=20)}
    starts = (now + timedelta(days=40)).date()
    session = SessionFactory(**{"open": True, "capacity": 1, "starts_on": starts, **when, **traits})
    return session, line_up(session, people_of(None, waiting + 1), at=now)


def visit(person, address, language="vi", **post):
    client = Client()
    client.force_login(person)
    path = f"/{language}/courses/{address}"
    return client.post(path, post) if post else client.get(path)


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_who_waits_reads_rank_reason_and_rule(language):
    session, rows = live_session()
    html = visit(rows[2].person, f"sessions/{session.pk}/place/", language).content.decode()
    from django.utils.translation import override

    with override(language):
        reason = why_waiting(rows[2])
        assert reason.sentence in html
        assert reason.rule in html
    assert html.count("<h1") == 1


def test_the_offer_is_taken_on_its_page():
    session, rows = live_session()
    services.withdraw(enrolment=rows[0], by=rows[0].person, at=timezone.now())
    page = visit(rows[1].person, f"sessions/{session.pk}/place/")
    assert f"sessions/{session.pk}/place/accept/" in page.content.decode()
    answer = visit(rows[1].person, f"sessions/{session.pk}/place/accept/", x="1")
    assert answer.status_code == 302
    rows[1].refresh_from_db()
    assert rows[1].state == "confirmed"
    again = visit(rows[1].person, f"sessions/{session.pk}/place/accept/", x="1")
    assert again.status_code == 409


def test_declining_is_confirmed_and_asks_the_next():
    session, rows = live_session()
    services.withdraw(enrolment=rows[0], by=rows[0].person, at=timezone.now())
    address = f"sessions/{session.pk}/place/decline/"
    assert visit(rows[1].person, address).status_code == 200
    assert visit(rows[2].person, address).status_code == 409
    assert visit(rows[1].person, address, reason="bận").status_code == 302
    assert set(Enrolment.objects.filter(session=session).values_list("state", flat=True)) == {
        "withdrawn", "declined", "offered",
    }  # fmt: skip


def test_an_answer_too_late_says_so_and_asks_the_next_at_once():
    session, rows = live_session()
    services.withdraw(enrolment=rows[0], by=rows[0].person, at=timezone.now() - timedelta(days=20))
    page = visit(rows[1].person, f"sessions/{session.pk}/place/accept/", x="1")
    assert page.status_code == 409
    rows[2].refresh_from_db()
    assert rows[2].state == "offered"


def test_the_place_of_a_stranger_is_not_found_and_needs_signing_in():
    session, _rows = live_session()
    assert visit(participant(), f"sessions/{session.pk}/place/").status_code == 404
    assert Client().get(f"/vi/courses/sessions/{session.pk}/place/").status_code == 302


def test_my_courses_lead_to_the_offer_and_to_the_reason():
    session, rows = live_session()
    services.withdraw(enrolment=rows[0], by=rows[0].person, at=timezone.now())
    for row in rows[1:]:
        assert f"sessions/{session.pk}/place/" in visit(row.person, "mine/").content.decode()
    assert "place/" not in visit(rows[0].person, "mine/").content.decode()


def test_each_reason_names_what_is_held_and_for_whom():
    session = SessionFactory(open=True, capacity=2)
    here = unit()
    give_quota(session, here, 1)
    rows = line_up(session, people_of(here, 3) + people_of(None, 2))
    own, other = rows[2], rows[3]
    reasons = reasons_for(rows, at=NOW)
    assert set(reasons) == {rows[2].pk, rows[3].pk, rows[4].pk}
    assert here.name in reasons[own.pk].sentence
    assert (reasons[own.pk].rank, reasons[own.pk].unit_rank) == (1, 1)
    assert (reasons[other.pk].rank, reasons[other.pk].unit_rank) == (2, None)
    assert here.name not in reasons[other.pk].sentence
    begins = NOW + timedelta(hours=30)
    Meeting.objects.create(session=session, starts_at=begins, ends_at=begins + timedelta(hours=3))
    near = reasons_for(rows, at=NOW)
    assert near[other.pk].sentence != reasons[other.pk].sentence


def test_reasons_of_many_cost_a_fixed_number_of_queries(django_assert_max_num_queries):
    _session, rows = full_session(6)
    rows = list(Enrolment.objects.select_related("session", "unit"))
    with django_assert_max_num_queries(5):
        assert len(reasons_for(rows, at=NOW)) == 6


def test_who_was_passed_by_is_told_that_it_happened_and_nobody_reads_a_wrong_reason():
    session, rows = live_session(offers_stop_hours=5000)
    services.withdraw(enrolment=rows[0], by=rows[0].person, at=timezone.now())
    offers.seat_out_of_turn(
        enrolment=rows[2], by=UserFactory(registrar=True), at=timezone.now(), reason="Chủ trì"
    )
    waiting = visit(rows[1].person, f"sessions/{session.pk}/place/", "en").content.decode()
    assert "1 seat was given out of turn" in waiting
    assert "Chủ trì" not in waiting
    seated = visit(rows[2].person, f"sessions/{session.pk}/place/", "en").content.decode()
    assert "You have a seat" in seated


@pytest.fixture
def desk():
    return signed_in(UserFactory(registrar=True))


def test_the_desk_shows_line_offers_and_proof_and_seats_out_of_turn(desk):
    session, rows = live_session(3, offers_stop_hours=5000)
    services.withdraw(enrolment=rows[0], by=rows[0].person, at=timezone.now())
    address = reverse("courses_desk:waiting", args=[session.pk])
    html = desk.get(address).content.decode()
    assert rows[3].person.full_name in html
    act = reverse("courses_desk:out_of_turn", args=[session.pk, rows[3].pk])
    assert desk.post(act, {"reason": ""}).status_code == 200
    assert desk.post(act, {"reason": "Chủ trì đề án"}).status_code == 302
    html = desk.get(address).content.decode()
    assert "Chủ trì đề án" in html
    rows[3].refresh_from_db()
    assert rows[3].state == "confirmed"


def test_the_desk_costs_a_fixed_number_of_queries(desk, django_assert_max_num_queries):
    session, _rows = live_session(12)
    address = reverse("courses_desk:waiting", args=[session.pk])
    desk.get(address)
    with django_assert_max_num_queries(45):
        desk.get(address)


def test_moving_in_the_back_office_asks_for_days_and_a_reason(desk):
    session, _rows = live_session()
    address = reverse("courses_desk:act", args=[session.pk, "move"])
    assert 'name="starts_on"' in desk.get(address).content.decode()
    wrong = {"starts_on": "01/02/2020", "reason": "Bão", "shifts_meetings": "yes"}
    assert desk.post(address, wrong).status_code == 200
    day = (timezone.localdate() + timedelta(days=90)).strftime("%d/%m/%Y")
    assert desk.post(address, {**wrong, "starts_on": day}).status_code == 302
    session.refresh_from_db()
    assert session.state == "moved"
    assert Session.objects.get(pk=session.moved_to_id).enrolments.open().count() == 3


def test_desks_are_closed_to_others():
    session, rows = live_session()
    client = signed_in(UserFactory(editor=True))
    for name, keys in [("waiting", []), ("move", []), ("out_of_turn", [rows[1].pk])]:
        address = reverse(f"courses_desk:{name}", args=[session.pk, *keys])
        assert client.get(address).status_code in (302, 403)


def test_the_registrar_keeps_the_days_off(desk):
    data = {"day": "22/08/2026", "is_working": "on", "name": "Làm bù", "source_title": "Thông báo"}
    answer = desk.post(reverse("wagtailsnippets_courses_dayoff:add"), data)
    assert answer.status_code == 302
    assert DayOff.objects.get().is_working
