"""Courses and sessions in the open API: one word for the state, no person, no link of a meeting."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from courses.choices import PublicState
from courses.models import Meeting, Session
from tests.factories.courses import CourseFactory, SessionFactory, participant
from tests.factories.places import UnitFactory

pytestmark = pytest.mark.django_db


def open_now(**columns):
    now = timezone.now()
    return SessionFactory(
        open=True, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9), **columns
    )


def test_a_session_tells_the_same_word_as_its_page(client):
    full = open_now(capacity=1)
    Session.objects.filter(pk=full.pk).update(seats_taken=1)
    row = client.get(f"/api/v1/sessions/{full.pk}").json()
    assert (row["state"], row["seats"], row["seats_taken"]) == ("full", 1, 1)
    with override("vi"):
        word = str(PublicState.FULL.label)
    assert word in client.get(f"/vi/courses/sessions/{full.pk}/").content.decode()


def test_states_filter_by_the_public_word(client):
    shown, hidden = open_now(), SessionFactory(finished=True)
    found = client.get("/api/v1/sessions?state=open").json()["results"]
    assert [row["id"] for row in found] == [shown.pk] != [hidden.pk]
    assert client.get("/api/v1/sessions?state=nothing").status_code == 400


def test_unknown_seats_are_null_and_the_link_of_a_meeting_stays_away(client):
    past = SessionFactory(finished=True)
    begins = timezone.now()
    Meeting.objects.create(
        session=past, starts_at=begins, ends_at=begins + timedelta(hours=1),
        link="https://hop.example/1",
    )  # fmt: skip
    answer = client.get(f"/api/v1/sessions/{past.pk}")
    assert answer.json()["seats_taken"] is None
    assert "hop.example" not in answer.content.decode()


def test_quotas_of_provinces_are_told_and_an_unpublished_course_is_not(client):
    session, unit = open_now(capacity=5), UnitFactory()
    session.pools.create(unit=unit, quota=2, taken=1)
    hidden = open_now(course=CourseFactory(live=False))
    row = client.get(f"/api/v1/sessions/{session.pk}").json()
    assert row["quotas"] == [{"scheme": unit.scheme, "unit": unit.code, "seats": 2, "taken": 1}]
    assert client.get(f"/api/v1/sessions/{hidden.pk}").status_code == 404
    ids = [found["id"] for found in client.get("/api/v1/courses").json()["results"]]
    assert hidden.course_id not in ids


def test_no_name_of_a_person_leaves_by_the_api(client):
    person = participant(full_name="Trần Thị Không Công Khai")
    session = open_now()
    session.teachers.add(person)
    for path in ("sessions", f"sessions/{session.pk}", "courses"):
        assert "Không Công Khai" not in client.get(f"/api/v1/{path}").content.decode()


def test_the_list_costs_the_same_for_one_and_for_ten_sessions(client, django_assert_num_queries):
    open_now(unit=UnitFactory())
    client.get("/api/v1/sessions")
    with django_assert_num_queries(3):
        client.get("/api/v1/sessions")
    for _number in range(9):
        open_now(unit=UnitFactory())
    with django_assert_num_queries(3):
        client.get("/api/v1/sessions")


def test_the_catalogue_searches_without_marks_and_filters_by_province(client):
    unit = UnitFactory()
    there = open_now(course=CourseFactory(title_vi="Quản trị dữ liệu đô thị"), unit=unit)
    other = open_now(course=CourseFactory(title_vi="Quy hoạch không gian ngầm"))
    for query in ("q=du lieu do thi", f"unit={unit.scheme}:{unit.code}"):
        page = client.get(f"/vi/courses/?{query}").content.decode()
        assert there.course.title_vi in page
        assert other.course.title_vi not in page
