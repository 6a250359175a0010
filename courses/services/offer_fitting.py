"""Offers already made, when the start is moved earlier: none runs past the moment offers stop."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.choices import EnrolmentState
from courses.models import Enrolment, Session
from courses.presenters import moment
from courses.services import seats
from courses.services.moves import move_enrolment, note_enrolment
from courses.services.offer_times import stop_of
from courses.services.telling import tell


@dataclass
class Fitted:
    """Offers that now end sooner, and offers taken back into the line."""

    shortened: list[Enrolment] = field(default_factory=list)
    recalled: list[Enrolment] = field(default_factory=list)


@dataclass(frozen=True)
class Why:
    """The start comes earlier, or offers stop more hours before it."""

    is_start_earlier: bool

    @property
    def sentence(self) -> str:
        if self.is_start_earlier:
            return _("the start was moved earlier")
        return _("offers stop more hours before the start")


def fit_offers(
    *,
    session: Session,
    by: Any,
    at: datetime,
    offers: Iterable[Enrolment] | None = None,
    is_start_earlier: bool = True,
) -> Fitted:
    """Let no open offer run past the moment at which offers of the session stop.

    An offer that would is shortened to that moment, however few working hours are left of it: it
    can be taken at night and on holidays, too. Where the moment has passed, the offer goes back
    into the line at the rank it came from. Each person is told, and the event says why:
    `is_start_earlier`, else staff had offers stop more hours before the start. `offers` are the
    session's open ones where the caller has them. The session is locked by the caller.
    """
    fitted, stop = Fitted(), stop_of([session])[session.pk]
    why = Why(is_start_earlier)
    if stop is None:
        return fitted
    for offer in _open_offers(session) if offers is None else list(offers):
        until = offer.offer_expires_at
        if offer.state != EnrolmentState.OFFERED or until is None or until <= stop or until <= at:
            continue
        offer.session = session
        if at < stop:
            _shorten(offer, stop, by=by, at=at, why=why)
            fitted.shortened.append(offer)
        else:
            _recall(offer, stop, by=by, at=at, why=why)
            fitted.recalled.append(offer)
    return fitted


def _open_offers(session: Session) -> list[Enrolment]:
    rows = Enrolment.objects.filter(session=session, state=EnrolmentState.OFFERED)
    return list(rows.select_related("person").order_by("waiting_sequence", "pk"))


def _shorten(offer: Enrolment, stop: datetime, *, by: Any, at: datetime, why: Why) -> None:
    facts = {"why": why.sentence, "before": moment(offer.offer_expires_at), "after": moment(stop)}
    reason = _("%(why)s: the answer is due at %(after)s, not %(before)s") % facts
    note_enrolment(offer, "shorten_offer", by=by, at=at, reason=reason, offer_expires_at=stop)
    tell(offer, "offer_shortened", at=at, until=stop, is_start_earlier=why.is_start_earlier)


def _recall(offer: Enrolment, stop: datetime, *, by: Any, at: datetime, why: Why) -> None:
    """Back into the line; the seat is counted free again, and near the start it is not offered."""
    reason = _("%(why)s: offers ended at %(stop)s") % {"why": why.sentence, "stop": moment(stop)}
    pool_id = offer.pool_id
    move_enrolment(
        offer, "recall", by=by, at=at, reason=reason, offered_at=None, offer_expires_at=None
    )
    seats.give_back_seat(offer.session, pool_id=pool_id)
    tell(offer, "offer_recalled", at=at, stop=stop, is_start_earlier=why.is_start_earlier)
