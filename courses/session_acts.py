"""What the registrar can do to a session, as the back office offers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses import services, states
from courses.models import Session
from courses.services import moving


@dataclass(frozen=True)
class Act:
    """One verb: the event of the transition table, its words, its service."""

    verb: str
    label: Any
    follows: Any
    service: Callable[..., Any]
    icon: str
    priority: int
    needs_reason: bool = False
    takes_reason: bool = True
    is_final: bool = False


ACTS = {
    act.verb: act
    for act in (
        Act(
            "open",
            _("Open enrolment"),
            _("Officials can enrol from the opening time until the closing time. Followers of the"
              " course's topics get one mail."),
            services.open_session,
            "check",
            30,
            takes_reason=False,
        ),
        Act(
            "close",
            _("Close enrolment"),
            _("Nobody else can enrol. Those on the waiting list may still be offered a seat"
              " until the session begins."),
            services.close_session,
            "lock",
            31,
        ),
        Act(
            "reopen",
            _("Reopen enrolment"),
            _("Officials can enrol again until the closing time."),
            services.reopen_session,
            "lock-open",
            32,
        ),
        Act(
            "start",
            _("Start the session"),
            _("Nobody can withdraw any more, and the waiting list ends; those who wait are told."),
            services.start_session,
            "media",
            33,
        ),
        Act(
            "finish",
            _("Finish the session"),
            _("The session is listed among the past ones."),
            services.finish_session,
            "success",
            34,
        ),
        # Its own page asks for the new days: `back_office.waiting.MoveView`.
        Act(
            "move",
            _("Move to another date"),
            _("Everyone keeps seat and rank on the new days and gets a mail. This cannot be"
              " undone."),
            moving.move_session,
            "calendar-check",
            39,
            needs_reason=True,
            is_final=True,
        ),
        Act(
            "cancel",
            _("Cancel the session"),
            _("All enrolments end and everyone enrolled or waiting gets a mail with the reason."
              " This cannot be undone."),
            services.cancel_session,
            "cross",
            40,
            needs_reason=True,
            is_final=True,
        ),
    )
}  # fmt: skip


def acts_of(session: Session) -> list[Act]:
    """The acts that the transition table allows in the present state."""
    return [ACTS[event] for event in states.SESSION.events_from(session.state) if event in ACTS]
