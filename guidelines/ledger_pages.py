"""What the pages of a ledger show: plain values for templates, and what other apps may read."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.choices import PreparationStatus, Verb
from guidelines.models import Document, Effect, Ledger, LedgerAnswer, LedgerTask, Preparation
from guidelines.presentation import document_row, status_badge
from guidelines.querysets import READABLE
from guidelines.recognition.paths import words_of
from vkc.places.models import Unit

TONES = {
    PreparationStatus.ISSUED: "verified",
    PreparationStatus.UNDER_WAY: "planned",
    PreparationStatus.NOT_STARTED: "closed",
}
UNKNOWN_TONE = "unknown"


def readable_ledgers() -> QuerySet[Ledger]:
    """Ledgers of documents that readers may open."""
    return Ledger.objects.filter(document__state__in=READABLE).select_related("document__issuer")


def public_answers() -> QuerySet[LedgerAnswer]:
    """Answers by documents that readers may open, or that the library does not hold."""
    shown = Q(document=None) | Q(document__state__in=READABLE)
    return LedgerAnswer.objects.filter(shown).select_related("document__issuer")


def public_preparations(unit: Unit | None = None) -> QuerySet[Preparation]:
    """Statements of ledgers that readers may open; of one province where it is given."""
    found = Preparation.objects.filter(task__ledger__document__state__in=READABLE)
    found = found.filter(unit=unit) if unit else found
    return found.select_related("document", "task__ledger__document")


def ledger_url(ledger: Ledger) -> str:
    return reverse("guidelines:ledger", args=[ledger.key])


def index_context() -> dict[str, Any]:
    ledgers = [
        {
            "title": ledger.in_language("title").text,
            "url": ledger_url(ledger),
            "document": str(ledger.document),
            "count": ledger.tasks.count(),
        }
        for ledger in readable_ledgers()
    ]
    return {"ledgers": ledgers, "breadcrumb": [*_library_crumb(), _crumb(_("Ledgers"))]}


def ledger_context(ledger: Ledger, *, unit: Unit | None = None) -> dict[str, Any]:
    """One ledger as of today; `unit` narrows the one that is kept per province."""
    tasks = list(ledger.tasks.prefetch_related(Prefetch("answers", queryset=public_answers())))
    title, note = ledger.in_language("title"), ledger.in_language("note")
    context = {
        "ledger": ledger,
        "title": title.text,
        "title_lang": title.language if title.is_fallback else "",
        "note": note.text,
        "note_lang": note.language if note.is_fallback else "",
        "place": words_of(ledger.path) if ledger.path else "",
        "document": str(ledger.document),
        "document_url": _document_url(ledger.document, ledger.path),
        "task_rows": task_rows(tasks),
        "implementing": implementing_rows(ledger.document),
        "downloads": _downloads(ledger),
        "breadcrumb": [
            *_library_crumb(),
            _crumb(_("Ledgers"), reverse("guidelines:ledgers")),
            _crumb(title.text),
        ],
    }
    return context | province_context(ledger, tasks, unit) if ledger.is_per_province else context


def task_rows(tasks: Iterable[LedgerTask]) -> list[dict[str, Any]]:
    """Tasks with their answers, each with the legal status of today."""
    tasks = list(tasks)
    statuses = _statuses(answer.document_id for task in tasks for answer in task.answers.all())
    return [_task_row(task, statuses) for task in tasks]


def _task_row(task: LedgerTask, statuses: dict[int, str]) -> dict[str, Any]:
    words, missing = task.in_language("task"), task.in_language("missing")
    return {
        "group": task.group,
        "number": task.number,
        "task": words.text,
        "task_lang": words.language if words.is_fallback else "",
        "lead": task.lead,
        "cooperating": task.cooperating,
        "period": period(task),
        "funding": task.funding,
        "answers": [_answer_row(answer, statuses) for answer in task.answers.all()],
        "missing": missing.text,
        "missing_lang": missing.language if missing.is_fallback and missing.text else "",
        "sources": [task] if task.title or task.url else [],
    }


def _answer_row(answer: LedgerAnswer, statuses: dict[int, str]) -> dict[str, Any]:
    note = answer.in_language("note")
    row = {
        "label": answer.label,
        "is_partial": answer.is_partial,
        "note": note.text,
        "note_lang": note.language if note.is_fallback and note.text else "",
        "sources": [answer] if answer.title or answer.url else [],
    }
    if answer.document_id:
        row |= {"url": answer.document.get_absolute_url(), "title": answer.document.title}
        row |= status_badge(statuses[answer.document_id])
    return row


def period(task: LedgerTask) -> str:
    """2018–2020; one year alone where the other is not known."""
    years = [year for year in (task.year_from, task.year_until) if year]
    return "–".join(str(year) for year in dict.fromkeys(years))


def _statuses(keys: Iterable[int | None]) -> dict[int, str]:
    wanted = {key for key in keys if key}
    found = Document.objects.filter(pk__in=wanted).with_legal_status().order_by()
    return dict(found.values_list("pk", "status_on_day"))


def implementing_rows(document: Document) -> list[dict[str, Any]]:
    """Documents that say they implement or guide this one; not yet tied to a task."""
    verbs = (Verb.IMPLEMENTS, Verb.GUIDES)
    acting = Effect.objects.filter(target=document, verb__in=verbs).values("acting")
    answered = LedgerAnswer.objects.filter(task__ledger__document=document).exclude(document=None)
    found = Document.objects.published().filter(pk__in=acting)
    found = found.exclude(pk__in=answered.values("document"))
    return [document_row(row) for row in found.with_legal_status().for_list()]


def province_context(ledger: Ledger, tasks: list[LedgerTask], unit: Unit | None) -> dict[str, Any]:
    """The matrix of provinces and tasks, or the tasks of one province in full."""
    units = list(Unit.objects.current())
    stated = public_preparations(unit).filter(task__ledger=ledger)
    held = {(row.unit_id, row.task_id): row for row in stated}
    shown = [unit] if unit else units
    return {
        "unit": unit,
        "unit_options": [{"key": one.key, "name": one.name} for one in units],
        "matrix": [
            {
                "name": one.name,
                "url": f"{ledger_url(ledger)}?unit={one.key}",
                "cells": [_cell(task, held.get((one.pk, task.pk))) for task in tasks],
                "unknown": sum((one.pk, task.pk) not in held for task in tasks),
            }
            for one in shown
        ],
        "counts": [_count_words(task, held, units) for task in tasks] if not unit else [],
        "says": matrix_sentence(held.values(), len(shown), len(tasks)),
        "unit_rows": preparation_rows(tasks, held, unit) if unit else [],
    }


def _cell(task: LedgerTask, row: Preparation | None) -> dict[str, Any]:
    cell = {"task": task.in_language("task").text, "number": task.number}
    if row is None:
        return {**cell, "tone": UNKNOWN_TONE, "label": _("no information yet"), "is_known": False}
    label = PreparationStatus(row.status).label
    facts = {"label": label, "tone": TONES[PreparationStatus(row.status)], "is_known": True}
    return {**cell, **facts, "as_of": row.as_of, "sources": [row]}


def preparation_rows(
    tasks: list[LedgerTask], held: dict[tuple[int, int], Preparation], unit: Unit
) -> list[dict[str, Any]]:
    """The tasks of one province with status, day, document, note and source."""
    rows = []
    for task in tasks:
        row = held.get((unit.pk, task.pk))
        cell = _cell(task, row)
        if row is not None:
            note = row.in_language("note")
            cell |= {"note": note.text, **named_document(row)}
        rows.append(cell)
    return rows


def named_document(row: Preparation) -> dict[str, str]:
    """The document a statement rests on; one that readers may not open is not told."""
    if row.document is None:
        return {"document": row.document_text, "url": ""}
    if row.document.state not in READABLE:
        return {"document": "", "url": ""}
    return {"document": str(row.document), "url": row.document.get_absolute_url()}


def matrix_sentence(rows: Iterable[Preparation], units: int, tasks: int) -> str:
    """What is to be seen, in one sentence."""
    known = list(rows)
    places = len({row.unit_id for row in known})
    if not known and units == 1:
        return _("No source tells yet how far this province is.")
    if not known:
        return _("No source tells yet how far any of these provinces is.")
    sentence = ngettext(
        "Sources tell %(known)s of %(all)s statuses, in %(n)s province.",
        "Sources tell %(known)s of %(all)s statuses, in %(n)s provinces.",
        places,
    )
    return sentence % {"known": len(known), "all": units * tasks, "n": places}


def _count_words(
    task: LedgerTask, held: dict[tuple[int, int], Preparation], units: list[Unit]
) -> dict[str, Any]:
    """How many provinces stand where with one task, in words; what is not known is said, not zero."""
    keys = {unit.pk for unit in units}
    counted = Counter(
        row.status for (unit, key), row in held.items() if key == task.pk and unit in keys
    )
    words = [
        {"tone": TONES[status], "label": status.label, "count": counted[status]}
        for status in reversed(PreparationStatus)
        if counted[status]
    ]
    unknown = len(units) - sum(counted.values())
    words.append({"tone": UNKNOWN_TONE, "label": _("no information yet"), "count": unknown})
    return {"number": task.number, "task": task.in_language("task").text, "words": words}


def _downloads(ledger: Ledger) -> list[dict[str, str]]:
    address = "guidelines:ledger_download"
    return [
        {
            "label": _("The whole ledger"),
            "url": reverse(address, args=[ledger.key, form]),
            "type": kind,
        }
        for form, kind in (("xlsx", "XLSX"), ("csv", "CSV"))
    ]


def _document_url(document: Document, path: str) -> str:
    return document.get_absolute_url() + (f"#{path}" if path else "")


def _library_crumb() -> list[dict[str, str]]:
    return [_crumb(_("Guideline library"), reverse("guidelines:list"))]


def _crumb(label: str, url: str = "") -> dict[str, str]:
    return {"label": label, "url": url}
