"""The verbs of a ledger: tasks, answers, how far each province is. Each leaves a line of history.

The history is Wagtail's log: who, when, and the values before and after.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log

from guidelines.choices import PreparationStatus
from guidelines.exceptions import AsOfInFuture, SourceMissing
from guidelines.models import Document, Ledger, LedgerAnswer, LedgerTask, Preparation
from guidelines.permissions import can_edit_document
from vkc.core.models import Confidence

TASK_FIELDS = (
    "group",
    "number",
    "order",
    "path",
    "task_vi",
    "task_en",
    "task_ko",
    "lead",
    "cooperating",
    "year_from",
    "year_until",
    "funding",
    "missing_vi",
    "missing_en",
    "missing_ko",
    "title",
    "url",
    "supports",
)
PREPARATION_FIELDS = (
    "status",
    "as_of",
    "document_id",
    "document_text",
    "title",
    "url",
    "note_vi",
    "note_en",
    "note_ko",
)


@dataclass(frozen=True)
class Source:
    """Where a statement was read: a title, an address, or both."""

    title: str = ""
    url: str = ""
    supports: str = ""
    retrieved_on: date | None = None
    confidence: str = Confidence.UNKNOWN

    @property
    def is_given(self) -> bool:
        return bool(self.title.strip() or self.url.strip())


@dataclass(frozen=True)
class Statement:
    """How far a province is with a task, as of a day, and where that was read."""

    status: str
    as_of: date
    source: Source
    document: Document | None = None
    document_text: str = ""
    notes: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def record_task(*, ledger: Ledger, values: dict[str, Any], by: Any, at: datetime) -> LedgerTask:
    """Add a task that the document sets, with where we read so; `values` by `TASK_FIELDS`."""
    task = LedgerTask(ledger=ledger)
    return _save_task(task, values, by=by, at=at)


@transaction.atomic
def change_task(*, task: LedgerTask, values: dict[str, Any], by: Any, at: datetime) -> LedgerTask:
    """Correct a task; a row of the reference data is no longer overwritten by its file."""
    held = LedgerTask.objects.select_for_update().get(pk=task.pk)
    return _save_task(held, values, by=by, at=at)


def _save_task(task: LedgerTask, values: dict[str, Any], *, by: Any, at: datetime) -> LedgerTask:
    _refuse_strangers(by)
    if not (values.get("title") or values.get("url")):
        raise SourceMissing
    return _save(task, {name: values[name] for name in TASK_FIELDS if name in values}, by, at)


@transaction.atomic
def record_answer(
    *,
    task: LedgerTask,
    document: Document | None,
    source: Source,
    by: Any,
    at: datetime,
    document_text: str = "",
    is_partial: bool = False,
    notes: dict[str, str] | None = None,
) -> LedgerAnswer:
    """Say that a document answered a task; a second call on the same document corrects the first.

    Raises SourceMissing, PermissionDenied.
    """
    _refuse_strangers(by)
    if not source.is_given:
        raise SourceMissing
    held = LedgerAnswer.objects.select_for_update().filter(
        task=task, document=document, document_text=document_text
    )
    answer = held.first() or LedgerAnswer(task=task, document=document, document_text=document_text)
    values = {"is_partial": is_partial, **_source_values(source), **_note_values(notes)}
    return _save(answer, values, by, at)


@transaction.atomic
def remove_answer(*, answer: LedgerAnswer, by: Any, at: datetime) -> None:
    """Take an answer back; the history keeps it, and the reference data does not bring it again."""
    _refuse_strangers(by)
    facts = {"reference_key": answer.reference_key, "was": _plain(answer, ["document_id"])}
    log(instance=answer, action="wagtail.delete", user=by, data=facts, deleted=True, timestamp=at)
    answer.delete()


@transaction.atomic
def record_preparation(
    *, task: LedgerTask, unit: Any, statement: Statement, by: Any, at: datetime
) -> Preparation:
    """Record how far a province is with a task. One row per province and task; the history keeps
    what stood there before.

    Raises SourceMissing, AsOfInFuture, PermissionDenied.
    """
    _refuse_strangers(by)
    if not statement.source.is_given:
        raise SourceMissing
    if statement.as_of > timezone.localdate(at):
        raise AsOfInFuture
    PreparationStatus(statement.status)
    LedgerTask.objects.select_for_update().get(pk=task.pk)
    row = Preparation.objects.filter(task=task, unit=unit).first()
    row = row or Preparation(task=task, unit=unit)
    values = {
        "status": statement.status,
        "as_of": statement.as_of,
        "document": statement.document,
        "document_text": "" if statement.document else statement.document_text,
        **_source_values(statement.source),
        **_note_values(statement.notes),
    }
    return _save(row, values, by, at)


@transaction.atomic
def record_preparations(
    *, rows: Iterable[tuple[LedgerTask, Any, Statement]], by: Any, at: datetime
) -> int:
    """Record many statements, all or nothing; returns how many."""
    done = [
        record_preparation(task=task, unit=unit, statement=statement, by=by, at=at)
        for task, unit, statement in rows
    ]
    return len(done)


@transaction.atomic
def forget_preparation(*, preparation: Preparation, by: Any, at: datetime) -> None:
    """Take a statement back: nothing is known again. The history keeps what was said."""
    _refuse_strangers(by)
    facts = {"was": _plain(preparation, ["unit_id", "task_id", *PREPARATION_FIELDS])}
    log(instance=preparation, action="wagtail.delete", user=by, data=facts, deleted=True,
        timestamp=at)  # fmt: skip
    preparation.delete()


def _refuse_strangers(by: Any) -> None:
    if not can_edit_document(by):
        raise PermissionDenied


def _source_values(source: Source) -> dict[str, Any]:
    return {
        "title": source.title.strip(),
        "url": source.url.strip(),
        "supports": source.supports,
        "retrieved_on": source.retrieved_on,
        "confidence": source.confidence,
    }


def _note_values(notes: dict[str, str] | None) -> dict[str, str]:
    return {f"note_{code}": text for code, text in (notes or {}).items()}


def _plain(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    encode = DjangoJSONEncoder().default
    found = {name: getattr(row, name) for name in names}
    return {
        name: encode(value) if isinstance(value, date) else value for name, value in found.items()
    }


def _save(row: Any, values: dict[str, Any], by: Any, at: datetime) -> Any:
    """Store the values, and the difference in the log; nothing is written where nothing changed."""
    names = [row._meta.get_field(name).attname for name in values]
    is_new = row.pk is None
    before = _plain(row, names)
    for name, value in values.items():
        setattr(row, name, value)
    after = _plain(row, names)
    if not is_new and before == after:
        return row
    row.full_clean()
    row.save()
    changed = {name: after[name] for name in names if is_new or before[name] != after[name]}
    was = {} if is_new else {name: before[name] for name in changed}
    action = "wagtail.create" if is_new else "wagtail.edit"
    log(instance=row, action=action, user=by, data={"was": was, "now": changed}, timestamp=at)
    return row
