"""Load the taxonomy from `data/topics.json`."""

from pathlib import Path
from typing import Any

from vkc.core.reference import FileSummary, RowError, RowReader, load_file, upsert
from vkc.topics.models import Pillar, Topic

DATA = Path(__file__).parent / "data" / "topics.json"


def load_topics(path: Path = DATA) -> list[FileSummary]:
    """Add or change the topics of the file; topics staff added stay."""
    return [load_file(path, _load)]


def _load(data: dict[str, Any], errors: list[RowError], summary: FileSummary) -> None:
    for order, raw in enumerate(data["topics"], start=1):
        row = RowReader(file=summary.file, row=str(raw.get("key") or order), raw=raw, errors=errors)
        key = row.take("key", required=True)
        values = {
            "pillar": row.choice("pillar", Pillar.values),
            "name_vi": row.take("name_vi", required=True),
            "name_en": row.take("name_en", required=True),
            "name_ko": row.take("name_ko", required=True),
            "order": order,
        }
        if not errors:
            upsert(Topic, key=key, values=values, summary=summary, identity={"key": key})
