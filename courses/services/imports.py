"""Enrol people from a list: handed in, checked as a whole, then entered as a whole or not at all."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.choices import Channel
from courses.exceptions.imports import ListHasErrors, ListIsBeingEntered, ListIsEmpty
from courses.imports.check import Checked, Entry, check_list
from courses.imports.grid import Sheet, read_grid
from courses.imports.problems import Problem
from courses.imports.states import FORGOTTEN, ImportState
from courses.models import Enrolment, EnrolmentImport, Session
from courses.permissions import can_manage_session
from courses.services import quotas, seats
from courses.services.enrolling import check_registration
from courses.services.files import drop_file, keep_upload
from courses.services.import_moves import move_import, record_upload
from courses.services.placing import place_many
from courses.tasks import apply_import_task
from vkc.accounts.services.people import people_for
from vkc.core.states import Refusal
from vkc.core.uploads import MEGABYTE, inspect
from vkc.notifications.services import notify_many

KINDS = ("xlsx", "csv")
MOST_BYTES = 5 * MEGABYTE
# So many findings are kept for the page; the marked workbook holds all.
MOST_KEPT = 500
PROGRESS_SECONDS = 3600


@transaction.atomic
def upload_list(*, session: Session, upload: Any, by: Any, at: datetime) -> EnrolmentImport:
    """Take a file, check it, and let go of files handed in before for this session.

    Raises UploadRefused or FileUnreadable before anything is stored; errors in rows are findings,
    not refusals. Nothing of the list is entered.
    """
    if not can_manage_session(by, session):
        raise PermissionDenied
    check_registration(session=session, at=at)
    media_type = inspect(upload, kinds=KINDS, most_bytes=MOST_BYTES)
    sheets = read_grid(upload, media_type=media_type)
    for earlier in EnrolmentImport.objects.filter(session=session).exclude(state__in=FORGOTTEN):
        if earlier.state != ImportState.APPLYING:
            discard_import(imported=earlier, by=by, at=at)
    stored = keep_upload(upload, kinds=KINDS, most_bytes=MOST_BYTES, by=by, at=at)
    imported = EnrolmentImport.objects.create(
        session=session,
        file=stored,
        file_name=stored.name,
        sha256=stored.sha256,
        made_by=by,
        is_demo=session.is_demo,
    )
    record_upload(imported, by=by, at=at)
    _keep_findings(imported, check_list(sheets, session=session), by=by, at=at)
    return imported


@transaction.atomic
def check_import(*, imported: EnrolmentImport, by: Any, at: datetime) -> EnrolmentImport:
    """Check a list anew: accounts or agencies may have been put right meanwhile."""
    row = _locked(imported, by)
    checked = check_list(sheets_of(row), session=row.session)
    _keep_findings(row, checked, by=by, at=at)
    return row


@transaction.atomic
def start_import(*, imported: EnrolmentImport, by: Any, at: datetime) -> EnrolmentImport:
    """Hand a list without errors to the worker; also one whose worker ended in the middle."""
    row = _locked(imported, by)
    check_registration(session=row.session, at=at)
    if row.problem_count:
        raise ListHasErrors
    move_import(row, "start", by=by, at=at, started_at=at)
    report_progress(row.pk, "waiting", 0)
    transaction.on_commit(partial(_wake, row.pk))
    return row


@transaction.atomic
def discard_import(*, imported: EnrolmentImport, by: Any, at: datetime) -> None:
    """Let go of a list: the file and its findings name people, so they are deleted."""
    row = _locked(imported, by)
    stored = row.file
    move_import(row, "discard", by=by, at=at, file=None, problems=[])
    if stored:
        drop_file(stored)


def apply_import(*, import_id: int, at: datetime) -> EnrolmentImport | None:
    """Enter a started list in one transaction; None where it is not ours to enter.

    Everything or nothing: a killed worker leaves no account, no seat and no mail behind. A list
    entered once is not entered again; people enrolled meanwhile keep what they have.
    """
    try:
        with transaction.atomic():
            return _apply(import_id, at)
    except Refusal as refusal:
        return _fail(import_id, str(refusal), at=at)
    except Exception as error:
        _fail(import_id, type(error).__name__, at=at)
        raise


def sheets_of(imported: EnrolmentImport) -> list[Sheet]:
    """The stored file, read again."""
    if imported.file is None:
        raise ListIsEmpty
    with imported.file.file.open("rb") as content:
        return read_grid(content, media_type=imported.file.media_type)


def problems_of(imported: EnrolmentImport, sheets: list[Sheet] | None = None) -> list[Problem]:
    """All errors of the stored file as they are now."""
    return check_list(sheets or sheets_of(imported), session=imported.session).problems


def is_being_entered(imported: EnrolmentImport) -> bool:
    """Whether a worker holds the list at this moment; a killed one holds nothing."""
    if imported.state != ImportState.APPLYING:
        return False
    with transaction.atomic():
        free = EnrolmentImport.objects.select_for_update(skip_locked=True, of=("self",))
        return not free.filter(pk=imported.pk).exists()


def report_progress(import_id: int, step: str, done: int) -> None:
    """How far the worker is, for the page; not part of the truth, so it is kept in the cache."""
    cache.set(f"courses-import-{import_id}", {"step": step, "done": done}, PROGRESS_SECONDS)


def progress_of(import_id: int) -> dict[str, Any]:
    return cache.get(f"courses-import-{import_id}") or {"step": "waiting", "done": 0}


def _locked(imported: EnrolmentImport, by: Any) -> EnrolmentImport:
    """The list, ours until commit; refused while a worker holds it."""
    if not can_manage_session(by, imported.session):
        raise PermissionDenied
    free = EnrolmentImport.objects.select_for_update(skip_locked=True, of=("self",))
    row = free.select_related("session__course", "file").filter(pk=imported.pk).first()
    if row is None:
        raise ListIsBeingEntered
    return row


def _keep_findings(imported: EnrolmentImport, checked: Checked, *, by: Any, at: datetime) -> None:
    move_import(
        imported,
        "check",
        by=by,
        at=at,
        checked_at=at,
        problems=[problem.as_json() for problem in checked.problems[:MOST_KEPT]],
        problem_count=len(checked.problems),
        row_count=checked.row_count,
        new_accounts=checked.new_accounts,
        unchanged=len(checked.enrolled),
    )


def _apply(import_id: int, at: datetime) -> EnrolmentImport | None:
    free = EnrolmentImport.objects.select_for_update(skip_locked=True, of=("self",))
    row = free.select_related("made_by", "file").filter(pk=import_id).first()
    if row is None or row.state != ImportState.APPLYING:
        return None
    session = seats.lock(row.session_id)
    check_registration(session=session, at=at)
    if quotas.are_due(session, at=at):
        quotas.release_quotas(session=session, at=at)
        session = seats.lock(row.session_id)
    report_progress(import_id, "reading", 0)
    checked = check_list(sheets_of(row), session=session)
    if checked.problems:
        raise ListHasErrors
    placed = _enter(checked, session, row, at=at)
    _finish(row, checked, placed, at=at)
    return row


def _enter(
    checked: Checked, session: Session, imported: EnrolmentImport, *, at: datetime
) -> list[Enrolment]:
    by = imported.made_by
    new = [entry for entry in checked.entries if entry.email not in checked.enrolled]
    people = _people(new, imported.pk, by=by, at=at)
    report_progress(imported.pk, "seats", len(new))
    placed = place_many(session=session, people=people, at=at, by=by, channel=Channel.IMPORTED)
    report_progress(imported.pk, "mail", len(new))
    _tell(placed, session, at=at)
    return placed


def _people(entries: Sequence[Entry], import_id: int, *, by: Any, at: datetime) -> list[Any]:
    """Accounts in the order of the list, found or opened agency by agency."""
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.agency.pk, []).append(entry)
    found: dict[str, Any] = {}
    for group in groups.values():
        report_progress(import_id, "accounts", len(found))
        agency = group[0].agency
        people = people_for([entry.named for entry in group], agency=agency, by=by, at=at)
        found.update(zip((entry.email for entry in group), people, strict=True))
    return [found[entry.email] for entry in entries]


def _tell(placed: Sequence[Enrolment], session: Session, *, at: datetime) -> None:
    ranks = Enrolment.objects.ranks([session.pk])
    for event in ("enrolment_confirmed", "enrolment_waiting"):
        is_waiting = event == "enrolment_waiting"
        rows = [
            (row, row.person, {"session": session, "rank": ranks.get(row.pk)})
            for row in placed
            if row.is_waiting == is_waiting
        ]
        notify_many(event=f"courses.{event}", rows=rows, at=at)


def _finish(
    imported: EnrolmentImport, checked: Checked, placed: Sequence[Enrolment], *, at: datetime
) -> None:
    waiting = sum(row.is_waiting for row in placed)
    stored = imported.file
    move_import(
        imported,
        "apply",
        by=imported.made_by,
        at=at,
        applied_at=at,
        file=None,
        new_accounts=checked.new_accounts,
        unchanged=len(checked.enrolled),
        seated=len(placed) - waiting,
        waiting=waiting,
    )
    if stored:
        drop_file(stored)


@transaction.atomic
def _fail(import_id: int, why: str, *, at: datetime) -> EnrolmentImport:
    row = EnrolmentImport.objects.select_for_update(of=("self",)).get(pk=import_id)
    if row.state == ImportState.APPLYING:
        move_import(row, "fail", by=None, at=at, reason=why)
    return row


def _wake(import_id: int) -> None:
    """Ask the worker; if the broker is away, the page offers to start again."""
    from kombu.exceptions import OperationalError

    try:
        apply_import_task.apply_async(args=[import_id], retry=False)
    except (OperationalError, OSError):
        return
