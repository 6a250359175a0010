"""Every (state, event) pair of the tables: the allowed ones work, all others raise."""

import pytest

from courses import states
from courses.choices import EnrolmentState, NominationState, PublicState, SessionState
from courses.models import Enrolment, Nomination, StoredFile
from courses.services.moves import move_enrolment, move_nomination, move_session
from tests.factories.courses import NOW, SessionFactory, participant
from vkc.core.states import TransitionRefused

SESSION_PAIRS = [(s, e) for s in SessionState.values for e in sorted(states.SESSION.events)]
ENROLMENT_PAIRS = [(s, e) for s in EnrolmentState.values for e in sorted(states.ENROLMENT.events)]
NOMINATION_PAIRS = [
    (s, e) for s in NominationState.values for e in sorted(states.NOMINATION.events)
]
SESSION_EVENTS = {"open", "close", "reopen", "start", "finish", "cancel", "move"}
ENDS = {"declined", "withdrawn", "cancelled", "completed", "not_completed", "no_show"}


def test_the_tables_hold_every_state_of_the_contract():
    assert states.SESSION.states == set(SessionState.values)
    assert states.ENROLMENT.states == set(EnrolmentState.values)
    assert states.SESSION.events == SESSION_EVENTS


def test_an_ended_enrolment_moves_nowhere():
    moving = {state for state in EnrolmentState.values if states.ENROLMENT.events_from(state)}
    assert moving == set(EnrolmentState.values) - ENDS
    assert set(states.OPEN_ENROLMENT) == moving


def test_every_session_state_has_a_public_word():
    assert set(SessionState.values) <= set(PublicState.values)


@pytest.mark.django_db
class TestPairs:
    def test_each_pair_of_a_session(self, subtests):
        course_session = SessionFactory(capacity=3)
        for state, event in SESSION_PAIRS:
            with subtests.test(state=state, event=event):
                session = SessionFactory(course=course_session.course, state=state, capacity=3)
                expected = states.SESSION.moves.get((state, event))
                if expected is None:
                    with pytest.raises(TransitionRefused):
                        move_session(session, event, by=None, at=NOW)
                    assert session.events.count() == 0
                else:
                    move_session(session, event, by=None, at=NOW, reason="thử")
                    session.refresh_from_db()
                    assert session.state == expected
                    recorded = session.events.get()
                    assert (recorded.from_state, recorded.to_state) == (state, expected)

    def test_each_pair_of_an_enrolment(self, subtests):
        session, person = SessionFactory(open=True), participant()
        for number, (state, event) in enumerate(ENROLMENT_PAIRS, start=1):
            with subtests.test(state=state, event=event):
                enrolment = Enrolment.objects.create(
                    session=session, person=None, agency=person.agency, state=state,
                    waiting_sequence=number, submitted_at=NOW, offered_at=NOW, offer_expires_at=NOW,
                )  # fmt: skip
                expected = states.ENROLMENT.moves.get((state, event))
                if expected is None:
                    with pytest.raises(TransitionRefused):
                        move_enrolment(enrolment, event, by=person, at=NOW)
                else:
                    move_enrolment(enrolment, event, by=person, at=NOW)
                    enrolment.refresh_from_db()
                    assert enrolment.state == expected
                    assert enrolment.events.get().to_state == expected

    def test_each_pair_of_a_nomination(self, subtests):
        session = SessionFactory(open=True)
        letter = StoredFile.objects.create(
            name="cv.pdf", media_type="application/pdf", size=1, sha256="0" * 64, uploaded_at=NOW
        )
        for state, event in NOMINATION_PAIRS:
            with subtests.test(state=state, event=event):
                nomination = Nomination.objects.create(
                    session=session, agency=participant().agency, state=state, submitted_at=NOW,
                    letter_number="12/CV", letter_on=NOW.date(), letter=letter,
                    correct_by=NOW.date(),
                )  # fmt: skip
                expected = states.NOMINATION.moves.get((state, event))
                if expected is None:
                    with pytest.raises(TransitionRefused):
                        move_nomination(nomination, event, by=None, at=NOW)
                else:
                    move_nomination(nomination, event, by=None, at=NOW)
                    nomination.refresh_from_db()
                    assert nomination.state == expected
                    assert nomination.events.get().from_state == state

    def test_the_second_of_two_movers_is_refused(self):
        first = SessionFactory(open=True)
        second = type(first).objects.get(pk=first.pk)
        move_session(first, "close", by=None, at=NOW)
        with pytest.raises(TransitionRefused):
            move_session(second, "cancel", by=None, at=NOW)
        assert first.events.count() == 1
