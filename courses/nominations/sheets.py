"""A table of people to be named: the one to download, and a filled-in one read back."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from courses.exceptions.nominations import ListRefused
from vkc.accounts.models import Agency
from vkc.accounts.services.people import check_people
from vkc.core.tabular import Column, as_xlsx
from vkc.core.text import fold, nfc
from vkc.core.uploads import MEDIA_TYPES

MOST_ROWS = 1000
LONGEST = 150
COLUMNS = {
    "full_name": Column("Họ và tên", gettext_lazy("Full name, with all its marks.")),
    "email": Column("Thư điện tử", gettext_lazy("The person's own e-mail address of work.")),
    "position": Column("Chức vụ", gettext_lazy("Position held; may stay empty.")),
}
# Headings by which a column is known, without marks and capitals.
HEADINGS = {
    "full_name": ("ho va ten", "ho ten", "full name", "name", "성명", "이름"),
    "email": ("thu dien tu", "email", "e-mail", "dia chi thu dien tu", "이메일", "전자우편"),
    "position": ("chuc vu", "position", "vi tri", "직위"),
}


@dataclass(frozen=True)
class CellError:
    """What is wrong in one cell: `row` as a spreadsheet counts it, the heading, value and rule."""

    row: int
    column: str
    value: str
    rule: str


@dataclass
class PeopleList:
    """Rows of (e-mail, name, position); nothing is added while `errors` holds anything."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


def write_template() -> bytes:
    """An XLSX with the headings and what each column takes."""
    return as_xlsx(list(COLUMNS.values()), [], title="Danh sách cử")


def read_people(content: bytes, *, media_type: str, agency: Agency, named: set[str]) -> PeopleList:
    """Read a table; every error at once. `named` are addresses the letter already holds.

    Raises ListRefused where the file as a whole cannot be read.
    """
    is_xlsx = media_type == MEDIA_TYPES["xlsx"]
    lines = _numbered(_from_xlsx(content) if is_xlsx else _from_csv(content))
    if not lines:
        raise ListRefused(_("The table holds no rows. Fill in the one offered for download."))
    places = _places(lines[0][1])
    found, at_row = PeopleList(), []
    seen: dict[str, int] = {}
    for number, cells in lines[1:]:
        person = {key: _text(cells, place) for key, place in places.items()}
        if any(person.values()):
            found.errors += _wrong(number, person, seen, named)
            found.rows.append((person["email"], person["full_name"], person.get("position", "")))
            at_row.append(number)
    found.errors += _accounts(found.rows, at_row, agency)
    found.errors.sort(key=lambda error: error.row)
    if not found.rows:
        raise ListRefused(_("The table names nobody below its headings."))
    return found


def _numbered(lines: Iterator[Sequence[Any]]) -> list[tuple[int, Sequence[Any]]]:
    """Rows with something in them, by the number a spreadsheet shows."""
    kept = []
    for number, cells in enumerate(lines, start=1):
        if number > MOST_ROWS:
            raise ListRefused(_("The table has more than %(most)s rows.") % {"most": MOST_ROWS})
        if any(str(cell).strip() for cell in cells if cell is not None):
            kept.append((number, cells))
    return kept


def _from_xlsx(content: bytes) -> Iterator[Sequence[Any]]:
    """The first sheet, with formulas as they are written; the file was inspected before."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1)
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise ListRefused(_("This table cannot be read. Save it again as XLSX.")) from error


def _from_csv(content: bytes) -> Iterator[Sequence[str]]:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListRefused(
            _("The letters of this table cannot be read. Save it as XLSX.")
        ) from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:  # such as a quotation mark that is never closed
        raise ListRefused(_("This table cannot be read. Save it again as XLSX.")) from error


def _places(heads: Sequence[Any]) -> dict[str, int]:
    """Which column is where; name and e-mail have to be there."""
    known = [fold(str(head)).strip() if head is not None else "" for head in heads]
    places = {
        key: next(place for place, head in enumerate(known) if head in words)
        for key, words in HEADINGS.items()
        if set(words) & set(known)
    }
    missing = [COLUMNS[key].name for key in ("full_name", "email") if key not in places]
    if missing:
        sentence = _("The first row has to name these columns: %(names)s.")
        raise ListRefused(sentence % {"names": ", ".join(missing)})
    return places


def _text(cells: Sequence[Any], place: int) -> str:
    value = cells[place] if place < len(cells) else None
    return "" if value is None else " ".join(nfc(str(value)).split())


def _wrong(
    number: int, person: dict[str, str], seen: dict[str, int], named: set[str]
) -> list[CellError]:
    errors = []
    for key in person:
        rule = _rule(key, person[key])
        if rule:
            errors.append(_error(number, key, person[key], rule))
    email = person["email"].lower()
    if email in seen:
        rule = _("stands in row %(row)s already") % {"row": seen[email]}
        errors.append(_error(number, "email", person["email"], rule))
    elif email in named:
        errors.append(_error(number, "email", person["email"], _("is named in the letter already")))
    if email:
        seen.setdefault(email, number)
    return errors


def _rule(key: str, value: str) -> str:
    """Which rule a cell breaks; empty where none."""
    if value.startswith("="):
        return _("is a formula; write the value itself")
    if not value:
        return "" if key == "position" else _("must not be empty")
    if len(value) > LONGEST:
        return _("is longer than %(most)s characters") % {"most": LONGEST}
    if key != "email":
        return ""
    try:
        validate_email(value)
    except ValidationError:
        return _("is not an e-mail address")
    return ""


def _accounts(
    rows: list[tuple[str, str, str]], at_row: list[int], agency: Agency
) -> list[CellError]:
    return [
        _error(at_row[place], "email", rows[place][0], str(refusal))
        for place, refusal in check_people(rows, agency=agency).items()
    ]


def _error(row: int, key: str, value: str, rule: str) -> CellError:
    return CellError(row, COLUMNS[key].name, value[:LONGEST], rule)
