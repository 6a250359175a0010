"""A letter of nomination before it counts: begun, written, its people named and ordered."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format

from courses.choices import NominationState
from courses.exceptions import nominations as refusals
from courses.models import Nomination, NominationEvent, Nominee, Session
from courses.permissions.nominations import can_change_letter, can_nominate, is_of_the_agency
from courses.services import seats
from courses.services.enrolling import check_registration
from courses.services.files import drop_file, keep_upload
from courses.services.moves import note_nomination

MOST_PEOPLE = 200
LETTER_KINDS = ("pdf", "png", "jpeg")
MOST_LETTER_BYTES = 20 * 1024 * 1024


@transaction.atomic
def begin_nomination(*, session: Session, by: Any, at: datetime) -> Nomination:
    """The agency's draft for a session: the one that is there, or a new one."""
    if not can_nominate(by):
        raise PermissionDenied
    locked = seats.lock(session.pk)
    draft = Nomination.objects.filter(
        session=locked, agency=by.agency_id, state=NominationState.DRAFT
    ).first()
    if draft:
        return draft
    check_registration(session=locked, at=at)
    nomination = Nomination.objects.create(
        session=locked,
        agency=by.agency,
        unit_id=seats.holder_unit(by),
        letter_issuer=by.agency.name_vi,
        made_by=by,
        is_demo=locked.is_demo or by.is_demo,
    )
    NominationEvent.objects.create(
        subject=nomination, event="begin", to_state=nomination.state, at=at, by=by
    )
    return nomination


@transaction.atomic
def write_letter(
    *, nomination: Nomination, by: Any, at: datetime, scan: Any = None, **facts: Any
) -> Nomination:
    """Set what the letter says: `letter_number`, `letter_on`, `letter_issuer`, `letter_due_on`, `note`.

    `scan` is an uploaded file, checked by content; raises UploadRefused with a sentence. A scan that
    takes the place of another after submission leaves an event.
    """
    row = _locked(nomination)
    if not can_change_letter(by, row):
        raise PermissionDenied if not is_of_the_agency(by, row) else refusals.LetterSettled
    check_days(session=row.session, at=at, **_days(facts))
    before = row.letter
    if scan:
        row.letter = keep_upload(
            scan, kinds=LETTER_KINDS, most_bytes=MOST_LETTER_BYTES, by=by, at=at
        )
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    if scan:
        _note_scan(row, before, by=by, at=at)
    return row


def _note_scan(row: Nomination, before: Any, *, by: Any, at: datetime) -> None:
    if row.state == NominationState.DRAFT:
        if before:
            drop_file(before)
        return
    note_nomination(row, "hand_in_letter", by=by, at=at, reason=row.letter.name)


def _days(facts: dict[str, Any]) -> dict[str, date | None]:
    return {name: facts.get(name) for name in ("letter_on", "letter_due_on")}


def check_days(
    *, session: Session, at: datetime, letter_on: date | None, letter_due_on: date | None
) -> None:
    """Raise where the letter is dated ahead, or would follow too late for the session."""
    today, last = timezone.localdate(at), last_day_of_letters(session)
    if letter_on and letter_on > today:
        raise refusals.LetterOfTomorrow
    if letter_due_on and last and letter_due_on > last:
        raise refusals.LetterDueTooLate(day=date_format(last, "SHORT_DATE_FORMAT"))


def last_day_of_letters(session: Session) -> date | None:
    """The last day on which a letter may follow: as the session says, else its first day."""
    return session.needs_letter_by or session.starts_on


@transaction.atomic
def name_person(
    *, nomination: Nomination, by: Any, full_name: str, email: str, position: str = ""
) -> Nominee:
    """Put one person at the end of the list."""
    return name_people(nomination=nomination, by=by, rows=[(email, full_name, position)])[0]


@transaction.atomic
def name_people(*, nomination: Nomination, by: Any, rows: Iterable[Sequence[str]]) -> list[Nominee]:
    """Put people (e-mail, full name, position) at the end of the list, in this order; all or none."""
    row, rows = _draft(nomination, by), list(rows)
    standing = row.nominees.in_force()
    if standing.count() + len(rows) > MOST_PEOPLE:
        raise refusals.TooManyNamed(most=MOST_PEOPLE)
    last = standing.aggregate(last=Max("rank"))["last"] or 0
    named = [
        Nominee(
            nomination=row,
            rank=rank,
            email=email.strip().lower(),
            full_name=name,
            position=position,
        )
        for rank, (email, name, position) in enumerate(rows, start=last + 1)
    ]
    return _kept(lambda: Nominee.objects.bulk_create(named))


@transaction.atomic
def change_person(
    *, nominee: Nominee, by: Any, full_name: str, email: str, position: str = ""
) -> Nominee:
    """Put right what a draft says about a person."""
    _draft(nominee.nomination, by)
    nominee.full_name, nominee.position = full_name, position
    nominee.email = email.strip().lower()
    _kept(nominee.save)
    return nominee


@transaction.atomic
def remove_person(*, nominee: Nominee, by: Any) -> None:
    """Take a person off a draft; those below move up."""
    row = _draft(nominee.nomination, by)
    nominee.delete()
    _renumber(row, list(row.nominees.order_by("rank")))


@transaction.atomic
def move_person(*, nominee: Nominee, by: Any, steps: int) -> None:
    """Move a person of a draft by `steps` ranks, up where negative; the ends stop it."""
    row = _draft(nominee.nomination, by)
    people = list(row.nominees.order_by("rank"))
    at = next(place for place, one in enumerate(people) if one.pk == nominee.pk)
    person = people.pop(at)
    people.insert(max(0, min(len(people), at + steps)), person)
    _renumber(row, people)


def _renumber(row: Nomination, people: list[Nominee]) -> None:
    """Ranks from 1 in this order; by way of higher numbers, as each rank is taken once."""
    above = (row.nominees.aggregate(last=Max("rank"))["last"] or 0) + 1
    wanted = [(person, rank) for rank, person in enumerate(people, 1) if person.rank != rank]
    for start in (above, 0):
        for person, rank in wanted:
            person.rank = start + rank
        Nominee.objects.bulk_update([person for person, _rank in wanted], ["rank"])


def _kept(save: Any) -> Any:
    try:
        with transaction.atomic():
            return save()
    except IntegrityError as error:
        raise refusals.NamedTwice from error


def _locked(nomination: Nomination) -> Nomination:
    rows = Nomination.objects.select_for_update(of=("self",))
    return rows.select_related("session__course", "agency", "letter").get(pk=nomination.pk)


def _draft(nomination: Nomination, by: Any) -> Nomination:
    row = _locked(nomination)
    if not is_of_the_agency(by, row):
        raise PermissionDenied
    if row.state != NominationState.DRAFT:
        raise refusals.NotADraft
    return row
