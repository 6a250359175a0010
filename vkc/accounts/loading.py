"""Reference data: roles, the bodies named in the centre's own facts, one committee per unit."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from vkc.accounts.choices import AgencyKind
from vkc.accounts.models import Agency
from vkc.accounts.services.roles import ensure_roles
from vkc.core.reference import FileSummary, RowError, RowReader, load_file, upsert
from vkc.places.models import Unit

FILE = Path(__file__).resolve().parent / "data" / "agencies.json"


def load_accounts() -> list[FileSummary]:
    """Groups and permissions, ministry bodies and partners, provincial people's committees."""
    return [_load_roles(), load_file(FILE, _load_agencies), load_committees()]


def _load_roles() -> FileSummary:
    done = list(ensure_roles().values())
    counts = {word: done.count(word) for word in ("added", "changed", "unchanged")}
    return FileSummary(file="accounts roles", **counts)


def _load_agencies(data: Any, errors: list[RowError], summary: FileSummary) -> None:
    for number, raw in enumerate(data["agencies"], start=1):
        row = RowReader(file=FILE.name, row=str(number), raw=raw, errors=errors)
        key = row.take("key", required=True)
        values = {
            "kind": row.choice("kind", (AgencyKind.MINISTRY, AgencyKind.PARTNER)),
            "name_vi": row.take("name_vi", required=True),
            "name_en": row.take("name_en") or "",
            "name_ko": row.take("name_ko") or "",
        }
        if not errors:
            upsert(Agency, key=f"body:{key}", values=values, summary=summary)


@transaction.atomic
def load_committees() -> FileSummary:
    """One people's committee per current unit: the law on local government gives each one."""
    summary = FileSummary(file="accounts people's committees")
    today = timezone.localdate()
    for unit in Unit.objects.current(on=today).prefetch_related("types"):
        kind = unit.type_on(today)
        if kind is None:
            continue
        full_name = kind.full_name_vi
        values = {
            "kind": AgencyKind.PROVINCE,
            "name_vi": f"Ủy ban nhân dân {full_name[0].lower()}{full_name[1:]}",
            "name_en": f"People's Committee of {unit.name_en or unit.name_vi}",
            "unit": unit,
        }
        upsert(Agency, key=f"committee:{unit.key}", values=values, summary=summary)
    return summary
