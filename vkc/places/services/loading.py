"""Load regions, units, types, succession, figures and former cities from `data/`."""

from datetime import date
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

from vkc.core.reference import FileSummary, RowError, RowReader, load_file, upsert
from vkc.places.choices import Measure, UnitKind
from vkc.places.models import FormerCity, Region, Succession, Unit, UnitFigure, UnitType
from vkc.places.querysets import CHANGE_DAY

DATA = Path(__file__).parent.parent / "data"
KINDS = {"tỉnh": UnitKind.PROVINCE, "thành phố trung ương": UnitKind.CITY}
LAST_OLD_DAY = date(2025, 6, 30)
REGION_NAMES = {
    "NMM": ("Northern Midlands and Mountains", "북부 중산간 지역"),
    "RRD": ("Red River Delta", "홍강 삼각주"),
    "NCC": ("North Central and Central Coast", "북중부·중부 해안"),
    "CHL": ("Central Highlands", "떠이응우옌(중부 고원)"),
    "SE": ("Southeast", "동남부"),
    "MRD": ("Mekong Delta", "메콩강 삼각주"),
    "NC": ("North Central Coast", "북중부"),
    "SCCH": ("South Central Coast and Central Highlands", "남중부 해안·중부 고원"),
}


def load_places(folder: Path = DATA) -> list[FileSummary]:
    """Both files of the app; each is loaded whole or not at all."""
    return [
        load_file(folder / "admin_units.json", _load_units),
        load_file(folder / "former_cities.json", _load_cities),
    ]


def _load_units(data: dict[str, Any], errors: list[RowError], summary: FileSummary) -> None:
    sources = data["sources"]
    regions = _load_regions(data, summary)
    units: dict[str, Unit] = {}
    for raw in [*data["units_63"], *data["units_34"]]:
        row = RowReader(file=summary.file, row=str(raw.get("key")), raw=raw, errors=errors)
        values = _unit_values(row, regions)
        if errors:
            continue
        unit = upsert(
            Unit,
            key=raw["key"],
            values=values,
            summary=summary,
            identity={"scheme": int(raw["scheme"]), "code": raw["code"]},
        )
        units[raw["key"]] = unit
        _load_types(row, unit, sources)
        _load_figures(row, unit, sources, summary)
    _load_succession(data["units_34"], units, errors, summary)


def _load_regions(data: dict[str, Any], summary: FileSummary) -> dict[tuple[int, str], Region]:
    found = {}
    for scheme in (63, 34):
        for order, raw in enumerate(data[f"regions_{scheme}"], start=1):
            name_en, name_ko = REGION_NAMES.get(raw["code"], ("", ""))
            values = {"name_vi": raw["name_vi"], "name_en": name_en, "name_ko": name_ko}
            found[(scheme, raw["code"])] = upsert(
                Region,
                key=f"{scheme}:{raw['code']}",
                values={**values, "order": order},
                summary=summary,
                identity={"scheme": scheme, "code": raw["code"]},
            )
    return found


def _unit_values(row: RowReader, regions: dict[tuple[int, str], Region]) -> dict[str, Any]:
    scheme = row.choice("scheme", ("63", "34"))
    code = row.take("code", required=True)
    if code is not None and not (len(code) == 2 and code.isdigit()):
        row.error("code", f"is not two digits: {code}")
    region = regions.get((int(scheme or 0), row.take("region_code", required=True)))
    if region is None:
        row.error("region_code", "names no region of this scheme")
    row.choice("type", KINDS)
    return {
        "name_vi": row.take("name_vi", required=True),
        "name_en": row.take("name_en") or "",
        "region_id": region.pk if region else None,
        "valid_from": row.day("valid_from", required=True),
        "valid_until": row.day("valid_to"),
    }


def _load_types(row: RowReader, unit: Unit, sources: dict[str, Any]) -> None:
    history = row.raw.get("type_history") or row.raw.get("history") or [row.raw]
    for raw in history:
        errors: list[RowError] = []
        entry = RowReader(file=row.file, row=row.row, raw=raw, errors=errors)
        first = entry.day("valid_from")
        if first is None and not errors:
            continue  # reported without a day or an act: not shown until staff find both
        kind = entry.choice("type", KINDS)
        values = {
            "full_name_vi": entry.take("full_name_vi", required=True),
            "valid_until": entry.day("valid_to"),
            **_source(entry.take("source") or "vau", sources),
        }
        if errors:
            row.extend(errors)
            continue
        UnitType.objects.update_or_create(
            unit=unit, valid_from=first, defaults={**values, "kind": KINDS[kind]}
        )


def _source(keys: str, sources: dict[str, Any]) -> dict[str, str]:
    """The last key that has an address wins: later keys name the more official source."""
    known = [sources[key.strip()] for key in keys.split(",") if key.strip() in sources]
    if not known:
        return {"title": keys, "url": ""}
    linked = [entry for entry in known if entry.get("url")]
    best = (linked or known)[-1]
    return {"title": best["what"][:500], "url": best.get("url") or ""}


def _load_figures(
    row: RowReader, unit: Unit, sources: dict[str, Any], summary: FileSummary
) -> None:
    wanted = (
        ("population", Measure.POPULATION),
        ("population_nso", Measure.POPULATION),
        ("area_km2", Measure.AREA),
        ("commune_level_units", Measure.COMMUNES),
    )
    for name, measure in wanted:
        raw = row.take(name, dict)
        if not raw or raw.get("value") is None:
            continue
        basis = raw.get("basis") or ""
        year = str(raw.get("year") or raw.get("as_of"))
        key = f"{unit.key}:{name}"
        values = {
            "unit_id": unit.pk,
            "measure": measure.value,
            "value": raw["value"],
            "year": year,
            "basis": basis,
            **_source(raw.get("source") or "", sources),
        }
        _figure(row, key, values, summary)


def _figure(row: RowReader, key: str, values: dict[str, Any], summary: FileSummary) -> None:
    value = values["value"]
    is_figure = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    if not is_figure or value < 0:
        row.error(values["measure"], f"is not a figure: {value}")
        return
    values["value"] = Decimal(str(values["value"])).quantize(Decimal("0.001"))
    upsert(UnitFigure, key=key, values=values, summary=summary)


def _load_succession(
    raw_units: list[dict[str, Any]],
    units: dict[str, Unit],
    errors: list[RowError],
    summary: FileSummary,
) -> None:
    for raw in raw_units:
        row = RowReader(file=summary.file, row=str(raw.get("key")), raw=raw, errors=errors)
        for predecessor in row.take("predecessors", list, required=True) or []:
            if errors:
                return  # units after a broken row were not read, so nothing can be resolved
            if predecessor not in units:
                row.error("predecessors", f"names no unit of this file: {predecessor}")
                continue
            Succession.objects.get_or_create(
                predecessor=units[predecessor],
                successor=units[raw["key"]],
                defaults={"on": CHANGE_DAY},
            )


def _load_cities(data: dict[str, Any], errors: list[RowError], summary: FileSummary) -> None:
    units = {unit.key: unit for unit in Unit.objects.all()}
    for raw in data["cities"]:
        row = RowReader(file=summary.file, row=str(raw.get("slug")), raw=raw, errors=errors)
        slug = row.take("slug", required=True)
        province = row.choice("province", units)
        receiver = row.choice("received_by", units)
        values = {
            "name_vi": row.take("name_vi", required=True),
            "note": row.take("note") or "",
            "title": data.get("source", ""),
            "valid_until": LAST_OLD_DAY,
        }
        if not errors:
            values |= {"province_id": units[province].pk, "received_by_id": units[receiver].pk}
            upsert(FormerCity, key=slug, values=values, summary=summary, identity={"slug": slug})
