"""A transition table allows what it names and refuses all else."""

import pytest
from django.utils.translation import override

from vkc.core.states import Refusal, TransitionRefused, TransitionTable

LAMP = TransitionTable({("off", "press"): "on", ("on", "press"): "off", ("on", "break"): "dead"})


@pytest.mark.parametrize(
    ("state", "event", "after"), [("off", "press", "on"), ("on", "press", "off")]
)
def test_an_allowed_event_leads_on(state, event, after):
    assert LAMP.next_state(state, event) == after


@pytest.mark.parametrize(("state", "event"), [("off", "break"), ("dead", "press"), ("?", "press")])
def test_every_other_pair_is_refused_with_a_sentence_naming_both(state, event):
    with pytest.raises(TransitionRefused) as refusal:
        LAMP.next_state(state, event)
    assert event in str(refusal.value)
    assert state in str(refusal.value)
    assert refusal.value.code == "transition_refused"


def test_the_table_lists_its_states_events_and_ways_out():
    assert LAMP.states == {"off", "on", "dead"}
    assert LAMP.events == {"press", "break"}
    assert LAMP.events_from("on") == ["press", "break"]
    assert LAMP.events_from("dead") == []


def test_a_refusal_carries_its_facts():
    with override("en"):
        refusal = Refusal(seats=3)
    assert refusal.facts == {"seats": 3}
    assert str(refusal) == "This is not possible."
