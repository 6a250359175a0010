"""One person in another's place, until the session begins: seat or place in line and letter stay."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from courses.choices import Channel, EnrolmentState
from courses.exceptions import nominations as refusals
from courses.models import Enrolment, Nomination, Nominee, SeatGrant, SeatPool, Session
from courses.permissions.nominations import is_of_the_agency
from courses.services import seats
from courses.services.enrolling import record_entry
from courses.services.letter_ends import check_not_begun
from courses.services.moves import move_enrolment, note_nomination
from courses.services.nomination_mail import tell_agency, tell_nominee
from courses.states import STANDING_NOMINATION
from vkc.accounts.services.people import people_for


@transaction.atomic
def substitute(
    *, nominee: Nominee, by: Any, at: datetime, full_name: str, email: str, position: str = ""
) -> Nominee:
    """Another person of the agency takes over what a nominee holds; no counter moves.

    Returns the new nominee, at the same rank. Refused once the session has begun, where nothing
    is held any more, and for somebody who is already in.
    """
    session = seats.lock(nominee.nomination.session_id)
    nomination, old = _found(nominee, session)
    if not is_of_the_agency(by, nomination):
        raise PermissionDenied
    _check(nomination, old, session, at)
    rows = [(email, full_name, position)]
    (person,) = people_for(rows, agency=nomination.agency, by=by, at=at)
    if Enrolment.objects.filter(session=session, person=person).open().exists():
        raise refusals.AlreadyIn
    enrolment = _take_over(old.enrolment, session, nomination, person, by=by, at=at)
    new = _put_in_place(old, nomination, enrolment, person, position=position)
    note_nomination(nomination, "substitute", by=by, at=at, reason=_rank_in_words(old))
    tell_nominee(old, "nomination_substituted", at=at)
    tell_nominee(new, "nominated", at=at)
    tell_agency(nomination, "nomination_changed", by=by, at=at, old=old, new=new)
    return new


def _found(nominee: Nominee, session: Session) -> tuple[Nomination, Nominee]:
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("agency")
    nomination = rows.get(pk=nominee.nomination_id)
    nomination.session = session
    old = nomination.nominees.select_related("enrolment__person", "enrolment__pool").get(
        pk=nominee.pk
    )
    old.nomination = nomination
    return nomination, old


def _check(nomination: Nomination, old: Nominee, session: Session, at: datetime) -> None:
    check_not_begun(session, at=at)
    if nomination.state not in STANDING_NOMINATION:
        raise refusals.LetterSettled
    is_gone = old.is_substituted or old.taken_out_at is not None
    if is_gone or old.enrolment is None or not old.enrolment.is_open:
        raise refusals.NothingToTakeOver


def _take_over(
    old: Enrolment, session: Session, nomination: Nomination, person: Any, *, by: Any, at: datetime
) -> Enrolment:
    """The old enrolment ends, the new one holds its pool, its place in line and its offer."""
    state, pool, sequence = old.state, old.pool, old.waiting_sequence
    reason = _("substituted by another person of the agency")
    move_enrolment(old, "withdraw", by=by, at=at, reason=reason, waiting_sequence=None)
    is_confirmed = state == EnrolmentState.CONFIRMED
    new = Enrolment.objects.create(
        session=session,
        person=person,
        agency_id=old.agency_id,
        unit_id=old.unit_id,
        channel=Channel.NOMINATED,
        nomination=nomination,
        replaces=old,
        submitted_at=at,
        state=EnrolmentState.CONFIRMED if is_confirmed else EnrolmentState.WAITING,
        pool=pool if is_confirmed else None,
        waiting_sequence=sequence,
    )
    record_entry(new, "confirm" if is_confirmed else "wait", by=by, at=at)
    if state == EnrolmentState.OFFERED:
        _pass_on_the_offer(old, new, pool, at=at)
    return new


def _pass_on_the_offer(old: Enrolment, new: Enrolment, pool: SeatPool, *, at: datetime) -> None:
    """The offer keeps its deadline and its pool; nobody gives it anew, so nobody is named."""
    until = {"offered_at": old.offered_at, "offer_expires_at": old.offer_expires_at}
    event = move_enrolment(new, "offer", by=None, at=at, pool=pool, **until)
    SeatGrant.objects.create(event=event, subject=new, unit_id=pool.unit_id)


def _put_in_place(
    old: Nominee, nomination: Nomination, enrolment: Enrolment, person: Any, *, position: str
) -> Nominee:
    old.is_substituted = True
    old.save(update_fields=["is_substituted"])
    return Nominee.objects.create(
        nomination=nomination,
        rank=old.rank,
        full_name=person.full_name,
        email=person.email,
        position=position or person.position,
        enrolment=enrolment,
    )


def _rank_in_words(old: Nominee) -> str:
    return _("number %(rank)s of the letter") % {"rank": old.rank}
