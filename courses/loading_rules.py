"""Load types of training and rules on hours from `data/training_rules.json`; no threshold is in it."""

from pathlib import Path
from typing import Any

from courses.models import HoursRule, TrainingType
from vkc.core.models import Confidence
from vkc.core.reference import FileSummary, RowError, RowReader, load_file, upsert

DATA = Path(__file__).parent / "data" / "training_rules.json"


def load_training_rules(path: Path = DATA) -> list[FileSummary]:
    """Add or change the types and rules of the file; what staff edited is kept."""
    return [load_file(path, _load)]


def _load(data: dict[str, Any], errors: list[RowError], summary: FileSummary) -> None:
    for order, raw in enumerate(data["types"], start=1):
        row = RowReader(file=summary.file, row=str(raw.get("key") or order), raw=raw, errors=errors)
        key = row.take("key", required=True)
        names = row.take("name", dict, required=True) or {}
        values = {
            **{f"name_{code}": names.get(code, "") for code in ("vi", "en", "ko")},
            "position": row.take("position", int) or order,
            **_source(row),
        }
        if not errors:
            kind = upsert(TrainingType, key=key, values=values, summary=summary)
            _load_rules(row, kind, errors, summary)


def _load_rules(row: RowReader, kind: Any, errors: list[RowError], summary: FileSummary) -> None:
    for raw in row.take("rules", list) or []:
        rule = RowReader(file=summary.file, row=str(raw.get("key")), raw=raw, errors=errors)
        key = rule.take("key", required=True)
        values = {
            "training_type": kind,
            "text_number": rule.take("text_number", required=True),
            "valid_from": rule.day("valid_from"),
            "note_vi": rule.take("note") or "",
            **_source(rule),
        }
        if not errors:
            upsert(HoursRule, key=key, values=values, summary=summary)


def _source(row: RowReader) -> dict[str, Any]:
    raw = row.take("source", dict, required=True) or {}
    if not raw.get("title") or raw.get("confidence", "") not in Confidence.values:
        row.error("source", "has no title or an unknown confidence")
    return {name: raw.get(name, "") for name in ("title", "url", "supports", "confidence")}
