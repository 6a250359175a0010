"""Public pages: three languages, few queries, no session; and the pages of a signed-in person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from courses import services
from courses.models import Enrolment, Meeting
from courses.services.moving import move_session
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CourseFactory,
    SessionFactory,
    SessionSourceFactory,
    participant,
    participants,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("vi", "en", "ko")


def open_session(**fields):
    now = timezone.now()
    window = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9)}
    starts_on = (now + timedelta(days=30)).date()
    return SessionFactory(open=True, **{**window, "starts_on": starts_on, **fields})


def address(session, verb="", language="vi"):
    return f"/{language}/courses/sessions/{session.pk}/{verb}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_shows_sessions_ahead_before_past_ones(client, language):
    past, ahead = SessionFactory(finished=True), open_session()
    page = client.get(f"/{language}/courses/")
    text = page.content.decode()
    assert page.status_code == 200
    assert page["Cache-Control"].startswith("public")
    assert not page.cookies
    title = ahead.course.in_language("title", language).text
    assert text.index(title) < text.index(past.course.in_language("title", language).text)


def test_the_list_costs_the_same_for_two_and_for_twenty_rows(client, django_assert_max_num_queries):
    open_session(), open_session()
    client.get("/vi/courses/")
    with django_assert_max_num_queries(8) as few:
        client.get("/vi/courses/")
    for _ in range(18):
        open_session()
    with django_assert_max_num_queries(len(few)):
        client.get("/vi/courses/")


def test_filters_narrow_the_list_and_count_what_is_left(client):
    online, in_person = open_session(form="online"), open_session()
    SessionFactory(finished=True, form="online")
    page = client.get("/vi/courses/?form=online&state=open")
    text = page.content.decode()
    assert online.course.title_vi in text
    assert in_person.course.title_vi not in text
    (form_group,) = [g for g in page.context["groups"] if g["name"] == "form"]
    assert {o["value"]: o["count"] for o in form_group["options"]} == {"online": 1, "in_person": 1}


@pytest.mark.parametrize(
    "query",
    ["topic=khong-co", "state=abc", "year=20x8", "form=" + "x" * 10_000, "year=2018&year=1"],
)
def test_a_filter_that_makes_no_sense_leaves_a_page_with_a_sentence(client, query):
    open_session()
    page = client.get(f"/vi/courses/?{query}")
    assert page.status_code == 200
    assert page.context["page"].paginator.count == 0


@pytest.mark.parametrize("number", ["99999", "0", "-1", "abc", "²", "9" * 400])
def test_a_page_that_is_not_there_answers_404(client, number):
    open_session()
    assert client.get("/vi/courses/", {"page": number}).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_course_and_session_pages_stay_within_their_queries(
    client, language, django_assert_max_num_queries
):
    source = SessionSourceFactory(session=SessionFactory(finished=True, trainees=26))
    session = source.session
    with django_assert_max_num_queries(6):
        page = client.get(address(session, language=language))
    assert page.status_code == 200
    text = page.content.decode()
    assert "26" in text
    assert source.url in text
    with django_assert_max_num_queries(6):
        assert client.get(f"/{language}/courses/{session.course.slug}/").status_code == 200


def test_an_unknown_number_of_participants_is_never_zero(client):
    session = SessionFactory(finished=True, trainees=None)
    facts = client.get(address(session)).context["facts"]
    assert [
        f["value"]
        for f in facts
        if "articipants" in str(f["label"]) or "ọc viên" in str(f["label"])
    ] == [None]


def test_a_mirrored_source_is_no_link(client):
    source = SessionSourceFactory(
        session=SessionFactory(finished=True, trainees=5), url="mirror copy of a press article"
    )
    assert 'href="mirror' not in client.get(address(source.session)).content.decode()


def test_an_unpublished_course_and_its_sessions_are_not_found(client):
    session = open_session(course=CourseFactory(live=False))
    for path in (
        address(session),
        address(session, "enrol/"),
        f"/vi/courses/{session.course.slug}/",
    ):
        client.force_login(participant())
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("verb", ["enrol/", "withdraw/"])
def test_strangers_sign_in_first_and_come_back(client, verb):
    session = open_session()
    answer = client.get(address(session, verb))
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"next={address(session, verb)}")
    assert client.get("/vi/courses/mine/")["Location"].endswith("next=/vi/courses/mine/")


def test_enrolling_shows_what_is_sent_and_answers_at_once(client):
    session, person = open_session(), participant()
    client.force_login(person)
    form = client.get(address(session, "enrol/"))
    assert person.email in form.content.decode()
    key = form.context["form"]["key"].value()
    answer = client.post(address(session, "enrol/"), {"key": key})
    assert answer.status_code == 200
    assert answer.context["answer"].is_confirmed
    again = client.post(address(session, "enrol/"), {"key": key})
    assert again.context["enrolment"] == answer.context["enrolment"]
    assert Enrolment.objects.count() == 1


def test_a_full_session_answers_with_the_number_in_line(client):
    session = open_session(capacity=1)
    for person in participants(2):
        services.enrol(session=session, person=person, at=timezone.now())
    client.force_login(participant())
    answer = client.post(address(session, "enrol/"), {"key": uuid4()})
    assert answer.context["enrolment"].entry_ranks == (2, None)
    listed = client.get("/vi/courses/").context["upcoming"][0]
    assert listed["status_tone"] == "full"


@pytest.mark.parametrize("data", [{}, {"key": "no-uuid"}, {"key": "x" * 10_000}])
def test_a_form_without_its_key_is_shown_again(client, data):
    session = open_session()
    client.force_login(participant())
    answer = client.post(address(session, "enrol/"), data)
    assert answer.status_code == 400
    assert answer.context["form"]["key"].value()
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_account_waiting_for_approval_reads_why_it_may_not_enrol(client, language):
    session = open_session()
    client.force_login(UserFactory(official=True, pending=True))
    for answer in (
        client.get(address(session, "enrol/", language)),
        client.post(address(session, "enrol/", language), {"key": uuid4()}),
    ):
        assert answer.status_code == 403
        assert answer.context["sentence"] in answer.content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize(
    "changes", [{"state": "planned"}, {"state": "cancelled"}, {"state": "closed"}]
)
def test_a_session_that_takes_nobody_says_so(client, changes):
    session = open_session(**changes)
    client.force_login(participant())
    answer = client.post(address(session, "enrol/"), {"key": uuid4()})
    assert answer.status_code == 409
    assert answer.context["sentence"]


def test_a_post_without_token_gets_its_page():
    careful, session = Client(enforce_csrf_checks=True), open_session()
    careful.force_login(participant())
    answer = careful.post(address(session, "enrol/"), {"key": uuid4()})
    assert answer.status_code == 403
    assert "<h1" in answer.content.decode()
    assert not Enrolment.objects.exists()


def test_withdrawing_asks_first_and_then_leaves_my_courses(client):
    session, person = open_session(), participant()
    services.enrol(session=session, person=person, at=timezone.now())
    client.force_login(person)
    assert len(client.get("/vi/courses/mine/").context["current"]) == 1
    assert client.get(address(session, "withdraw/")).status_code == 200
    assert client.post(address(session, "withdraw/"), {"reason": "x" * 501}).status_code == 400
    assert (
        client.post(address(session, "withdraw/"), {"reason": ""})["Location"]
        == "/vi/courses/mine/"
    )
    mine = client.get("/vi/courses/mine/").context
    assert (len(mine["current"]), len(mine["ended"])) == (0, 1)
    assert client.post(address(session, "withdraw/")).status_code == 404


def test_nobody_withdraws_what_another_enrolled(client):
    session, person = open_session(), participant()
    services.enrol(session=session, person=person, at=timezone.now())
    client.force_login(participant())
    assert client.post(address(session, "withdraw/")).status_code == 404
    assert Enrolment.objects.get().state == "confirmed"


def test_the_link_of_a_meeting_is_not_given_to_passers_by(client):
    session = open_session(form="online")
    Meeting.objects.create(
        session=session,
        starts_at=timezone.now(),
        ends_at=timezone.now() + timedelta(hours=3),
        link="https://hop.example/phong-kin",
        topic="Buổi 1",
    )
    text = client.get(address(session)).content.decode()
    assert "Buổi 1" in text
    assert "phong-kin" not in text


class TestSessionPageOfSomebodyWhoIsIn:
    def test_it_leads_to_what_they_can_do_and_offers_no_second_enrolment(self, client):
        session, person = open_session(capacity=5), participant()
        services.enrol(session=session, person=person, at=timezone.now())
        client.force_login(person)
        text = client.get(address(session)).content.decode()
        for verb in ("my-code/", "materials/", "learn/", "withdraw/"):
            assert address(session, verb) in text
        assert address(session, "enrol/") not in text

    def test_others_are_offered_to_enrol_and_readers_get_a_page_for_all(self, client):
        session = open_session(capacity=5)
        services.enrol(session=session, person=participant(), at=timezone.now())
        page = client.get(address(session))
        assert page["Cache-Control"].startswith("public")
        assert address(session, "enrol/") in page.content.decode()
        client.force_login(participant())
        page = client.get(address(session))
        assert "no-store" in page["Cache-Control"]
        assert address(session, "enrol/") in page.content.decode()
        assert address(session, "my-code/") not in page.content.decode()

    def test_who_withdrew_may_enrol_again_and_has_no_code(self, client):
        session, person = open_session(capacity=5), participant()
        enrolment = services.enrol(session=session, person=person, at=timezone.now())
        services.withdraw(enrolment=enrolment, by=person, at=timezone.now())
        client.force_login(person)
        text = client.get(address(session)).content.decode()
        assert address(session, "enrol/") in text
        assert address(session, "my-code/") not in text


def test_a_running_session_still_says_how_many_seats_it_has(client):
    session = open_session(state="running", capacity=23)
    text = client.get(address(session)).content.decode()
    assert "23 chỗ" in text


def test_a_session_that_was_not_held_says_nothing_of_who_took_part(client):
    registrar, at = UserFactory(registrar=True), timezone.now()
    gone, later = open_session(), open_session(starts_on=timezone.localdate() + timedelta(days=30))
    services.cancel_session(session=gone, by=registrar, at=at, reason="Bão")
    new = move_session(
        session=later, by=registrar, at=at, reason="Hội trường bận",
        starts_on=later.starts_on + timedelta(days=7),
    )  # fmt: skip
    for session in (gone, later):
        page = client.get(address(session))
        assert "Số học viên theo nguồn" not in page.content.decode()
    assert f"Lớp mới: {new.when}" in page.content.decode()
    assert address(new) in page.content.decode()
