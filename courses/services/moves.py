"""Change a state and write its event, together; nothing else in the project does either."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses import states
from courses.choices import EnrolmentState, NominationState, SessionState
from courses.models import (
    Enrolment,
    EnrolmentEvent,
    Nomination,
    NominationEvent,
    Session,
    SessionEvent,
)
from vkc.core.states import TransitionRefused, TransitionTable


def move_session(
    session: Session, event: str, *, by: Any, at: datetime, reason: str = "", **columns: Any
) -> None:
    """Take a session along its table; `columns` are written in the same UPDATE."""
    new = _next(states.SESSION, SessionState, session.state, event)
    old = _write(Session, session, new, columns)
    SessionEvent.objects.create(
        subject=session, event=event, from_state=old, to_state=new, at=at, by=by, reason=reason
    )


def move_enrolment(
    enrolment: Enrolment, event: str, *, by: Any, at: datetime, reason: str = "", **columns: Any
) -> EnrolmentEvent:
    """Take an enrolment along its table; returns the event. Counters are the caller's business.

    `columns` are written in the same UPDATE; a state without a seat leaves the pool.
    """
    new = _next(states.ENROLMENT, EnrolmentState, enrolment.state, event)
    if new not in states.HOLDS_A_SEAT:
        columns["pool"] = None
    old = _write(Enrolment, enrolment, new, {**columns, "updated_at": at})
    return EnrolmentEvent.objects.create(
        subject=enrolment, event=event, from_state=old, to_state=new, at=at, by=by, reason=reason
    )


def note_enrolment(
    enrolment: Enrolment, event: str, *, by: Any, at: datetime, reason: str = "", **columns: Any
) -> None:
    """Record what happened to an enrolment without changing its state; writes `columns`.

    Refused where the state is another by now.
    """
    state = enrolment.state
    _write(Enrolment, enrolment, state, {**columns, "updated_at": at})
    EnrolmentEvent.objects.create(
        subject=enrolment, event=event, from_state=state, to_state=state, at=at, by=by,
        reason=reason,
    )  # fmt: skip


def move_nomination(
    nomination: Nomination, event: str, *, by: Any, at: datetime, reason: str = "", **columns: Any
) -> None:
    """Take a letter of nomination along its table; its people are the caller's business."""
    new = _next(states.NOMINATION, NominationState, nomination.state, event)
    old = _write(Nomination, nomination, new, {**columns, "updated_at": at})
    NominationEvent.objects.create(
        subject=nomination, event=event, from_state=old, to_state=new, at=at, by=by, reason=reason
    )


def note_nomination(
    nomination: Nomination, event: str, *, by: Any, at: datetime, reason: str = ""
) -> None:
    """Record what happened to a letter without changing its state."""
    state = nomination.state
    NominationEvent.objects.create(
        subject=nomination, event=event, from_state=state, to_state=state, at=at, by=by,
        reason=reason,
    )  # fmt: skip


def _next(table: TransitionTable, labels: Any, state: str, event: str) -> str:
    try:
        return table.next_state(state, event)
    except TransitionRefused:
        sentence = _sentence(labels(state).label)
        raise TransitionRefused(sentence, state=state, event=event) from None


def _sentence(state_label: Any) -> str:
    return _("This is not possible: the state is now “%(state)s”.") % {"state": state_label}


def _write(model: type, row: Any, new: str, columns: dict[str, Any]) -> str:
    """One conditional UPDATE: who comes second finds the state changed and is refused."""
    old = row.state
    changed = model.objects.filter(pk=row.pk, state=old).update(state=new, **columns)
    if not changed:
        row.refresh_from_db(fields=["state"])
        raise TransitionRefused(_sentence(row.get_state_display()))
    for name, value in {"state": new, **columns}.items():
        setattr(row, name, value)
    return old
