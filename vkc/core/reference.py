"""Reference data: JSON files in an app's `data/`, loaded whole or not at all.

A row is compared with what was loaded last (a digest of the loaded values). If staff changed
the stored row since, the file does not overwrite it: the row is reported as kept.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from vkc.core.text import is_clean


@dataclass(frozen=True)
class RowError:
    """What is wrong, and where: file, row (from 1) or its key, field."""

    file: str
    row: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, field {self.field}: {self.message}"


class BrokenReference(Exception):
    """The file holds broken rows; nothing of it was loaded."""

    def __init__(self, errors: list[RowError]) -> None:
        self.errors = errors
        super().__init__("; ".join(str(error) for error in errors))


@dataclass
class FileSummary:
    """What loading one file did, in rows."""

    file: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    errors: list[RowError] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class RowReader:
    """Reads the fields of one raw row and collects what is wrong with them."""

    def __init__(self, *, file: str, row: str, raw: Any, errors: list[RowError]) -> None:
        self.file, self.row, self._errors = file, row, errors
        self.raw: dict[str, Any] = raw if isinstance(raw, dict) else {}
        if self.raw is not raw:
            self.error("-", f"is not an object: {type(raw).__name__}")

    def error(self, name: str, message: str) -> None:
        self._errors.append(RowError(self.file, self.row, name, message))

    def extend(self, errors: Iterable[RowError]) -> None:
        """Take over what a reader of a nested object found."""
        self._errors.extend(errors)

    def take(
        self, name: str, kind: type | tuple[type, ...] = str, *, required: bool = False
    ) -> Any:
        """The value of a field; a wrong type or a missing required one is an error."""
        value = self.raw.get(name)
        if value is None or value == "":
            if required:
                self.error(name, "is missing")
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.error(name, f"has the wrong type: {type(value).__name__}")
            return None
        if isinstance(value, str) and not is_clean(value):
            self.error(name, "holds a NUL character")
            return None
        return value

    def choice(self, name: str, allowed: Iterable[str], *, required: bool = True) -> Any:
        value = self.take(name, required=required)
        if value is not None and value not in allowed:
            self.error(name, f"is not one of the known values: {value}")
            return None
        return value

    def day(self, name: str, *, required: bool = False) -> Any:
        """A date in ISO form, or None."""
        from datetime import date

        value = self.take(name, required=required)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.error(name, f"is not a date like 2018-08-01: {value}")
            return None


def read_json(path: Path) -> Any:
    """The parsed file, or BrokenReference naming it and the line."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        problem = RowError(path.name, str(error.lineno), "-", f"is not JSON: {error.msg}")
        raise BrokenReference([problem]) from error
    except OSError as error:
        raise BrokenReference([RowError(path.name, "-", "-", str(error))]) from error


def load_file(path: Path, load: Callable[[Any, list[RowError], FileSummary], None]) -> FileSummary:
    """Run `load(data, errors, summary)` in one transaction; any error undoes the whole file."""
    summary = FileSummary(file=path.name)
    errors: list[RowError] = []
    data = read_json(path)
    try:
        with transaction.atomic():
            load(data, errors, summary)
            if errors:
                raise BrokenReference(errors)
    except (KeyError, TypeError, AttributeError) as error:
        # The file as a whole has another shape than its loader expects.
        problem = RowError(path.name, "-", "-", f"has an unexpected shape: {error!r}")
        raise BrokenReference([*errors, problem]) from error
    return summary


def digest(values: dict[str, Any]) -> str:
    """A stable digest of the values of a row."""
    text = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def stored_values(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, row._meta.get_field(name).attname) for name in names}


def upsert(
    model: type[models.Model],
    *,
    key: str,
    values: dict[str, Any],
    summary: FileSummary,
    identity: dict[str, Any] | None = None,
) -> models.Model:
    """Add or change one ReferenceBacked row, never overwriting what staff edited.

    `identity` names the row by its own unique columns where `reference_key` is not enough. Values
    a column cannot take raise BrokenReference with file, key and field.
    """
    lookup = identity or {"reference_key": key}
    fresh = model(**{**lookup, **values, "reference_key": key})
    _clean(fresh, summary.file, key)
    fresh.reference_digest = digest(stored_values(fresh, values))
    row = model._default_manager.filter(**lookup).first()
    if row is None:
        fresh.save()
        summary.added += 1
        return fresh
    return _renew(row, fresh, values, summary)


def _renew(
    row: models.Model, fresh: models.Model, names: Iterable[str], summary: FileSummary
) -> models.Model:
    """Bring a stored row up to the file, unless staff wrote what it holds."""
    stored = digest(stored_values(row, names))
    if stored == fresh.reference_digest:
        summary.unchanged += 1
    elif stored != row.reference_digest:  # staff edited it, or wrote it before the file had it
        summary.kept += 1
        return row
    else:
        for name in names:
            setattr(row, name, getattr(fresh, name))
        summary.changed += 1
    if row.reference_digest != fresh.reference_digest:
        row.reference_digest = fresh.reference_digest
        row.save()
    return row


def _clean(row: models.Model, file: str, key: str) -> None:
    """Bring the values into the form the columns hold, or say which field is broken."""
    relations = _relations(type(row))
    try:
        row.full_clean(exclude=relations, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        found = error.message_dict.items()
        problems = [RowError(file, key, name, " ".join(texts)) for name, texts in found]
        raise BrokenReference(problems) from error


def _relations(model: type[models.Model]) -> list[str]:
    return [f.name for f in model._meta.get_fields() if f.is_relation and f.concrete]
