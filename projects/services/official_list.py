"""Load an official list of names into a register: read, show what would happen, then do it.

The table has a header row with the columns of `COLUMNS`; the how-to "load the official list"
describes them. Nothing is applied while any row is broken.
"""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from projects.choices import MemberState, Scope
from projects.exceptions import (
    FileTooLarge,
    ListHasErrors,
    NotAWorkbook,
    ReasonMissing,
    WorkbookHasMacros,
)
from projects.models import Programme, Register, RegisterMember
from projects.permissions import can_load_register
from projects.services.members import confirm_member, propose_member, remove_member
from vkc.core.text import fold, nfc
from vkc.places.models import FormerCity, Unit

MAX_MEGABYTES = 2
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
MAX_UNPACKED_BYTES = 20 * 1024 * 1024
MAX_ROWS = 500
COLUMNS = {
    "cap": "scope",
    "scope": "scope",
    "ma": "code",
    "ma don vi": "code",
    "code": "code",
    "tinh, thanh pho": "unit",
    "tinh/thanh pho": "unit",
    "province": "unit",
    "thanh pho thuoc tinh": "city",
    "city": "city",
}
REQUIRED = {"scope": "Cấp", "code": "Mã đơn vị", "unit": "Tỉnh, thành phố"}
SCOPES = {
    "tinh": Scope.PROVINCE,
    "toan tinh": Scope.PROVINCE,
    "province": Scope.PROVINCE,
    "thanh pho": Scope.CITY,
    "thanh pho thuoc tinh": Scope.CITY,
    "city": Scope.CITY,
}


class CellError(NamedTuple):
    """What is wrong in a table, and where."""

    sheet: str
    row: int
    column: str
    value: str
    rule: str

    def __str__(self) -> str:
        place = _("sheet %(sheet)s, row %(row)s, column %(column)s") % self._asdict()
        return f"{place}: “{self.value}”. {self.rule}"


class Place(NamedTuple):
    unit: Unit
    city: FormerCity | None

    @property
    def name(self) -> str:
        return f"{self.city.name_vi}, {self.unit.name}" if self.city else self.unit.name


@dataclass
class Plan:
    """What loading the list would do. `warnings` do not stop it, `errors` do."""

    register: Register
    confirm: list[RegisterMember] = field(default_factory=list)
    add: list[Place] = field(default_factory=list)
    unchanged: list[RegisterMember] = field(default_factory=list)
    remove: list[RegisterMember] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "register": self.register.key,
            "confirm": [member.place_name for member in self.confirm],
            "add": [place.name for place in self.add],
            "unchanged": [member.place_name for member in self.unchanged],
            "remove": [member.place_name for member in self.remove],
            "errors": [str(error) for error in self.errors],
            "warnings": self.warnings,
        }


class Row(NamedTuple):
    sheet: str
    number: int
    cells: dict[str, str]


def plan_official_list(*, register: Register, name: str, content: bytes) -> Plan:
    """Read a table and say what it would confirm, add and remove. Writes nothing.

    Raises a Refusal for a file that is no table, holds macros or is too large.
    """
    plan = Plan(register)
    rows = _read_rows(name, content, plan.errors)
    places = _Places()
    listed: dict[tuple[int, int | None], Place] = {}
    for row in rows:
        place = places.find(row, plan.errors)
        if place is None:
            continue
        key = (place.unit.pk, place.city.pk if place.city else None)
        if key in listed:
            plan.errors.append(_error(row, "unit", _("This place is in the list twice.")))
        listed[key] = place
    _compare(plan, listed)
    return plan


@transaction.atomic
def apply_official_list(
    *, plan: Plan, by: Any, reason: str, evidence: str, at: datetime
) -> dict[str, int]:
    """Do what a plan says: confirm and add the listed places, remove proposals not listed.

    `evidence` names the document that carries the list. Returns counts by verb.
    """
    if not can_load_register(by):
        raise PermissionDenied
    if plan.errors:
        raise ListHasErrors
    if not reason.strip() or not evidence.strip():
        raise ReasonMissing
    Register.objects.select_for_update().get(pk=plan.register.pk)
    words = {"by": by, "reason": reason, "evidence": evidence, "at": at}
    for member in plan.confirm:
        confirm_member(member=member, **words)
    for place in plan.add:
        programme = Programme.objects.filter(unit=place.unit, city=place.city).first()
        member = propose_member(
            register=plan.register, unit=place.unit, city=place.city, programme=programme, **words
        )
        confirm_member(member=member, **words)
    for member in plan.remove:
        remove_member(member=member, **words)
    return {
        "confirmed": len(plan.confirm),
        "added": len(plan.add),
        "unchanged": len(plan.unchanged),
        "removed": len(plan.remove),
    }


def _compare(plan: Plan, listed: dict[tuple[int, int | None], Place]) -> None:
    members = plan.register.members.standing().with_places()
    standing = {(member.unit_id, member.city_id): member for member in members}
    for key, place in listed.items():
        member = standing.get(key)
        if member is None:
            plan.add.append(place)
        elif member.state == MemberState.CONFIRMED:
            plan.unchanged.append(member)
        else:
            plan.confirm.append(member)
    plan.remove = [member for key, member in standing.items() if key not in listed]
    if not plan.errors:
        _warn(plan, listed)


def _warn(plan: Plan, listed: dict[tuple[int, int | None], Place]) -> None:
    cities = sum(1 for place in listed.values() if place.city)
    found = {
        "declared_total": len(listed),
        "declared_province_wide": len(listed) - cities,
        "declared_city_level": cities,
    }
    for name, count in found.items():
        declared = getattr(plan.register, name)
        if declared is not None and declared != count:
            label = Register._meta.get_field(name).verbose_name
            plan.warnings.append(
                _("%(label)s: the register declares %(declared)s, the list holds %(count)s.")
                % {"label": str(label).capitalize(), "declared": declared, "count": count}
            )


def _read_rows(name: str, content: bytes, errors: list[CellError]) -> list[Row]:
    if len(content) > MAX_BYTES:
        raise FileTooLarge(limit=MAX_MEGABYTES)
    if name.lower().endswith((".xlsm", ".xltm", ".xls")):
        raise WorkbookHasMacros if name.lower().endswith("m") else NotAWorkbook
    if content[:2] == b"PK":
        sheet, table = _read_workbook(content)
    elif name.lower().endswith(".csv"):
        sheet, table = "CSV", _read_csv(content)
    else:
        raise NotAWorkbook
    return _to_rows(sheet, table, errors)


def _read_workbook(content: bytes) -> tuple[str, list[list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise NotAWorkbook from None
    if any("vbaproject" in entry.lower() for entry in names):
        raise WorkbookHasMacros
    if size > MAX_UNPACKED_BYTES:
        raise FileTooLarge(limit=MAX_UNPACKED_BYTES // (1024 * 1024))
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        table = [list(row) for row in sheet.iter_rows(max_row=MAX_ROWS + 1, values_only=True)]
        title = sheet.title
    except Exception:  # openpyxl raises many kinds of errors on broken files
        raise NotAWorkbook from None
    return title, [[_text(cell) for cell in row] for row in table]


def _read_csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAWorkbook from None
    if "\x00" in text:
        raise NotAWorkbook
    delimiter = ";" if text.split("\n", 1)[0].count(";") > 1 else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [[_text(cell) for cell in row] for row in islice(rows, MAX_ROWS + 1)]
    except csv.Error:  # such as a quotation mark that is never closed
        raise NotAWorkbook from None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return nfc(str(cell)).strip().replace("\x00", "")


def _to_rows(sheet: str, table: list[list[str]], errors: list[CellError]) -> list[Row]:
    header = [COLUMNS.get(fold(cell), "") for cell in table[0]] if table else []
    for column, label in REQUIRED.items():
        if column not in header:
            rule = _("The first row must hold this column.")
            errors.append(CellError(sheet, 1, label, "", rule))
    if errors:
        return []
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        named = {name: cell for name, cell in zip(header, cells, strict=False) if name}
        if any(named.values()):
            rows.append(Row(sheet, number, named))
    if not rows:
        errors.append(CellError(sheet, 2, "-", "", _("The table holds no rows.")))
    return rows


LABELS = {**REQUIRED, "city": "Thành phố thuộc tỉnh"}


def _error(row: Row, column: str, rule: str) -> CellError:
    return CellError(row.sheet, row.number, LABELS[column], row.cells.get(column, "")[:80], rule)


class _Places:
    """Units of the 63-unit scheme and their former cities, read once."""

    def __init__(self) -> None:
        self.units = {unit.code: unit for unit in Unit.objects.filter(scheme=63)}
        self.cities = {
            (city.province_id, fold(city.name_vi)): city for city in FormerCity.objects.all()
        }

    def find(self, row: Row, errors: list[CellError]) -> Place | None:
        """The place of a row, or None after noting what is wrong with it."""
        before = len(errors)
        scope = SCOPES.get(fold(row.cells.get("scope", "")))
        if scope is None:
            errors.append(_error(row, "scope", _("Write “tỉnh” or “thành phố”.")))
        unit = self._unit(row, errors)
        city = None
        city_name = fold(row.cells.get("city", ""))
        if scope == Scope.CITY and unit:
            city = self.cities.get((unit.pk, city_name.removeprefix("thanh pho ")))
            if city is None:
                errors.append(_error(row, "city", _("No former city of this province.")))
        elif scope == Scope.PROVINCE and city_name:
            errors.append(_error(row, "city", _("Leave it empty for a whole province.")))
        return Place(unit, city) if unit and len(errors) == before else None

    def _unit(self, row: Row, errors: list[CellError]) -> Unit | None:
        code = row.cells.get("code", "")
        unit = self.units.get(code.zfill(2) if code.isdigit() else code)
        if unit is None:
            errors.append(_error(row, "code", _("No unit of the 63-unit scheme has this code.")))
            return None
        name = fold(row.cells.get("unit", "")).removeprefix("tinh ").removeprefix("thanh pho ")
        known = {fold(unit.name_vi).removeprefix("thanh pho "), fold(unit.name_en)}
        if name not in known:
            rule = _("The code %(code)s is %(unit)s; the name must be the same.")
            errors.append(_error(row, "unit", rule % {"code": unit.code, "unit": unit.name_vi}))
            return None
        return unit
