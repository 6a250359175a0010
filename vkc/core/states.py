"""Transition tables: the one place that says which event leads where."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


class Refusal(Exception):
    """A rule said no; `str()` is a sentence for the reader, in the reader's language."""

    code = "refused"

    def __init__(self, message: str | None = None, **facts: object) -> None:
        self.facts = facts
        super().__init__(message or self.default_message())

    def default_message(self) -> str:
        return _("This is not possible.")


class TransitionRefused(Refusal):
    """The event is not allowed in the present state."""

    code = "transition_refused"


@dataclass(frozen=True)
class TransitionTable:
    """(state, event) → next state; every pair that is absent is refused."""

    moves: dict[tuple[str, str], str]

    def next_state(self, state: str, event: str) -> str:
        """The state that follows, or TransitionRefused."""
        try:
            return self.moves[(state, event)]
        except KeyError:
            message = _("“%(event)s” is not possible while the state is “%(state)s”.")
            raise TransitionRefused(message % {"event": event, "state": state}) from None

    def events_from(self, state: str) -> list[str]:
        """The events that are possible in a state, in the table's order."""
        return [event for (source, event) in self.moves if source == state]

    @property
    def states(self) -> set[str]:
        return {source for source, _event in self.moves} | set(self.moves.values())

    @property
    def events(self) -> set[str]:
        return {event for _source, event in self.moves}
