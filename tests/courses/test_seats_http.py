"""Enrolling over HTTP: one answer a person however often they tap, at a known price."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import services
from courses.models import Enrolment
from tests.courses.test_seats import at_once
from tests.factories.courses import SessionFactory, participant, participants
from tests.factories.courses_seats import enrol_of, person_of, quota_session
from tests.factories.places import UnitFactory

MOST_STATEMENTS = 12


def open_session(**traits):
    at = timezone.now()
    when = {"opens_at": at - timedelta(days=1), "closes_at": at + timedelta(days=9)}
    days = {"starts_on": (at + timedelta(days=30)).date()}
    return SessionFactory(**{"open": True, **when, **days, **traits})


def address(session, language="vi"):
    return f"/{language}/courses/sessions/{session.pk}/enrol/"


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def key_of(client, session):
    return client.get(address(session)).context["form"]["key"].value()


@pytest.mark.django_db(transaction=True)
def test_four_taps_in_one_moment_give_one_answer():
    session, person = open_session(), participant()
    client = client_of(person)
    key = key_of(client, session)
    cookies = client.cookies

    def tap(_number):
        own = Client()
        own.cookies = cookies
        return own.post(address(session), {"key": key})

    answers = at_once(tap, range(4))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.context["enrolment"].pk for answer in answers}) == 1
    assert Enrolment.objects.count() == 1
    session.refresh_from_db()
    assert session.seats_taken == 1


@pytest.mark.django_db
def test_two_tabs_carry_the_same_key_and_get_the_first_answer():
    session = open_session()
    client = client_of(participant())
    tabs = [key_of(client, session), key_of(client, session)]
    answers = [client.post(address(session), {"key": key}) for key in tabs]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].context["enrolment"] == answers[1].context["enrolment"]


@pytest.mark.django_db
def test_who_withdrew_gets_a_new_key_and_the_old_tab_says_what_became_of_it():
    session, person = open_session(), participant()
    client = client_of(person)
    old = key_of(client, session)
    client.post(address(session), {"key": old})
    enrolment = Enrolment.objects.get()
    services.withdraw(enrolment=enrolment, by=person, at=timezone.now())
    new = key_of(client, session)
    assert new != old
    answer = client.post(address(session), {"key": old}).context["answer"]
    assert not answer.is_confirmed
    assert not answer.can_withdraw
    assert client.post(address(session), {"key": new}).context["answer"].is_confirmed


@pytest.mark.django_db
@pytest.mark.parametrize("capacity", [1, 0])
def test_an_enrolment_costs_at_most_twelve_statements_of_the_whole_request(capacity):
    session = open_session(capacity=capacity)
    client = client_of(person_of(UnitFactory()))
    key = key_of(client, session) if capacity else uuid4()
    client.get("/vi/courses/mine/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address(session), {"key": key})
    assert answer.context["answer"].is_confirmed == bool(capacity)
    statements = [q["sql"] for q in captured if not is_frame(q["sql"])]
    assert len(captured) - len(statements) == 2
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)


def is_frame(sql: str) -> bool:
    """Test savepoints stand where a request has BEGIN and COMMIT."""
    return sql.startswith(("SAVEPOINT", "RELEASE"))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_a_full_session_tells_rank_and_rank_in_the_province_and_what_comes_next(language):
    unit = UnitFactory(name_vi="Đà Nẵng", name_en="Da Nang")
    at = timezone.now()
    session = quota_session(
        {unit: 1}, capacity=2, closes_at=at + timedelta(days=9), starts_on=(at + timedelta(days=30)).date(),
        quotas_fall_on=(at + timedelta(days=20)).date(),
    )  # fmt: skip
    enrol_of(session, unit, None, unit, None)
    answer = client_of(person_of(unit)).post(address(session, language), {"key": uuid4()})
    found, page = answer.context["answer"], answer.content.decode()
    assert found.is_waiting
    assert "3" in found.heading
    assert "2" in found.heading
    assert unit.name_en in found.heading or unit.name_vi in found.heading
    assert len(found.sentences) == 4
    assert all(sentence.replace("'", "&#x27;") in page for sentence in found.sentences)


@pytest.mark.django_db
def test_a_confirmed_seat_tells_until_when_it_may_be_given_back():
    session = open_session()
    answer = client_of(participant()).post(address(session), {"key": uuid4()})
    assert session.starts_on.strftime("%d/%m/%Y") in " ".join(answer.context["answer"].sentences)
    assert answer.context["answer"].can_withdraw


@pytest.mark.django_db
def test_a_session_for_nominations_only_sends_a_person_to_the_coordinator():
    session = open_session(accepts_single=False)
    client = client_of(participant())
    for answer in (client.get(address(session)), client.post(address(session), {"key": uuid4()})):
        assert answer.status_code == 409
        assert answer.context["sentence"]
    page = client.get(f"/vi/courses/sessions/{session.pk}/").content.decode()
    assert address(session) not in page


@pytest.mark.django_db
def test_another_s_key_and_an_unknown_session_are_refused():
    session, key = open_session(), uuid4()
    first, second = (client_of(person) for person in participants(2))
    assert first.post(address(session), {"key": key}).status_code == 200
    refused = second.post(address(session), {"key": key})
    assert refused.status_code == 409
    assert Enrolment.objects.count() == 1
    elsewhere = open_session()
    assert first.post(address(elsewhere), {"key": key}).status_code == 409
    assert first.post("/vi/courses/sessions/999999/enrol/", {"key": uuid4()}).status_code == 404
    session.course.live = False
    session.course.save()
    assert second.post(address(session), {"key": uuid4()}).status_code == 404


@pytest.mark.django_db
def test_a_full_nation_still_has_a_seat_for_the_province_that_kept_one():
    unit = UnitFactory()
    at = timezone.now()
    session = quota_session({unit: 1}, capacity=2, closes_at=at + timedelta(days=9))
    enrol_of(session, None)
    seen = [client_of(person_of(place)).get(address(session)).context["is_full"]
            for place in (unit, None)]  # fmt: skip
    assert seen == [False, True]
