"""Loads the ledgers: what documents ask for, with the source of each row; never over staff edits."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import ModelLogEntry

from guidelines.models import Document, Ledger, LedgerAnswer, LedgerTask
from vkc.core.models import Confidence
from vkc.core.reference import FileSummary, RowError, RowReader, upsert

Errors = list[RowError]
LANGUAGES = ("vi", "en", "ko")


def load_ledgers(data: Any, errors: Errors, summary: FileSummary) -> None:
    """Ledgers with their tasks and answers; a row staff deleted does not come back."""
    documents = {row.reference_key: row for row in Document.objects.exclude(reference_key="")}
    for position, raw in enumerate(data, start=1):
        row = RowReader(file=summary.file, row=str(position), raw=raw, errors=errors)
        values = _ledger_values(row, documents)
        tasks = [_task_values(one, errors) for one in _nested(row, "tasks", errors)]
        answers = [
            [
                (one.raw.get("key"), _answer_values(one, documents, errors))
                for one in _nested(task, "answers", errors)
            ]
            for task, _values in tasks
        ]
        if errors:
            continue
        key = row.raw["key"]
        ledger = upsert(Ledger, key=key, values=values, summary=summary, identity={"key": key})
        for (task, given), replies in zip(tasks, answers, strict=True):
            stored = _keep(LedgerTask, task.raw["key"], {"ledger": ledger, **given}, summary)
            for reply, said in replies:
                if stored is not None:
                    _keep(LedgerAnswer, reply, {"task": stored, **said}, summary)


def _keep(model: type[models.Model], key: str, values: dict[str, Any], summary: FileSummary) -> Any:
    deleted = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        action="wagtail.delete",
        data__reference_key=key,
    )
    if deleted.exists() and not model._default_manager.filter(reference_key=key).exists():
        summary.kept += 1
        return None
    return upsert(model, key=key, values=values, summary=summary)


def _nested(row: RowReader, name: str, errors: Errors) -> list[RowReader]:
    readers = []
    for raw in row.take(name, list) or []:
        key = raw.get("key") if isinstance(raw, dict) else None
        place = key if isinstance(key, str) else f"{row.row} {name}"
        reader = RowReader(file=row.file, row=place, raw=raw, errors=errors)
        reader.take("key", required=True)
        readers.append(reader)
    return readers


def _texts(row: RowReader, *names: str) -> dict[str, str]:
    return {
        f"{name}_{code}": row.take(f"{name}_{code}") or "" for name in names for code in LANGUAGES
    }


def _document(row: RowReader, documents: dict[str, Document], *, required: bool) -> Any:
    key = row.take("document", required=required)
    if key and key not in documents:
        row.error("document", f"is not a document of the library: {key}")
    return documents.get(key)


def _ledger_values(row: RowReader, documents: dict[str, Document]) -> dict[str, Any]:
    row.take("key", required=True)
    row.take("title_vi", required=True)
    return {
        "document": _document(row, documents, required=True),
        "path": row.take("path") or "",
        "is_per_province": row.take("is_per_province", bool) or False,
        "order": row.take("order", int) or 0,
        **_texts(row, "title", "note"),
    }


def _task_values(row: RowReader, errors: Errors) -> tuple[RowReader, dict[str, Any]]:
    row.take("task_vi", required=True)
    values = {
        name: row.take(name) or ""
        for name in ("group", "number", "path", "lead", "cooperating", "funding")
    }
    values |= {name: row.take(name, int) for name in ("year_from", "year_until")}
    values["order"] = row.take("order", int) or 0
    return row, {**values, **_texts(row, "task", "missing"), **_source(row, errors)}


def _answer_values(
    row: RowReader, documents: dict[str, Document], errors: Errors
) -> dict[str, Any]:
    document = _document(row, documents, required=False)
    text = row.take("document_text") or ""
    if bool(row.raw.get("document")) == bool(text):
        row.error("document", "give either document or document_text")
    return {
        "document": document,
        "document_text": text,
        "is_partial": row.take("is_partial", bool) or False,
        **_texts(row, "note"),
        **_source(row, errors),
    }


def _source(row: RowReader, errors: Errors) -> dict[str, Any]:
    """Every row says where it was read."""
    given = row.take("source", dict, required=True) or {}
    one = RowReader(file=row.file, row=row.row, raw=given, errors=errors)
    return {
        "title": one.take("title", required=True) or "",
        "url": one.take("url") or "",
        "supports": one.take("supports") or "",
        "confidence": one.choice("confidence", Confidence.values, required=False) or "",
        "retrieved_on": one.day("retrieved_on"),
    }
