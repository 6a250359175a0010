"""Reminders go to who needs them, once, and never to who stepped back."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from courses import services
from courses.choices import NominationState
from courses.models import Lesson, Nomination
from courses.services.reminders import send_reminders
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.courses_waiting import line_up, people_of
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
NONE = {"start": 0, "letter": 0, "letter_overdue": 0, "unfinished": 0, "survey": 0}


def mails(event):
    return list(
        Message.objects.filter(event=f"courses.{event}").values_list("recipient", flat=True)
    )


@pytest.mark.parametrize("ahead", [7, 1])
def test_who_has_a_seat_is_reminded_once_before_the_start(ahead):
    session = SessionFactory(open=True, capacity=2, starts_on=TODAY + timedelta(days=ahead))
    kept, left, _waits = line_up(session, people_of(None, 3))
    services.withdraw(enrolment=left, by=left.person, at=NOW)
    assert send_reminders(at=NOW)["start"] == 1
    assert send_reminders(at=NOW)["start"] == 0
    assert mails("reminder_start") == [kept.person.email]


def test_nobody_is_reminded_of_a_cancelled_session_or_on_other_days():
    for state, ahead in [("cancelled", 7), ("open", 5), ("open", 8)]:
        session = SessionFactory(open=True, starts_on=TODAY + timedelta(days=ahead))
        line_up(session, [participant()])
        if state == "cancelled":
            registrar = UserFactory(registrar=True)
            services.cancel_session(session=session, by=registrar, at=NOW, reason="Bão")
    assert send_reminders(at=NOW)["start"] == 0


def test_a_day_missed_is_made_up_for_but_not_on_the_first_day_itself():
    week = SessionFactory(open=True, starts_on=TODAY + timedelta(days=6))
    today = SessionFactory(open=True, starts_on=TODAY)
    for session in (week, today):
        line_up(session, [participant()])
    assert send_reminders(at=NOW)["start"] == 1


def test_the_coordinator_is_reminded_of_a_letter_that_is_missing():
    coordinator = UserFactory(coordinator=True)
    for due, state in [(3, "submitted"), (9, "submitted"), (3, "withdrawn")]:
        Nomination.objects.create(
            session=SessionFactory(open=True),
            agency=coordinator.agency,
            state=NominationState(state),
            submitted_at=NOW,
            made_by=coordinator,
            letter_due_on=TODAY + timedelta(days=due),
        )
    assert [send_reminders(at=NOW)["letter"] for _ in range(2)] == [1, 0]
    assert mails("reminder_letter") == [coordinator.email]


def test_open_lessons_and_the_survey_are_reminded_of_and_without_lessons_nothing_is():
    began = {"open": True, "starts_on": TODAY - timedelta(days=2)}
    ends_soon = SessionFactory(**began, ends_on=TODAY + timedelta(days=3))
    over = SessionFactory(**began, ends_on=TODAY - timedelta(days=1))
    bare = SessionFactory(**began, ends_on=TODAY + timedelta(days=3))
    rows = [line_up(session, [participant()])[0] for session in (ends_soon, over, bare)]
    for session in (ends_soon, over, bare):
        services.close_session(session=session, by=None, at=NOW)
        services.start_session(session=session, by=None, at=NOW)
    for session, kind in [(ends_soon, "text"), (over, "survey")]:
        Lesson.objects.create(
            course=session.course, kind=kind, order=1, title_vi="Bài", is_published=True
        )
    counts = send_reminders(at=NOW)
    assert (counts["unfinished"], counts["survey"]) == (1, 1)
    assert mails("reminder_lessons") == [rows[0].person.email]
    assert mails("reminder_survey") == [rows[1].person.email]


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_a_reminder_speaks_the_language_of_the_person(language):
    session = SessionFactory(open=True, starts_on=TODAY + timedelta(days=7))
    line_up(session, [participant(language=language)])
    send_reminders(at=NOW)
    mail = Message.objects.get(event="courses.reminder_start")
    assert mail.language == language
    assert session.course.in_language("title", language).text in mail.subject
    assert f"/{language}/courses/sessions/{session.pk}/" in mail.body


@pytest.mark.parametrize(
    ("command", "key", "answer"),
    [
        ("expire_offers", "offers", 0),
        ("send_reminders", "reminders", NONE),
    ],
)
def test_the_jobs_of_the_scheduler_run_by_hand(command, key, answer, capsys):
    call_command(command, json=True)
    assert json.loads(capsys.readouterr().out) == {key: answer}
    call_command(command)
    assert key in capsys.readouterr().out
