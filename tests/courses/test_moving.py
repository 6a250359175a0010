"""A session moves to other days: everyone goes along with seat, rank and letter."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from courses import exceptions, services
from courses.choices import NominationState
from courses.exceptions.waiting import DatesBehind, SameDates
from courses.models import Enrolment, Material, Meeting, Nomination, Nominee
from courses.services import fairness
from courses.services.moving import move_session
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.courses_waiting import give_quota, line_up, people_of, unit
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar():
    return UserFactory(registrar=True)


def move(session, by, days=14, **more):
    first = session.starts_on + timedelta(days=days)
    return move_session(
        session=session, **{"starts_on": first, "by": by, "at": NOW, "reason": "Bão số 5", **more}
    )


def test_seats_pools_ranks_offers_and_letters_go_along(registrar):
    session = SessionFactory(open=True, capacity=3)
    here = unit()
    give_quota(session, here, 1)
    rows = line_up(session, people_of(here, 2) + people_of(None, 4))
    services.withdraw(enrolment=rows[1], by=rows[1].person, at=NOW)
    letter = Nomination.objects.create(
        session=session, agency=rows[0].agency, state=NominationState.SUBMITTED, submitted_at=NOW
    )
    Enrolment.objects.filter(pk=rows[0].pk).update(nomination=letter)
    nominee = Nominee.objects.create(
        nomination=letter, rank=1, full_name="A", email="a@x.test", enrolment=rows[0]
    )
    before = before_and_after(session)
    new = move(session, registrar)
    session.refresh_from_db()
    assert (session.state, session.moved_to, session.seats_taken) == ("moved", new, 0)
    assert set(session.enrolments.values_list("state", flat=True)) == {"cancelled", "withdrawn"}
    assert before_and_after(new) == before
    assert [state for _p, state, _s, _u in before].count("offered") == 1
    assert new.closes_at == session.closes_at + timedelta(days=14)
    letter.refresh_from_db()
    nominee.refresh_from_db()
    assert letter.session == new
    assert nominee.enrolment.replaces_id == rows[0].pk
    assert nominee.enrolment.nomination_id == letter.pk
    assert services.recount_seats() == []
    assert fairness.check_session(new, at=NOW) == []


def before_and_after(session):
    """Who holds or waits for what, without keys."""
    rows = session.enrolments.open().order_by("person")
    return [(r.person_id, r.state, r.waiting_sequence, r.pool and r.pool.unit_id) for r in rows]


def test_everyone_is_told_once_with_the_reason_and_their_rank(registrar):
    session = SessionFactory(open=True, capacity=1)
    rows = line_up(session, people_of(None, 2))
    move(session, registrar)
    mails = Message.objects.filter(event="courses.session_moved")
    assert {mail.recipient for mail in mails} == {row.person.email for row in rows}
    assert all("Bão số 5" in mail.body for mail in mails)


@pytest.mark.parametrize("shifts", [True, False])
def test_meetings_are_shifted_or_left_out_as_staff_chose_and_materials_come_along(
    registrar, shifts
):
    session = SessionFactory(open=True)
    begins = NOW + timedelta(days=30)
    meeting = Meeting.objects.create(
        session=session, starts_at=begins, ends_at=begins + timedelta(hours=3)
    )
    put_up = {"title": "Tài liệu", "link": "https://vkc.test/tl", "added_at": NOW}
    material = Material.objects.create(session=session, meeting=meeting, **put_up)
    new = move(session, registrar, shifts_meetings=shifts)
    material.refresh_from_db()
    assert (material.session, material.meeting) == (new, new.meetings.first())
    found = list(new.meetings.values_list("starts_at", flat=True))
    assert found == ([begins + timedelta(days=14)] if shifts else [])


def test_the_new_session_takes_enrolments_behind_those_who_came_along(registrar):
    session = SessionFactory(open=True, capacity=1)
    line_up(session, people_of(None, 2))
    new = move(session, registrar)
    late = services.enrol(session=new, person=participant(), at=NOW, key=uuid4())
    assert late.waiting_rank() == 2
    services.close_session(session=new, by=None, at=NOW)


def test_moving_is_refused_with_a_sentence(registrar):
    session = SessionFactory(open=True)
    with pytest.raises(SameDates):
        move(session, registrar, days=0)
    with pytest.raises(DatesBehind):
        move(session, registrar, days=-60)
    with pytest.raises(exceptions.ReasonMissing):
        move(session, registrar, reason=" ")
    with pytest.raises(PermissionDenied):
        move(session, participant())
    with pytest.raises(exceptions.SessionStarted):
        move(SessionFactory(state="running", capacity=2), registrar)
    assert not Message.objects.exists()
