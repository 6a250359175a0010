"""What ledgers offer to others: panels of documents and provinces, and what other domains read."""

from typing import Any

from django.utils.translation import gettext as _

from guidelines.choices import PreparationStatus
from guidelines.ledger_pages import (
    ledger_url,
    matrix_sentence,
    named_document,
    preparation_rows,
    public_preparations,
    readable_ledgers,
)
from guidelines.models import Document, LedgerAnswer
from guidelines.querysets import READABLE
from vkc.core.registry import Panel
from vkc.places.models import Unit


def document_panel(subject: Any) -> Panel | None:
    """On a document's page: what it asks for, and which tasks it answered."""
    if not isinstance(subject, Document) or subject.state not in READABLE:
        return None
    ledgers = [
        {
            "title": ledger.in_language("title").text,
            "url": ledger_url(ledger),
            "tasks": [
                {"number": task.number, "task": task.in_language("task").text}
                for task in ledger.tasks.all()
            ],
        }
        for ledger in subject.ledgers.prefetch_related("tasks")
    ]
    answered = LedgerAnswer.objects.filter(
        document=subject, task__ledger__document__state__in=READABLE
    ).select_related("task__ledger__document")
    answers = [
        {
            "task": row.task.in_language("task").text,
            "url": ledger_url(row.task.ledger),
            "document": str(row.task.ledger.document),
            "is_partial": row.is_partial,
        }
        for row in answered
    ]
    if not ledgers and not answers:
        return None
    return Panel(
        "guidelines/panel_asks.html",
        {"ledgers": ledgers, "answers": answers},
        _("What this document asks for") if ledgers else _("Tasks this document answered"),
    )


def unit_panel(subject: Any) -> Panel | None:
    """On a province's page: how far it is with what it must prepare."""
    if not isinstance(subject, Unit) or subject.valid_until or subject.scheme != 34:
        return None
    ledgers = readable_ledgers().filter(is_per_province=True).prefetch_related("tasks")
    held = {(row.unit_id, row.task_id): row for row in public_preparations(subject)}
    groups = []
    for ledger in ledgers:
        tasks = list(ledger.tasks.all())
        rows = preparation_rows(tasks, held, subject)
        own = [row for row in held.values() if row.task.ledger_id == ledger.pk]
        groups.append(
            {
                "title": ledger.in_language("title").text,
                "url": f"{ledger_url(ledger)}?unit={subject.key}",
                "rows": rows,
                "is_known": bool(own),
                "says": matrix_sentence(own, 1, len(tasks)),
            }
        )
    if not groups:
        return None
    return Panel("guidelines/panel_preparations.html", {"groups": groups}, _("What it prepares"))


def preparations_of(unit: Unit) -> list[dict[str, Any]]:
    """What is publicly known of a province's preparations, for other domains: one dict per
    statement with `ledger`, `task`, `status` (PreparationStatus value), `status_label`, `as_of`
    (date), `document` (label or ""), `document_url`, `source` (title, url), `url` of the ledger.

    A task without a dict is a task nothing is known of.
    """
    found = []
    for row in public_preparations(unit).order_by("task__ledger__order", "task__order"):
        named = named_document(row)
        found.append(
            {
                "ledger": row.task.ledger.key,
                "task": row.task.in_language("task").text,
                "status": row.status,
                "status_label": str(PreparationStatus(row.status).label),
                "as_of": row.as_of,
                "document": named["document"],
                "document_url": named["url"],
                "source": {"title": row.title, "url": row.public_url},
                "url": f"{ledger_url(row.task.ledger)}?unit={unit.key}",
            }
        )
    return found
