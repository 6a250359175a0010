"""Take a file in, let it be read, stop and resume; nothing reaches the library before `save_import`.

Two people with one file meet in `hold_checksum`: the second is led to the first one's import.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines import readers
from guidelines.choices import DocumentState, ImportState
from guidelines.exceptions import (
    ImportNotReady,
    ImportUnderWay,
    NumberMismatch,
    TextAlreadyStored,
)
from guidelines.models import Document, ImportJob, SourceFile, Version
from guidelines.models.imports import LIVE
from guidelines.permissions import can_edit_document
from guidelines.recognition.header import same_number
from guidelines.services.files import checksum_of, drop_bytes, hold_checksum, keep_file
from guidelines.states import IMPORT_TRANSITIONS
from guidelines.tasks.waking import wake

RUN = "guidelines.run_import"
# A worker writes its heartbeat every few seconds; after this long it is taken for dead.
SILENCE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
# A stopped import can be taken up again for so long; then its file is let go of.
KEPT = timedelta(days=30)


def start_import(
    *,
    upload: File,
    by: Any,
    at: datetime,
    document: Document | None = None,
    declared_number: str = "",
    is_woken: bool = True,
) -> ImportJob:
    """Look at a file, store it and queue its reading; a refused file leaves nothing behind.

    With `is_woken=False` the caller reads the file itself (`run_import`).

    Raises FileRefused, ImportUnderWay (`.job`), TextAlreadyStored (`.version`), PermissionDenied.
    """
    if by is not None and not can_edit_document(by):
        raise PermissionDenied
    name = readers.clean_name(upload.name or "")
    with _on_disk(upload) as path:
        media_type = readers.inspect(path, name=name)
        facts = {"path": path, "name": name, "media_type": media_type}
        job = {"document": document, "declared_number": declared_number.strip()}
        made = _take_in(facts, checksum_of(path), by=by, at=at, **job)
    if is_woken:
        wake(RUN, made.pk)
    return made


@transaction.atomic
def _take_in(facts: dict, sha256: str, *, by: Any, at: datetime, **job: Any) -> ImportJob:
    hold_checksum(sha256)
    refuse_known_file(sha256)
    source = keep_file(**facts, sha256=sha256, by=by, at=at)
    return ImportJob.objects.create(source=source, by=by, created_at=at, **job)


def refuse_known_file(sha256: str, *, but: ImportJob | None = None) -> None:
    """One live import per file, and no second reading of a file whose text is stored."""
    live = ImportJob.objects.filter(source__sha256=sha256, state__in=LIVE).select_related("by")
    under_way = live.exclude(pk=but.pk if but else None).first()
    if under_way is not None:
        raise ImportUnderWay(job=under_way)
    texts = Version.objects.filter(source__sha256=sha256).select_related("document")
    stored = texts.exclude(state=DocumentState.WITHDRAWN).first()
    if stored is not None:
        raise TextAlreadyStored(version=stored)


@transaction.atomic
def cancel_import(*, job: ImportJob, by: Any, at: datetime) -> None:
    """Stop an import; the worker notices within a page, and what was read stays for a resumption."""
    _refuse_strangers(by)
    held = hold_job(job)
    move_job(held, "cancel", finished_at=at)


@transaction.atomic
def resume_import(
    *, job: ImportJob, by: Any, at: datetime, declared_number: str | None = None
) -> None:
    """Take a cancelled or refused import up again, with a corrected number if one is given."""
    _refuse_strangers(by)
    held = hold_job(job)
    hold_checksum(held.source.sha256)
    refuse_known_file(held.source.sha256, but=held)
    if not held.source.file:
        raise ImportNotReady(_("The file of this import is no longer stored. Upload it again."))
    changes = {"error": "", "attempts": 0, "finished_at": None, "heartbeat_at": None}
    if declared_number is not None:
        changes["declared_number"] = declared_number.strip()
    move_job(held, "resume", step="", done=0, total=0, **changes)
    wake(RUN, held.pk)


def resume_imports(*, at: datetime) -> dict[str, list[int]]:
    """Take up what a dead worker or a lost wake-up left behind; returns ids by outcome.

    A file that three workers could not read is refused: `failed`.
    """
    outcome: dict[str, list[int]] = {"resumed": [], "failed": []}
    waiting = ImportJob.objects.filter(state__in=(ImportState.QUEUED, ImportState.RUNNING))
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            held = hold_job(ImportJob(pk=pk))
            if not is_silent(held, at=at):
                continue
            if held.attempts >= MOST_ATTEMPTS:
                fail_job(held, error=_given_up(), at=at)
                outcome["failed"].append(pk)
            else:
                wake(RUN, pk)
                outcome["resumed"].append(pk)
    return outcome


def forget_stopped_files(*, at: datetime) -> int:
    """Let go of the files of imports that were stopped long ago; returns how many."""
    stopped = ImportJob.objects.filter(
        state__in=(ImportState.CANCELLED, ImportState.FAILED), finished_at__lt=at - KEPT
    )
    live = ImportJob.objects.filter(state__in=LIVE).values("source")
    sources = SourceFile.objects.filter(imports__in=stopped).exclude(file="").exclude(pk__in=live)
    return sum(drop_bytes(source=source) for source in sources.distinct())


def refuse_other_number(declared: str, found: str) -> None:
    """The number that was declared and the one in the file's header have to be one."""
    if declared and found and not same_number(declared, found):
        raise NumberMismatch(declared=declared, found=found)


def is_silent(job: ImportJob, *, at: datetime) -> bool:
    """Whether a live reading has shown no sign of life for `SILENCE`."""
    if job.state not in (ImportState.QUEUED, ImportState.RUNNING):
        return False
    return (job.heartbeat_at or job.created_at) < at - SILENCE


def fail_job(job: ImportJob, *, error: str, at: datetime, keeps_file: bool = True) -> None:
    """Refuse a file with a sentence; bytes that can never be read are not kept."""
    move_job(job, "fail", error=error, finished_at=at)
    if not keeps_file:
        drop_bytes(source=job.source)


def hold_job(job: ImportJob) -> ImportJob:
    """The row as it stands, locked until the transaction ends."""
    rows = ImportJob.objects.select_for_update(of=("self",)).select_related("source", "by")
    return rows.get(pk=job.pk)


def move_job(job: ImportJob, event: str, **values: Any) -> None:
    """One step of the table on a held row; raises ImportNotReady where the table has none."""
    if (job.state, event) not in IMPORT_TRANSITIONS.moves:
        raise ImportNotReady
    values["state"] = IMPORT_TRANSITIONS.next_state(job.state, event)
    for name, value in values.items():
        setattr(job, name, value)
    job.save(update_fields=list(values))


def _refuse_strangers(by: Any) -> None:
    if by is not None and not can_edit_document(by):
        raise PermissionDenied


def _given_up() -> str:
    return _(
        "Reading this file was broken off %(times)s times. Save it again as DOCX, or split it, and try once more."
    ) % {"times": MOST_ATTEMPTS}


@contextmanager
def _on_disk(upload: File) -> Iterator[Path]:
    """The uploaded bytes as a file: Django's own temporary one, else one that goes away after."""
    if hasattr(upload, "temporary_file_path"):
        yield Path(upload.temporary_file_path())
        return
    handle, name = tempfile.mkstemp(prefix="vkc-import-")
    try:
        with os.fdopen(handle, "wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
