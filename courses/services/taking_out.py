"""One person out of a letter without a substitute, until the session begins."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from courses.choices import NominationState
from courses.exceptions import nominations as refusals
from courses.models import Nomination, Nominee
from courses.permissions.nominations import is_of_the_agency
from courses.services.letter_ends import check_not_begun, let_go, locked
from courses.services.moves import note_nomination
from courses.services.nomination_mail import tell_agency, tell_registrars
from courses.services.waiting import fill_seats
from courses.states import STANDING_NOMINATION


@transaction.atomic
def take_out(*, nominee: Nominee, by: Any, at: datetime, reason: str) -> Nominee:
    """End what one person holds by a submitted letter; a seat goes to who waits, at once.

    The letter goes on with the others, each at the rank they had; the rank of the person taken out
    stays empty. Who had applied alone keeps that enrolment. The person, the agency and the
    registrars are told. A draft's people are removed by `letters.remove_person`. Refused for the
    last person of a letter, and once the session has begun.
    """
    session, row = locked(nominee.nomination)
    if not is_of_the_agency(by, row):
        raise PermissionDenied
    one = row.nominees.select_related("enrolment__person").get(pk=nominee.pk)
    one.nomination = row
    check_not_begun(session, at=at)
    _check(row, one, reason)
    came_free = let_go(
        one, session, "withdraw", by=by, at=at, reason=reason.strip(), mail="nominee_taken_out"
    )
    Nominee.objects.filter(pk=one.pk).update(taken_out_at=at)
    one.taken_out_at = at
    note_nomination(row, "take_out", by=by, at=at, reason=_in_words(one, reason.strip()))
    if came_free:
        fill_seats(session_id=session.pk, at=at)
    facts = {"one": one, "reason": reason.strip()}
    tell_agency(row, "nomination_reduced", by=by, at=at, **facts)
    tell_registrars(row, "nomination_reduced_desk", at=at, **facts)
    return one


def _check(row: Nomination, one: Nominee, reason: str) -> None:
    if row.state == NominationState.DRAFT:
        raise refusals.StillADraft
    if row.state not in STANDING_NOMINATION:
        raise refusals.LetterSettled
    if one.is_substituted or one.taken_out_at or not one.enrolment or not one.enrolment.is_open:
        raise refusals.NothingToTakeOver
    if not reason.strip():
        raise refusals.WhyTakenOut
    if not row.nominees.in_force().exclude(pk=one.pk).exists():
        raise refusals.LastOfTheLetter


def _in_words(one: Nominee, reason: str) -> str:
    return _("number %(rank)s of the letter: %(reason)s") % {"rank": one.rank, "reason": reason}
