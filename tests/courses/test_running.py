"""The life of a session, what the clock does to it, and the audit of its seats."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from courses import exceptions, services
from courses.models import Session
from courses.tasks import check_deadlines_task
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant, participants
from vkc.core.states import TransitionRefused
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar():
    return UserFactory(registrar=True)


def test_a_session_runs_from_planned_to_finished(registrar):
    session = SessionFactory(capacity=3)
    for act in (
        services.open_session,
        services.close_session,
        services.reopen_session,
        services.close_session,
        services.start_session,
        services.finish_session,
    ):
        act(session=session, by=registrar, at=NOW)
    session.refresh_from_db()
    assert session.state == "finished"
    names = [event.event for event in session.events.all()]
    assert names == ["open", "close", "reopen", "close", "start", "finish"]
    assert {event.by_id for event in session.events.all()} == {registrar.pk}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"capacity": None}, exceptions.CapacityMissing),
        ({"capacity": 3, "closes_at": NOW}, exceptions.RegistrationWindowPassed),
        ({"capacity": 3, "course__live": False}, exceptions.CourseNotPublished),
        ({"capacity": 3, "state": "cancelled"}, TransitionRefused),
    ],
)
def test_opening_is_refused_with_a_sentence(registrar, changes, refusal):
    session = SessionFactory(**changes)
    with pytest.raises(refusal) as caught:
        services.open_session(session=session, by=registrar, at=NOW)
    assert str(caught.value)
    assert not session.events.exists()


@pytest.mark.parametrize("role", ["official", "coordinator", "editor", "verifier", "partner"])
def test_only_who_manages_sessions_may_move_them(role):
    session = SessionFactory(open=True)
    with pytest.raises(PermissionDenied):
        services.close_session(session=session, by=UserFactory(**{role: True}), at=NOW)


def test_cancelling_ends_every_enrolment_and_tells_each_person_why(registrar):
    session = SessionFactory(open=True, capacity=1)
    people = participants(2)
    for person in people:
        services.enrol(session=session, person=person, at=NOW)
    told = services.cancel_session(session=session, by=registrar, at=NOW, reason="Bão số 5")
    session.refresh_from_db()
    assert (told, session.state, session.seats_taken) == (2, "cancelled", 0)
    assert set(session.enrolments.values_list("state", flat=True)) == {"cancelled"}
    mails = Message.objects.filter(event="courses.session_cancelled")
    assert {mail.recipient for mail in mails} == {person.email for person in people}
    assert all("Bão số 5" in mail.body for mail in mails)


def test_cancelling_without_a_reason_is_refused(registrar):
    session = SessionFactory(open=True)
    with pytest.raises(exceptions.ReasonMissing):
        services.cancel_session(session=session, by=registrar, at=NOW, reason="  ")


def test_added_seats_are_offered_to_those_who_wait_in_order(registrar):
    session = SessionFactory(open=True, capacity=1)
    rows = [services.enrol(session=session, person=p, at=NOW) for p in participants(4)]
    edited = Session.objects.get(pk=session.pk)
    edited.capacity = 3
    services.save_session(session=edited, by=registrar, at=NOW)
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["confirmed", "offered", "offered", "waiting"]
    session.refresh_from_db()
    assert session.seats_taken == 3


def test_check_deadlines_closes_starts_and_finishes_and_does_nothing_twice():
    SessionFactory(open=True, closes_at=NOW - timedelta(minutes=1))
    SessionFactory(open=True, closes_at=None, starts_on=NOW.date())
    SessionFactory(state="running", starts_on=(NOW - timedelta(days=3)).date())
    untouched = SessionFactory(open=True)
    assert services.check_deadlines(at=NOW) == {
        "closed": 2,
        "started": 1,
        "finished": 1,
        "quotas_released": 0,
    }
    assert services.check_deadlines(at=NOW) == {
        "closed": 0,
        "started": 0,
        "finished": 0,
        "quotas_released": 0,
    }
    untouched.refresh_from_db()
    assert untouched.state == "open"


def test_the_task_and_the_command_do_the_same_work(capsys):
    assert check_deadlines_task() == {
        "closed": 0,
        "started": 0,
        "finished": 0,
        "quotas_released": 0,
    }
    call_command("check_deadlines", json=True)
    assert json.loads(capsys.readouterr().out) == {
        "sessions": {"closed": 0, "started": 0, "finished": 0, "quotas_released": 0}
    }


def test_recount_reports_drift_and_puts_it_right_only_when_asked(capsys):
    session = SessionFactory(open=True)
    services.enrol(session=session, person=participant(), at=NOW)
    call_command("recount_seats", json=True)
    assert json.loads(capsys.readouterr().out)["drifts"] == []
    Session.objects.filter(pk=session.pk).update(seats_taken=4)
    with pytest.raises(CommandError):
        call_command("recount_seats")
    call_command("recount_seats", json=True, fix=True)
    drift = json.loads(capsys.readouterr().out.splitlines()[-1])["drifts"][0]
    assert (drift["seats_taken"], drift["counted"], drift["is_fixed"]) == (4, 1, True)
    session.refresh_from_db()
    assert session.seats_taken == 1
