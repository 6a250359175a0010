"""Read one queued file in the worker: check, read, recognise, propose.

The number of the attempt is the worker's token: every write asks for it, so that a worker that was
taken for dead, or whose job was cancelled, can write no more.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from guidelines import readers
from guidelines.choices import ImportState
from guidelines.exceptions import FileRefused
from guidelines.models import ImportJob, ImportPage, ImportResult
from guidelines.readers.refusals import refused
from guidelines.recognition.parsed import Parsed, Reading
from guidelines.recognition.recognise import recognise
from guidelines.services.files import checksum_of
from guidelines.services.imports import (
    SILENCE,
    fail_job,
    hold_job,
    move_job,
    refuse_other_number,
)
from vkc.core.states import Refusal
from vkc.core.text import is_clean

log = logging.getLogger(__name__)
STEPS = ("check", "read", "recognise", "propose")
# Progress is written at most twice a second.
SECONDS_BETWEEN = 0.5
CHUNK = 1024 * 1024


class Stopped(Exception):
    """The job was cancelled, or another worker has taken it over."""


@dataclass
class Run:
    """One attempt at one job."""

    job: ImportJob
    clock: Callable[[], datetime]
    ticks: Callable[[], float]
    told_at: float = field(default=float("-inf"))

    def tell(self, **values: Any) -> None:
        """Write step or progress with a heartbeat, or raise Stopped."""
        mine = ImportJob.objects.filter(
            pk=self.job.pk, state=ImportState.RUNNING, attempts=self.job.attempts
        )
        if not mine.update(heartbeat_at=self.clock(), **values):
            raise Stopped
        self.told_at = self.ticks()

    def progress(self, done: int, total: int) -> None:
        """Called by the reader as often as it likes."""
        if self.ticks() - self.told_at >= SECONDS_BETWEEN or done >= total:
            self.tell(done=done, total=total)

    def page_done(self, number: int, text: str) -> None:
        """Keep one page read from a scan; a stopped job stops here."""
        with transaction.atomic():
            self.tell()
            ImportPage.objects.update_or_create(
                job=self.job, number=number, defaults={"text": text.replace("\x00", "")}
            )


def run_import(
    *,
    job_id: int,
    clock: Callable[[], datetime] = timezone.now,
    ticks: Callable[[], float] = time.monotonic,
) -> str:
    """Read a queued file, or one whose worker died; returns the state the job is left in.

    A job that another worker reads is left alone. Whatever goes wrong, the library is untouched.
    """
    job = _claim(job_id, clock())
    if job is None:
        return ""
    run = Run(job, clock, ticks)
    with override(job.by.language if job.by else "vi"):
        try:
            _finish(run, *_read(run))
        except Stopped:
            pass
        except Refusal as refusal:
            _fail(run, str(refusal), keeps_file=not isinstance(refusal, FileRefused))
        except Exception:
            log.exception("Import %s could not be read", job_id)
            _fail(run, _unexpected())
    return ImportJob.objects.values_list("state", flat=True).get(pk=job_id)


def _claim(job_id: int, at: datetime) -> ImportJob | None:
    """Take the job by one conditional UPDATE, which counts the attempt."""
    free = Q(state=ImportState.QUEUED) | Q(state=ImportState.RUNNING, heartbeat_at__lt=at - SILENCE)
    taken = ImportJob.objects.filter(free, pk=job_id).update(
        state=ImportState.RUNNING, attempts=F("attempts") + 1, heartbeat_at=at, step=STEPS[0]
    )
    if not taken:
        return None
    return ImportJob.objects.select_related("source", "by").get(pk=job_id)


def _read(run: Run) -> tuple[Reading, Parsed]:
    source = run.job.source
    with _local(source.file) as path:
        if checksum_of(path) != source.sha256:
            raise refused("damaged", name=source.name)
        media_type = readers.inspect(path, name=source.name)
        run.tell(step="read", done=0, total=0)
        reading = readers.read(
            path,
            media_type=media_type,
            name=source.name,
            progress=run.progress,
            page_done=run.page_done,
            known_pages=dict(run.job.pages.values_list("number", "text")),
        )
    run.tell(step="recognise", done=0, total=0)
    return reading, recognise(reading, declared_number=run.job.declared_number)


def _finish(run: Run, reading: Reading, parsed: Parsed) -> None:
    """Check what was recognised and hand it to the person who asked."""
    name = run.job.source.name
    if not is_clean(reading.source_text):
        raise refused("damaged", name=name)
    if not parsed.provisions:
        raise refused("no_text", name=name)
    refuse_other_number(run.job.declared_number, parsed.number)
    if not is_exact(reading, parsed):
        raise Refusal(_inexact())
    run.tell(step="propose")
    with transaction.atomic():
        held = hold_job(run.job)
        if held.attempts != run.job.attempts or held.state != ImportState.RUNNING:
            raise Stopped
        ImportResult.objects.update_or_create(job=held, defaults={"parsed": parsed.to_json()})
        held.pages.all().delete()
        move_job(held, "finish", finished_at=run.clock(), done=held.total)


def is_exact(reading: Reading, parsed: Parsed) -> bool:
    """Whether the provisions hold every character of the file, in order."""
    joined = "".join(row.source for row in parsed.provisions)
    return joined in (reading.source_text, f"{reading.source_text}\n")


def _fail(run: Run, error: str, *, keeps_file: bool = True) -> None:
    with transaction.atomic():
        held = hold_job(run.job)
        if held.attempts == run.job.attempts and held.state == ImportState.RUNNING:
            fail_job(held, error=error, at=run.clock(), keeps_file=keeps_file)


@contextmanager
def _local(file: Any) -> Iterator[Path]:
    """The stored file on this machine: itself, or a copy where the storage is elsewhere."""
    try:
        path = Path(file.path)
    except NotImplementedError:
        path = None
    if path is not None:
        yield path
        return
    with NamedTemporaryFile(prefix="vkc-import-") as copy, file.open("rb") as stream:
        for chunk in iter(lambda: stream.read(CHUNK), b""):
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def _unexpected() -> str:
    return _(
        "This file could not be read because of a fault in the program; it was recorded for the administrators. "
        "Try again, or save the file as DOCX and upload it anew."
    )


def _inexact() -> str:
    return _(
        "The text that was recognised is not the file's text character for character, so it was not taken in. "
        "Tell the administrators, and try the file in another format."
    )
