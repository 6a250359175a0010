"""Legal status on a day, from dates, effects and sourced statements alone; asks no database.

The same rules stand in SQL in `querysets.with_legal_status`; a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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


def is_partial(effect: Incoming) -> bool:
    return effect.verb == Verb.AMENDS or (effect.verb in ENDING_VERBS and effect.is_partial)


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
        or _by_effect(held, lambda e: e.verb == Verb.SUSPENDS, LegalStatus.SUSPENDED)
        or _stated(document, on, LegalStatus.EXPIRED, LegalStatus.SUSPENDED)
        or _by_effect(held, is_partial, LegalStatus.PARTLY)
        or _stated(document, on, LegalStatus.PARTLY)
        or _by_dates(document, on)
        or _stated(document, on, LegalStatus.IN_FORCE)
        or Ruling(LegalStatus.UNKNOWN, Basis.NOTHING)
    )


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
