"""The ledgers as tables for spreadsheets; the one per province is also what staff fill in."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.ledger_pages import public_answers, public_preparations
from guidelines.models import Ledger, Preparation
from vkc.core import tabular
from vkc.core.tabular import ALWAYS, Column
from vkc.places.models import Unit

TASK_COLUMNS = (
    Column("group", _("Group of tasks")),
    Column("number", _("Number in the group"), empty=ALWAYS),
    Column("task_vi", pgettext_lazy("of a ledger", "Task"), empty=ALWAYS),
    Column("task_en", _("Task in English")),
    Column("lead", _("Lead body")),
    Column("cooperating", _("Co-operating bodies")),
    Column("year_from", _("First year"), _("year")),
    Column("year_until", _("Last year"), _("year")),
    Column("funding", _("Funding")),
    Column("answered_by", _("Documents that answered it, separated by ;")),
    Column("missing_vi", _("What is missing")),
    Column("source", _("Where the row was read"), empty=ALWAYS),
    Column("source_url", _("Public address of that source"),
           empty=_("Empty: the source is being verified.")),
)  # fmt: skip
PREPARATION_COLUMNS = (
    Column("unit_key", _("Province, as scheme:code"), empty=ALWAYS),
    Column("unit_name", _("Name of the province"), empty=ALWAYS),
    Column("task_number", _("Number of the task"), empty=ALWAYS),
    Column("task", pgettext_lazy("of a ledger", "Task"), empty=ALWAYS),
    Column("status", _("not_started, under_way or issued")),
    Column("as_of", _("Day of the status, as 31/12/2026")),
    Column("document", _("Kind and number of the document, where there is one")),
    Column("note", _("Note")),
    Column("source", _("Name of the source")),
    Column("source_url", _("Address of the source")),
)


def task_records(ledger: Ledger) -> list[list[Any]]:
    answers: dict[int, list[str]] = {}
    for answer in public_answers().filter(task__ledger=ledger):
        answers.setdefault(answer.task_id, []).append(answer.label)
    return [
        _known(
            task.group, task.number, task.task_vi, task.task_en, task.lead, task.cooperating,
            task.year_from, task.year_until, task.funding, "; ".join(answers.get(task.pk, ())),
            task.missing_vi, task.title, task.public_url,
        )
        for task in ledger.tasks.all()
    ]  # fmt: skip


def preparation_records(ledger: Ledger) -> list[list[Any]]:
    """One row for each province and task; the cells of what nobody knows are empty."""
    rows = public_preparations().filter(task__ledger=ledger)
    held = {(row.unit_id, row.task_id): row for row in rows}
    tasks = list(ledger.tasks.all())
    return [
        _known(
            unit.key, unit.name_vi, task.number, task.task_vi, *_said(held.get((unit.pk, task.pk)))
        )
        for unit in Unit.objects.current()
        for task in tasks
    ]


def _said(row: Preparation | None) -> tuple[Any, ...]:
    if row is None:
        return (None,) * 6
    is_open = row.document is not None and row.document.state in ("published", "withdrawn")
    document = str(row.document) if is_open else row.document_text
    day = row.as_of.strftime("%d/%m/%Y")
    return row.status, day, document, row.note_vi, row.title, row.public_url


def _known(*cells: Any) -> list[Any]:
    return [cell if cell != "" else None for cell in cells]


def ledger_file(ledger: Ledger, *, form: str) -> tuple[bytes, str]:
    """The bytes of the ledger as "xlsx" or "csv", and their media type."""
    columns: tuple[Column, ...] = TASK_COLUMNS
    records = task_records(ledger) if not ledger.is_per_province else preparation_records(ledger)
    if ledger.is_per_province:
        columns = PREPARATION_COLUMNS
    if form == "csv":
        return tabular.as_csv(columns, records), "text/csv; charset=utf-8"
    title = ledger.key[:31]
    return tabular.as_xlsx(columns, records, title=title), tabular.XLSX_TYPE
