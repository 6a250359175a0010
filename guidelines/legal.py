"""Legal status on a day, from dates, effects and sourced statements alone; asks no database.

The same rules stand in SQL in `querysets.status_expression`; a test holds the two together.
`timeline` cuts time where something changes and asks the very same rules of each piece.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from guidelines.choices import ENDING_VERBS, LegalStatus, Verb


class Basis:
    """Why a ruling says what it says."""

    EXPIRY_DATE = "expiry_date"
    EFFECT = "effect"
    NOT_REACHED = "not_reached"
    STATED = "stated"
    DATES = "dates"
    UNVERIFIED = "unverified"
    NOTHING = "nothing"
    # Of a provision: a part of the document has changed, and no source says which.
    UNLOCATED = "unlocated"


class Incoming(Protocol):
    """What the rules need to know of an effect on the document."""

    verb: str
    is_partial: bool
    ends_on: date | None

    @property
    def starts_on(self) -> date | None: ...

    @property
    def counts(self) -> bool: ...


@dataclass(frozen=True)
class Ruling:
    """A status with its ground: the day it rests on and the effect, if one decided."""

    status: LegalStatus
    basis: str
    day: date | None = None
    effect: Any = None


@dataclass(frozen=True)
class Span:
    """One status from a day (included) until a day (not included); None is without bound.

    `ruling` is that of the first day: its ground may change within the span, its status does not.
    """

    from_day: date | None
    until_day: date | None
    ruling: Ruling

    @property
    def status(self) -> LegalStatus:
        return self.ruling.status


def acting_on(effects: Iterable[Incoming], on: date) -> list[Incoming]:
    """The effects that hold on that day, latest first."""
    held = [
        effect
        for effect in effects
        if effect.counts
        and effect.starts_on is not None
        and effect.starts_on <= on
        and (effect.ends_on is None or effect.ends_on > on)
    ]
    return sorted(held, key=lambda effect: effect.starts_on, reverse=True)


def is_ending(effect: Incoming) -> bool:
    return effect.verb in ENDING_VERBS and not effect.is_partial


def is_suspending(effect: Incoming) -> bool:
    return effect.verb == Verb.SUSPENDS and not effect.is_partial


def is_partial(effect: Incoming) -> bool:
    """It changes, ends or suspends a part: the document then holds partly."""
    touches = (*ENDING_VERBS, Verb.SUSPENDS)
    return effect.verb == Verb.AMENDS or (effect.verb in touches and effect.is_partial)


def legal_status(document: Any, *, on: date) -> LegalStatus:
    """The status a reader may rely on that day; unknown where nothing tells."""
    return legal_ruling(document, on=on).status


def legal_ruling(document: Any, *, on: date) -> Ruling:
    """The status with its ground. A text that guides another does not expire with it."""
    if document.expires_on and document.expires_on <= on:
        return Ruling(LegalStatus.EXPIRED, Basis.EXPIRY_DATE, document.expires_on)
    held = acting_on(document.incoming_effects.all(), on)
    return (
        _by_effect(held, is_ending, LegalStatus.EXPIRED)
        or _not_reached(document, on)
        or _by_effect(held, is_suspending, LegalStatus.SUSPENDED)
        or _stated(document, on, LegalStatus.EXPIRED, LegalStatus.SUSPENDED)
        or _by_effect(held, is_partial, LegalStatus.PARTLY)
        or ruling_apart_from_effects(document, on)
    )


def ruling_apart_from_effects(document: Any, on: date) -> Ruling:
    """What holds for a part that no effect touches, in a document that holds at least partly."""
    return (
        _stated(document, on, LegalStatus.PARTLY)
        or _by_dates(document, on)
        or _stated(document, on, LegalStatus.IN_FORCE)
        or Ruling(LegalStatus.UNKNOWN, Basis.NOTHING)
    )


def timeline(document: Any) -> list[Span]:
    """The status through all time: spans without gap or overlap, neighbours differing in status."""
    spans: list[Span] = []
    for first in [None, *cut_days(document)]:
        ruling = legal_ruling(document, on=first or date.min)
        if not spans:
            spans.append(Span(None, None, ruling))
        elif spans[-1].status != ruling.status:
            spans[-1] = replace(spans[-1], until_day=first)
            spans.append(Span(first, None, ruling))
    return spans


def cut_days(document: Any) -> list[date]:
    """The days on which a rule may answer otherwise than the day before."""
    names = ("issued_on", "effective_on", "expires_on", "stated_on", "unverified_from")
    days = {getattr(document, name) for name in names}
    for effect in document.incoming_effects.all():
        if effect.counts:
            days |= {effect.starts_on, effect.ends_on}
    return sorted(days - {None})


def _by_effect(held: list[Incoming], wanted: Any, status: LegalStatus) -> Ruling | None:
    for effect in held:
        if wanted(effect):
            return Ruling(status, Basis.EFFECT, effect.starts_on, effect)
    return None


def _not_reached(document: Any, on: date) -> Ruling | None:
    first = document.effective_on or document.issued_on
    if first and on < first:
        return Ruling(LegalStatus.NOT_YET, Basis.NOT_REACHED, first)
    return None


def _stated(document: Any, on: date, *wanted: LegalStatus) -> Ruling | None:
    """A statement speaks of its own day and those after it, never of those before."""
    if document.stated_status in wanted and document.stated_on and document.stated_on <= on:
        return Ruling(LegalStatus(document.stated_status), Basis.STATED, document.stated_on)
    return None


def _by_dates(document: Any, on: date) -> Ruling | None:
    if not document.effective_on:
        return None
    doubt = document.unverified_from
    if doubt and doubt <= on:
        stated = _stated(document, on, LegalStatus.IN_FORCE)
        if stated and stated.day and stated.day >= doubt:
            return stated
        return Ruling(LegalStatus.UNKNOWN, Basis.UNVERIFIED, doubt)
    return Ruling(LegalStatus.IN_FORCE, Basis.DATES, document.effective_on)
