"""Who may do what with letters of nomination. Roles are permissions; nothing here knows a group."""

from typing import Any

from courses.choices import NominationState
from courses.models import Nomination, Nominee, Session
from courses.permissions import can_manage_session
from courses.states import BEFORE_THE_START, STANDING_NOMINATION

OPEN_LETTER = (NominationState.DRAFT, NominationState.SUBMITTED, NominationState.RETURNED)


def can_nominate(user: Any) -> bool:
    """Coordinators of an agency."""
    return bool(
        user.is_authenticated
        and user.is_active
        and user.is_approved
        and user.agency_id
        and user.has_perm("courses.nominate_session")
    )


def is_of_the_agency(user: Any, nomination: Nomination) -> bool:
    """A coordinator of the agency that sent the letter."""
    return can_nominate(user) and user.agency_id == nomination.agency_id


def can_change_people(user: Any, nomination: Nomination) -> bool:
    """Add, change, remove and order people: while it is a draft."""
    return is_of_the_agency(user, nomination) and nomination.state == NominationState.DRAFT


def can_change_letter(user: Any, nomination: Nomination) -> bool:
    """Number, date and scan: until the letter is settled."""
    return is_of_the_agency(user, nomination) and nomination.state in OPEN_LETTER


def can_submit(user: Any, nomination: Nomination) -> bool:
    """A draft, or a letter returned for correction."""
    is_open = nomination.state in (NominationState.DRAFT, NominationState.RETURNED)
    return is_of_the_agency(user, nomination) and is_open


def can_substitute(user: Any, nominee: Nominee) -> bool:
    """Put another person in somebody's place, until the session begins."""
    nomination = nominee.nomination
    return (
        is_of_the_agency(user, nomination)
        and has_not_begun(nomination.session)
        and nomination.state in STANDING_NOMINATION
        and not nominee.is_substituted
        and nominee.taken_out_at is None
        and bool(nominee.enrolment and nominee.enrolment.is_open)
    )


def can_take_out(user: Any, nominee: Nominee) -> bool:
    """End what one person holds by the letter, under the same terms."""
    return can_substitute(user, nominee)


def can_withdraw_nomination(user: Any, nomination: Nomination) -> bool:
    """The whole letter, until the session begins."""
    is_there = nomination.state == NominationState.DRAFT or nomination.state in STANDING_NOMINATION
    return is_of_the_agency(user, nomination) and is_there and has_not_begun(nomination.session)


def can_settle_nomination(user: Any) -> bool:
    """Approve, return and refuse letters."""
    return can_manage_session(user)


def has_not_begun(session: Session) -> bool:
    return session.state in BEFORE_THE_START
