"""The answer to whoever enrolled, in plain words: a seat or a number, and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.choices import EnrolmentState
from courses.models import Enrolment, Session
from courses.states import BEFORE_THE_START


@dataclass(frozen=True)
class Answer:
    """One heading, then sentences in reading order; `can_withdraw` shows the way out."""

    heading: str
    sentences: list[str]
    is_confirmed: bool
    is_waiting: bool
    can_withdraw: bool


def answer_to(enrolment: Enrolment, *, at: datetime) -> Answer:
    """The state of now, also where the form was sent before."""
    is_confirmed = enrolment.state == EnrolmentState.CONFIRMED
    rank, own = enrolment.entry_ranks
    if is_confirmed:
        heading, sentences = _("Your seat is confirmed"), _seated(enrolment)
    elif rank:
        heading = rank_in_words(enrolment, rank, own)
        sentences = _waiting(enrolment, at)
    else:
        heading = str(enrolment.get_state_display())
        facts = {"title": enrolment.session.course.title}
        changed = _("This form was sent before; your enrolment in “%(title)s” has changed since.")
        sentences = [changed % facts]
    may_leave = enrolment.is_open and enrolment.session.state in BEFORE_THE_START
    return Answer(heading, sentences, is_confirmed, bool(rank), may_leave)


def rank_in_words(enrolment: Enrolment, rank: int, own: int | None) -> str:
    """“You are number 7 in the waiting list, number 2 of Đà Nẵng”."""
    facts: dict[str, Any] = {"rank": rank, "own": own, "unit": enrolment.unit}
    if own is None:
        return _("You are number %(rank)s in the waiting list") % facts
    return _("You are number %(rank)s in the waiting list, number %(own)s of %(unit)s") % facts


def _seated(enrolment: Enrolment) -> list[str]:
    session = enrolment.session
    facts = {"title": session.course.title, "when": session.when}
    seat = (
        _("You have a seat in “%(title)s”, %(when)s.")
        if session.when
        else _("You have a seat in “%(title)s”. The days are still to be announced.")
    )
    return [
        seat % facts,
        _("What comes next: before the first day you get a reminder with place and hours."),
        withdraw_until(session),
    ]


def withdraw_until(session: Session) -> str:
    """Until when a seat may be given back."""
    if session.starts_on is None:
        return _("You may withdraw until the session begins; the next in line gets the seat.")
    facts = {"day": date_format(session.starts_on, "SHORT_DATE_FORMAT")}
    return _("You may withdraw before %(day)s; the next in line then gets the seat.") % facts


def _waiting(enrolment: Enrolment, at: datetime) -> list[str]:
    session = enrolment.session
    hours = {"hours": session.offer_hours}
    sentences = [
        _("No seat of “%(title)s” is free for you now.") % {"title": session.course.title},
        _(
            "What comes next: a seat that comes free is offered to the first in line whom it may"
            " go to; a seat kept for a province goes to the first of that province."
        ),
        ngettext(
            "The offer comes by mail and stands for %(hours)s working hour; then it goes to the"
            " next.",
            "The offer comes by mail and stands for %(hours)s working hours; then it goes to the"
            " next.",
            session.offer_hours,
        )
        % hours,
    ]
    if falls_ahead(session, at=at):
        facts = {"day": date_format(session.quotas_fall_on, "SHORT_DATE_FORMAT")}
        fall = _(
            "On %(day)s the seats that provinces have not used go to everyone in line, in order."
        )
        sentences.append(fall % facts)
    return sentences


def falls_ahead(session: Session, *, at: datetime) -> bool:
    """Whether provincial seats are still to be released, on a day that is set."""
    return bool(
        session.quotas_fall_on
        and session.quotas_fell_at is None
        and timezone.localdate(at) < session.quotas_fall_on
    )
