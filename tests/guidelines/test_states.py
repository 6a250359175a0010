"""Every (state, event) pair: the allowed ones work, all others raise."""

import pytest
from django.utils import timezone

from guidelines import services
from guidelines.choices import DocumentState
from guidelines.models import Document
from guidelines.states import TRANSITIONS
from tests.factories.guidelines import DocumentFactory
from vkc.core.states import TransitionRefused

pytestmark = pytest.mark.django_db

VERBS = {
    "submit": lambda d: services.submit_document(document=d, by=None, at=timezone.now()),
    "return": lambda d: services.return_document(document=d, by=None, at=timezone.now()),
    "schedule": lambda d: services.schedule_document(
        document=d, author=None, by=None, at=timezone.now()
    ),
    "unschedule": lambda d: services.unschedule_document(document=d, by=None, at=timezone.now()),
    "publish": lambda d: services.record_publication(
        document=d, author=None, by=None, at=timezone.now()
    ),
    "withdraw": lambda d: services.withdraw_document(
        document=d, by=None, reason="Sai số", at=timezone.now()
    ),
}


def test_every_event_of_the_table_has_a_verb_and_every_state_is_in_it():
    assert TRANSITIONS.events == set(VERBS)
    assert TRANSITIONS.states == set(DocumentState)


@pytest.mark.parametrize("state", DocumentState.values)
@pytest.mark.parametrize("event", VERBS)
def test_a_pair_of_the_table_moves_and_any_other_is_refused(state, event):
    document = DocumentFactory()
    reason = {"withdrawn_at": timezone.now(), "withdrawal_reason": "Cũ"}
    Document.objects.filter(pk=document.pk).update(
        state=state, **(reason if state == "withdrawn" else {})
    )
    expected = TRANSITIONS.moves.get((state, event))
    if expected is None:
        with pytest.raises(TransitionRefused):
            VERBS[event](document)
        assert Document.objects.get(pk=document.pk).state == state
    else:
        VERBS[event](document)
        assert Document.objects.get(pk=document.pk).state == expected
        assert document.events.get().event == event
