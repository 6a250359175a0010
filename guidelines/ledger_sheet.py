"""The filled-in table of a ledger per province, read without writing anything."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from guidelines.choices import PreparationStatus
from guidelines.exceptions import SheetRefused
from guidelines.ledger_files import PREPARATION_COLUMNS
from guidelines.models import Document, Ledger, LedgerTask
from guidelines.recognition import naming
from guidelines.services.ledgers import Source, Statement
from vkc.core.text import fold, nfc
from vkc.places.models import Unit

MOST_BYTES = 2 * 1024 * 1024
MOST_INFLATED = 40 * 1024 * 1024
MOST_ROWS = 2000
LONGEST = {"document": 300, "source": 500, "source_url": 1000, "note": 2000}
NEEDED = ("unit_key", "task_number", "status", "as_of", "source", "source_url")
SAID = ("as_of", "document", "note", "source", "source_url")


@dataclass(frozen=True)
class SheetError:
    """What is wrong in one cell: `row` and `column` as a spreadsheet counts them."""

    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class SheetRow:
    """One statement of the table."""

    row: int
    unit: Unit
    task: LedgerTask
    statement: Statement


@dataclass
class Sheet:
    """What the table says; nothing may be stored while `errors` holds anything."""

    rows: list[SheetRow] = field(default_factory=list)
    errors: list[SheetError] = field(default_factory=list)
    empty: int = 0


def read_sheet(content: bytes, *, ledger: Ledger, today: date) -> Sheet:
    """Read an XLSX of the columns `PREPARATION_COLUMNS`; rows without a status say nothing.

    Raises SheetRefused where the file as a whole cannot be read.
    """
    lines = list(_lines(content))
    places = _columns(lines[0] if lines else ())
    reader = _Reader(ledger, places, today)
    for number, cells in enumerate(lines[1:], start=2):
        reader.read(number, cells)
    return reader.sheet


def _lines(content: bytes) -> Iterator[tuple[Any, ...]]:
    """The rows of the first sheet, after the archive was measured."""
    if len(content) > MOST_BYTES:
        raise SheetRefused(_("The file is larger than 2 MB. Use the table offered for download."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_INFLATED:
                raise SheetRefused(_("The file holds far more than such a table can."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True)):
            if number > MOST_ROWS:
                raise SheetRefused(_("The table has more than 2000 rows."))
            yield cells
    except SheetRefused:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        text = _("This is not an XLSX file that can be read. Save the table as XLSX and try again.")
        raise SheetRefused(text) from error


def _columns(heads: tuple[Any, ...]) -> dict[str, int]:
    known = [column.name for column in PREPARATION_COLUMNS]
    found = {str(head).strip(): place for place, head in enumerate(heads) if head is not None}
    missing = [name for name in NEEDED if name not in found]
    if missing:
        text = _("The first row has to name these columns: %(names)s.")
        raise SheetRefused(text % {"names": ", ".join(missing)})
    return {name: found[name] for name in known if name in found}


class _Reader:
    """Reads row by row and collects what is wrong with where it stands."""

    def __init__(self, ledger: Ledger, places: dict[str, int], today: date) -> None:
        self.places, self.today = places, today
        self.units = {unit.key: unit for unit in Unit.objects.current()}
        self.tasks = {task.number: task for task in ledger.tasks.all()}
        self.statuses = {value: value for value in PreparationStatus.values}
        self.statuses |= {fold(str(status.label)): status.value for status in PreparationStatus}
        self.seen: set[tuple[str, str]] = set()
        self.sheet = Sheet()

    def read(self, number: int, cells: tuple[Any, ...]) -> None:
        given = {name: _text(cells, place) for name, place in self.places.items()}
        raw_day = cells[self.places["as_of"]] if len(cells) > self.places["as_of"] else None
        if not given["status"]:
            self._read_silent(number, given)
            return
        before = len(self.sheet.errors)
        unit = self._one_of(number, given, "unit_key", self.units, _("is no province of today"))
        task = self._one_of(number, given, "task_number", self.tasks, _("is no task of the ledger"))
        self._refuse_twice(number, given)
        status = self._status(number, given)
        day = self._day(number, given, raw_day)
        self._check_source(number, given)
        if len(self.sheet.errors) == before:
            statement = _statement(given, status, day)
            self.sheet.rows.append(SheetRow(number, unit, task, statement))

    def _read_silent(self, number: int, given: dict[str, str]) -> None:
        """A row without a status says nothing, unless it says something beside it."""
        if any(given.get(name) for name in SAID):
            self._error(number, "status", given, _("is empty, but the row says something"))
        elif any(given.values()):
            self.sheet.empty += 1

    def _one_of(
        self, number: int, given: dict[str, str], name: str, known: dict[str, Any], message: str
    ) -> Any:
        if given[name] not in known:
            self._error(number, name, given, message)
        return known.get(given[name])

    def _refuse_twice(self, number: int, given: dict[str, str]) -> None:
        key = (given["unit_key"], given["task_number"])
        if key in self.seen:
            self._error(number, "task_number", given, _("is given twice for this province"))
        self.seen.add(key)

    def _status(self, number: int, given: dict[str, str]) -> str:
        status = self.statuses.get(given["status"]) or self.statuses.get(fold(given["status"]))
        if status is None:
            message = _("is none of these: %(names)s") % {
                "names": ", ".join(f"{s.value} ({s.label})" for s in PreparationStatus)
            }
            self._error(number, "status", given, message)
        return status or ""

    def _day(self, number: int, given: dict[str, str], raw: Any) -> date | None:
        day = day_of(raw)
        if day is None:
            self._error(number, "as_of", given, _("is no date like 31/12/2026"))
        elif day > self.today:
            self._error(number, "as_of", given, _("lies in the future"))
        return day

    def _check_source(self, number: int, given: dict[str, str]) -> None:
        if not given["source"] and not given["source_url"]:
            self._error(number, "source", given, _("is missing: name the source or its address"))
        if given["source_url"] and not re.match(r"https?://\S+$", given["source_url"]):
            self._error(number, "source_url", given, _("is no address beginning with https://"))
        for name, most in LONGEST.items():
            if len(given.get(name, "")) > most:
                message = _("is longer than %(most)s characters") % {"most": most}
                self._error(number, name, given, message)

    def _error(self, number: int, name: str, given: dict[str, str], message: str) -> None:
        column = f"{get_column_letter(self.places[name] + 1)} ({name})"
        self.sheet.errors.append(SheetError(number, column, given.get(name, "")[:60], message))


def _text(cells: tuple[Any, ...], place: int) -> str:
    """A cell as text, without the apostrophe that keeps text from being a formula."""
    value = cells[place] if place < len(cells) else None
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = nfc(str(value)).strip().replace("\x00", "")
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def day_of(raw: Any) -> date | None:
    """A date from a cell that is one, or from text such as 31/12/2026."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    found = re.fullmatch(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*", str(raw or ""))
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _statement(given: dict[str, str], status: str, day: date | None) -> Statement:
    named = given.get("document", "")
    document = document_named(named)
    return Statement(
        status=status,
        as_of=day or date.min,
        source=Source(title=given["source"], url=given["source_url"]),
        document=document,
        document_text="" if document else named,
        notes={"vi": given.get("note", "")},
    )


def document_named(text: str) -> Document | None:
    """The one published document that these words name; never a guess among several."""
    named = naming.numbered_at(text.strip(), 0) if text else None
    if named is None or not named.kind:
        return None
    found = Document.objects.published().filter(kind=named.kind, number__iexact=named.number)
    if named.issued_on:
        found = found.filter(issued_on=named.issued_on)
    rows = list(found[:2])
    return rows[0] if len(rows) == 1 else None
