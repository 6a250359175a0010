"""The registrar's doors: create, open, cancel, read and export; four eyes on courses."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from courses import services
from courses.models import Course, Enrolment, Session
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory, SessionFactory, participant
from vkc.core.tabular import defuse

pytestmark = pytest.mark.django_db
SESSIONS, COURSES = "wagtailsnippets_courses_session", "wagtailsnippets_courses_course"


def sign_in(client, **roles):
    """A member of staff whose session was proved by a second factor."""
    user = UserFactory(**roles)
    Authenticator.objects.create(user=user, type="totp", data={})
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": time.time()}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return user


def act_url(session, verb):
    return reverse("courses_desk:act", args=[session.pk, verb])


def session_form(course, **fields):
    empty = {
        f"{name}-{part}": value
        for name in ("meetings", "sources")
        for part, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
    }
    given = {"offer_hours": 16, "offers_stop_hours": 48, "travel_days": 0, "accepts_single": "on"}
    about = {"course": course.pk, "form": "in_person", "place_vi": "Huế"}
    return {**about, **given, **empty, **fields}


def meeting_form(**fields):
    given = {"starts_at": "2026-05-04 08:00", "ends_at": "2026-05-04 11:15", "topic": "Buổi 1"}
    rows = {f"meetings-0-{name}": value for name, value in {**given, **fields}.items()}
    return {"meetings-TOTAL_FORMS": 1, **rows, "meetings-0-DELETE": ""}


@pytest.mark.parametrize("page", [f"{SESSIONS}:list", f"{SESSIONS}:add", f"{COURSES}:list"])
def test_the_registrar_opens_the_pages(client, page):
    sign_in(client, registrar=True)
    assert client.get(reverse(page)).status_code == 200


def test_a_session_is_created_with_its_meetings_and_an_event(client):
    registrar = sign_in(client, registrar=True)
    course = CourseFactory()
    data = session_form(course, capacity=20, **meeting_form())
    answer = client.post(reverse(f"{SESSIONS}:add"), data)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    session = Session.objects.get()
    assert (session.state, session.meetings.count()) == ("planned", 1)
    assert (session.events.get().event, session.events.get().by) == ("plan", registrar)


def test_fewer_seats_than_are_taken_are_refused_by_name(client):
    sign_in(client, registrar=True)
    session = SessionFactory(open=True, capacity=2)
    services.enrol(session=session, person=participant(), at=session.opens_at)
    data = session_form(session.course, capacity=0)
    answer = client.post(reverse(f"{SESSIONS}:edit", args=[session.pk]), data)
    assert "capacity" in answer.context["form"].errors
    session.refresh_from_db()
    assert session.capacity == 2


def test_open_and_cancel_go_through_their_confirmation_page(client):
    sign_in(client, registrar=True)
    session = SessionFactory(capacity=5)
    page = client.get(act_url(session, "open"))
    assert page.context["is_possible"]
    assert "<label" in client.get(act_url(session, "cancel")).content.decode()
    assert client.post(act_url(session, "open")).status_code == 302
    services.enrol(session=session_now(session), person=participant(), at=timezone.now())
    unexplained = client.post(act_url(session, "cancel"), {"reason": ""})
    assert unexplained.context["form"].errors
    assert session_now(session).state == "open"
    client.post(act_url(session, "cancel"), {"reason": "Bão"})
    assert session_now(session).state == "cancelled"
    assert Enrolment.objects.get().state == "cancelled"


def session_now(session):
    return Session.objects.select_related("course").get(pk=session.pk)


def test_a_verb_that_does_not_fit_is_refused_with_a_sentence(client):
    sign_in(client, registrar=True)
    session = SessionFactory(finished=True)
    assert not client.get(act_url(session, "cancel")).context["is_possible"]
    answer = client.post(act_url(session, "cancel"), {"reason": "muộn"})
    assert answer.context["form"].non_field_errors()
    assert client.get(act_url(session, "explode")).status_code == 404


def test_an_editor_may_not_run_sessions(client):
    sign_in(client, editor=True)
    session = SessionFactory(open=True)
    assert client.get(act_url(session, "close")).status_code in (302, 403)
    client.post(act_url(session, "close"))
    assert session_now(session).state == "open"


def test_enrolments_are_read_and_exported_but_never_typed(client):
    sign_in(client, registrar=True)
    session = SessionFactory(open=True)
    person = participant(full_name="=1+1")
    enrolment = services.enrol(session=session, person=person, at=session.opens_at)
    listing = reverse("wagtailsnippets_courses_enrolment:list")
    assert person.full_name in client.get(listing).content.decode()
    exported = client.get(listing, {"session": session.pk, "export": "csv"})
    rows = b"".join(exported.streaming_content).decode()
    assert "'=1+1" in rows
    assert client.get(listing, {"export": "xlsx"}).status_code == 200
    edit = reverse("wagtailsnippets_courses_enrolment:edit", args=[enrolment.pk])
    for page in (edit, reverse("wagtailsnippets_courses_enrolment:add")):
        assert client.get(page).status_code in (302, 403)
        client.post(page, {"state": "withdrawn"})
    enrolment.refresh_from_db()
    assert enrolment.state == "confirmed"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx"])
def test_a_formula_is_defused(text):
    assert defuse(text) == f"'{text}"
    assert defuse("Nguyễn") == "Nguyễn"


def course_form(**fields):
    return {"title_vi": "Khóa mới", "slug": "khoa-moi", "sources-TOTAL_FORMS": 0,
            "sources-INITIAL_FORMS": 0, **fields}  # fmt: skip


def test_nobody_publishes_the_course_they_wrote(client):
    writer = sign_in(client, editor=True, approver=True)
    client.post(reverse(f"{COURSES}:add"), course_form(**{"action-publish": "1"}))
    assert not Course.objects.filter(live=True).exists()
    client.post(reverse(f"{COURSES}:add"), course_form())
    course = Course.objects.get()
    assert (course.live, course.latest_revision.user) == (False, writer)
    edit = reverse(f"{COURSES}:edit", args=[course.pk])
    client.post(edit, course_form(**{"action-publish": "1"}))
    course.refresh_from_db()
    assert not course.live
    sign_in(client, approver=True)
    client.post(edit, course_form(**{"action-publish": "1"}))
    course.refresh_from_db()
    assert course.live
