"""Each pair of state and event of a message: the named ones lead on, all others are refused."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories.notifications import NOW, MessageFactory
from vkc.core.states import TransitionRefused
from vkc.notifications.choices import MESSAGE_STATES, MessageState

ALLOWED = {
    ("queued", "start"): "sending",
    ("failed", "start"): "sending",
    ("sending", "start"): "sending",
    ("sending", "succeed"): "sent",
    ("sending", "fail"): "failed",
    ("sending", "give_up"): "given_up",
    ("given_up", "retry"): "queued",
    ("sent", "bounce"): "bounced",
    ("bounced", "retry"): "queued",
}
EVENTS = ["start", "succeed", "fail", "give_up", "retry", "bounce"]


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", MessageState.values)
def test_each_pair_of_state_and_event(state, event):
    if (state, event) in ALLOWED:
        assert MESSAGE_STATES.next_state(state, event) == ALLOWED[state, event]
    else:
        with pytest.raises(TransitionRefused):
            MESSAGE_STATES.next_state(state, event)


def test_the_table_has_no_other_state_or_event():
    assert MESSAGE_STATES.states == set(MessageState.values)
    assert MESSAGE_STATES.events == set(EVENTS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        {"state": "sent", "sent_at": None},
        {"state": "queued", "sent_at": NOW},
        {"state": "bounced", "sent_at": NOW, "bounced_at": None},
        {"state": "sent", "sent_at": NOW, "bounced_at": NOW},
    ],
)
def test_the_database_refuses_a_state_that_contradicts_the_time(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(**columns)
