"""The desk of a session: what may be done now, what waits where, and every way leads to a page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses import services
from courses.choices import EnrolmentState
from courses.choices.learning import LessonKind
from courses.models import Enrolment, Lesson, Nomination, Submission
from courses.session_desk import counts_by_state, groups_of
from courses.states import SESSION
from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.courses_waiting import line_up, people_of
from tests.factories.places import UnitFactory

pytestmark = pytest.mark.django_db


def desk(session):
    return reverse("courses_desk:session", args=[session.pk])


def ways(session, user):
    return {way.url: way for group in groups_of(session, user=user) for way in group.ways}


@pytest.fixture
def registrar():
    return UserFactory(registrar=True)


def test_the_desk_offers_the_verbs_of_the_present_state_and_no_other(registrar):
    client, session = signed_in(registrar), SessionFactory(open=True)
    for state in ("open", "closed", "running", "finished"):
        page = client.get(desk(session))
        offered = {act["url"].rstrip("/").rsplit("/", 1)[1] for act in page.context["acts"]}
        assert offered == set(SESSION.events_from(state))
        if offered:
            verb = {"open": "close", "closed": "start", "running": "finish"}[state]
            act = getattr(services, f"{verb}_session")
            act(session=session, by=registrar, at=NOW)
            session.refresh_from_db()


def test_what_was_done_is_told_with_who_and_why(registrar):
    session = SessionFactory(open=True)
    services.close_session(session=session, by=registrar, at=NOW, reason="Đủ danh sách")
    (entry, *_earlier) = signed_in(registrar).get(desk(session)).context["history"]
    assert (entry["by"], entry["reason"]) == (registrar, "Đủ danh sách")
    assert str(entry["what"]) != "close"


def test_each_page_says_how_much_waits_there(registrar):
    session = SessionFactory(open=True, capacity=2)
    line_up(session, people_of(None, 3))
    session.pools.create(unit=UnitFactory(), quota=0)
    about = {"session": session, "submitted_at": NOW, "agency": participant().agency}
    Nomination.objects.create(state="submitted", **about)
    found = {way.url: way.found for way in ways(session, registrar).values()}
    words = {
        reverse("courses_desk:waiting", args=[session.pk]): "1",
        reverse("courses_desk:quotas", args=[session.pk]): "1",
        f"{reverse('courses_desk:nominations')}?view=all&session={session.pk}": "1",
        f"{reverse('wagtailsnippets_courses_enrolment:list')}?session={session.pk}": "2",
    }
    assert {url: found[url][0] for url in words} == words
    assert [count for _word, count in counts_by_state(session)] == [2, 1]


def test_certificates_to_issue_and_work_to_mark_are_counted(registrar):
    session = SessionFactory(finished=True)
    lesson = Lesson.objects.create(
        course=session.course, kind=LessonKind.ASSIGNMENT, title_vi="Bài tập", order=1,
        is_published=True,
    )  # fmt: skip
    for state in (EnrolmentState.COMPLETED, EnrolmentState.NO_SHOW):
        enrolment = Enrolment.objects.create(
            session=session, person=participant(), state=state, submitted_at=NOW
        )
    Submission.objects.create(
        enrolment=enrolment, lesson=lesson, version=1, words="Bài làm", submitted_at=NOW
    )
    found = ways(session, registrar)
    grading = reverse("courses:grading", args=[session.pk])
    issue = reverse("courses_desk:certificates_issue", args=[session.pk])
    assert found[grading].found.startswith("1")
    assert "0" in found[issue].found
    assert "1" in found[issue].found


@pytest.mark.parametrize("state", ["open", "finished"])
def test_every_way_and_verb_leads_to_a_page_and_the_pages_lead_back(registrar, state):
    session = SessionFactory(**{state: True}, starts_on=NOW.date() + timedelta(days=30))
    client = signed_in(registrar)
    page = client.get(desk(session))
    urls = [way.url for group in page.context["groups"] for way in group.ways]
    urls += [act["url"] for act in page.context["acts"]]
    urls += [button.url for button in page.context["view"].header_buttons]
    answers = {url: client.get(url) for url in urls}
    assert {url: answer.status_code for url, answer in answers.items()} == dict.fromkeys(urls, 200)
    prefix = f"/cms/courses/sessions/{session.pk}/"
    inside = [answer for url, answer in answers.items() if url.startswith(prefix)]
    assert len(inside) >= 6
    for answer in inside:
        assert f'href="{desk(session)}"' in answer.content.decode()


def test_the_list_of_sessions_leads_to_the_desk(registrar):
    session = SessionFactory(open=True)
    page = signed_in(registrar).get(reverse("wagtailsnippets_courses_session:list"))
    assert f'href="{desk(session)}"' in page.content.decode()


@pytest.mark.parametrize("role", ["editor", "verifier"])
def test_the_desk_is_for_those_who_manage_sessions(role):
    session = SessionFactory(open=True)
    answer = signed_in(UserFactory(**{role: True})).get(desk(session))
    assert (answer.status_code, answer["Location"]) == (302, "/cms/")
    assert not answer.content


def test_no_session_no_desk(registrar):
    assert signed_in(registrar).get("/cms/courses/sessions/987654/").status_code == 404


def test_the_letters_of_one_session_stay_together_on_every_view(registrar):
    agency, sessions = participant().agency, [SessionFactory(open=True) for _ in range(2)]
    for session in sessions:
        Nomination.objects.create(
            state="submitted", submitted_at=NOW, agency=agency, session=session
        )
    first = sessions[0]
    client, page = signed_in(registrar), reverse("courses_desk:nominations")
    shown = client.get(page, {"view": "all", "session": first.pk})
    assert [row["session"] for row in shown.context["rows"]] == [str(first)]
    assert desk(first) in shown.content.decode()
    assert all(link["url"].endswith(f"&session={first.pk}") for link in shown.context["links"])
    assert {link["count"] for link in shown.context["links"]} <= {0, 1, None}
    assert len(client.get(page, {"view": "all", "session": "x"}).context["rows"]) == 2
    assert client.get(page, {"session": "987654"}).status_code == 404
