"""Into a session and out of it: who, when, in which order, and what they are told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from courses import exceptions, services
from courses.models import Enrolment, Session
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant, participants
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db


def enrol(session, person, **kwargs):
    return services.enrol(session=session, person=person, at=NOW, **kwargs)


def test_enrol_takes_a_seat_and_records_both_steps():
    session, person = SessionFactory(open=True), participant()
    enrolment = enrol(session, person)
    session.refresh_from_db()
    assert (enrolment.state, session.seats_taken) == ("confirmed", 1)
    assert (enrolment.agency, enrolment.unit) == (person.agency, person.unit)
    events = [(event.event, event.to_state, event.by_id) for event in enrolment.events.all()]
    assert events == [("submit", "submitted", person.pk), ("confirm", "confirmed", person.pk)]


def test_enrol_in_a_full_session_waits_with_a_rank():
    session = SessionFactory(open=True, capacity=1)
    first, second, third = (enrol(session, person) for person in participants(3))
    assert [e.state for e in (first, second, third)] == ["confirmed", "waiting", "waiting"]
    assert [e.waiting_rank() for e in (first, second, third)] == [None, 1, 2]


def test_enrol_costs_at_most_twelve_statements(django_assert_max_num_queries):
    session, person = SessionFactory(open=True), participant()
    person = type(person).objects.get(pk=person.pk)
    session = Session.objects.select_related("course").get(pk=session.pk)
    with django_assert_max_num_queries(20) as captured:
        enrol(session, person, key=uuid4())
    work = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(work) <= 12, work


def test_the_same_key_gives_the_first_answer():
    session, person, key = SessionFactory(open=True), participant(), uuid4()
    first = enrol(session, person, key=key)
    assert enrol(session, person, key=key) == first
    session.refresh_from_db()
    assert session.seats_taken == 1


def test_the_key_of_another_is_refused():
    session, key = SessionFactory(open=True), uuid4()
    enrol(session, participant(), key=key)
    with pytest.raises(exceptions.KeyOfAnother):
        enrol(session, participant(), key=key)


def test_enrolling_twice_is_refused():
    session, person = SessionFactory(open=True), participant()
    enrol(session, person, key=uuid4())
    with pytest.raises(exceptions.AlreadyEnrolled):
        enrol(session, person, key=uuid4())


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"state": "planned"}, exceptions.RegistrationNotYetOpen),
        ({"opens_at": NOW + timedelta(hours=1)}, exceptions.RegistrationNotYetOpen),
        ({"closes_at": NOW}, exceptions.RegistrationClosed),
        ({"state": "closed"}, exceptions.RegistrationClosed),
        ({"state": "running"}, exceptions.RegistrationClosed),
        ({"state": "finished"}, exceptions.RegistrationClosed),
        ({"state": "moved"}, exceptions.RegistrationClosed),
        ({"state": "cancelled"}, exceptions.SessionCancelled),
    ],
)
def test_enrol_is_refused_outside_the_window(changes, refusal):
    session = SessionFactory(open=True, **changes)
    with pytest.raises(refusal) as caught:
        enrol(session, participant())
    assert str(caught.value)
    assert not session.enrolments.exists()


def test_a_session_closed_meanwhile_refuses_though_the_copy_says_open():
    stale = SessionFactory(open=True)
    services.close_session(session=Session.objects.get(pk=stale.pk), by=None, at=NOW)
    assert stale.state == "open"
    with pytest.raises(exceptions.RegistrationClosed):
        enrol(stale, participant())


@pytest.mark.parametrize(
    ("person", "refusal"),
    [
        ({"official": True, "pending": True}, exceptions.AccountNotApproved),
        ({"official": True, "agency": None}, exceptions.NoAgency),
        ({"editor": True}, exceptions.NotEligible),
        ({"official": True, "is_active": False}, exceptions.NotEligible),
    ],
)
def test_enrol_is_refused_to_accounts_without_the_right(person, refusal):
    session = SessionFactory(open=True)
    with pytest.raises(refusal):
        enrol(session, UserFactory(**person))
    session.refresh_from_db()
    assert session.seats_taken == 0


def test_withdrawing_offers_the_seat_to_the_first_in_line():
    session = SessionFactory(open=True, capacity=1)
    seated, first, second = (enrol(session, person) for person in participants(3))
    services.withdraw(enrolment=seated, by=seated.person, at=NOW, reason="bận việc")
    for row in (seated, first, second, session):
        row.refresh_from_db()
    assert [seated.state, first.state, second.state] == ["withdrawn", "offered", "waiting"]
    assert (session.seats_taken, second.waiting_rank()) == (1, 1)
    assert first.events.last().event == "offer"


def test_leaving_the_line_frees_no_seat_and_moves_the_others_up():
    session = SessionFactory(open=True, capacity=1)
    seated, first, second = (enrol(session, person) for person in participants(3))
    services.withdraw(enrolment=first, by=first.person, at=NOW)
    session.refresh_from_db()
    assert (session.seats_taken, second.waiting_rank()) == (1, 1)
    seated.refresh_from_db()
    assert seated.state == "confirmed"


def test_who_withdrew_may_enrol_again_at_the_end_of_the_line():
    session = SessionFactory(open=True, capacity=1)
    seated, waiting = (enrol(session, person) for person in participants(2))
    services.withdraw(enrolment=seated, by=seated.person, at=NOW)
    again = enrol(session, seated.person)
    waiting.refresh_from_db()
    assert (waiting.state, again.state, again.waiting_rank()) == ("offered", "waiting", 1)


def test_withdrawing_for_somebody_else_is_forbidden_but_not_to_the_registrar():
    enrolment = enrol(SessionFactory(open=True), participant())
    with pytest.raises(PermissionDenied):
        services.withdraw(enrolment=enrolment, by=participant(), at=NOW)
    services.withdraw(enrolment=enrolment, by=UserFactory(registrar=True), at=NOW)
    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"


def test_withdrawing_twice_and_after_the_start_is_refused():
    enrolment = enrol(SessionFactory(open=True), participant())
    session = enrolment.session
    services.close_session(session=session, by=None, at=NOW)
    services.start_session(session=session, by=None, at=NOW)
    with pytest.raises(exceptions.SessionStarted):
        services.withdraw(enrolment=enrolment, by=enrolment.person, at=NOW)
    other = enrol(SessionFactory(open=True), participant())
    services.withdraw(enrolment=other, by=other.person, at=NOW)
    with pytest.raises(exceptions.EnrolmentNotOpen):
        services.withdraw(enrolment=other, by=other.person, at=NOW)


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_each_answer_is_mailed_in_the_language_of_the_person(language):
    session = SessionFactory(open=True, capacity=1)
    people = [participant(language=language) for _ in range(2)]
    seated, waiting = (enrol(session, person) for person in people)
    services.withdraw(enrolment=seated, by=seated.person, at=NOW)
    sent = {message.event: message for message in Message.objects.all()}
    assert set(sent) == {
        "courses.enrolment_confirmed",
        "courses.enrolment_waiting",
        "courses.enrolment_withdrawn",
        "courses.seat_offered",
    }
    for message in sent.values():
        assert message.language == language
        assert session.course.in_language("title", language).text in message.subject
        assert f"/{language}/courses/sessions/{session.pk}/" in message.body
    assert f"sessions/{session.pk}/withdraw/" in sent["courses.enrolment_confirmed"].body
    assert waiting.person.email == sent["courses.seat_offered"].recipient


def test_erasing_a_person_frees_what_is_ahead_and_keeps_the_past_unnamed():
    person = participant()
    ahead = SessionFactory(open=True, capacity=1)
    enrol(ahead, person)
    next_in_line = enrol(ahead, participant())
    past = SessionFactory(finished=True, capacity=1, seats_taken=1)
    kept = Enrolment.objects.create(
        session=past, person=person, agency=person.agency, pool=past.pools.get(),
        state="completed", submitted_at=NOW,
    )  # fmt: skip
    services.erase_person(person=person, at=NOW)
    assert not Enrolment.objects.filter(person=person).exists()
    next_in_line.refresh_from_db()
    kept.refresh_from_db()
    assert (next_in_line.state, kept.state) == ("offered", "completed")
    assert services.recount_seats() == []
