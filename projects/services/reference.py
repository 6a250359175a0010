"""Load `data/programmes.json` and `data/registers.json`; never over what staff edited."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.choices import Currency, Fact, HasCentre, Kind, Precision, Quality, Scope
from projects.dates import check_partial_date
from projects.models import Programme, ProgrammeSource, Register, RegisterCount, RegisterSource
from projects.services.members import propose_member
from projects.services.search import refresh_search
from vkc.core.models import Confidence
from vkc.core.reference import FileSummary, RowError, RowReader, load_file, upsert
from vkc.places.models import FormerCity, Unit
from vkc.topics.models import Topic

DATA = Path(__file__).parent.parent / "data"
PROPOSED_FROM = "Đề xuất theo các nguồn công khai, chờ Bộ Xây dựng xác nhận."
TEXTS = ("title_en", "decision_number", "issuer", "ioc_name", "ioc_note_vi", "ioc_note_en",
         "status_vi", "status_en", "note_vi", "note_en", "staff_note")  # fmt: skip
YEARS = ("period_start", "period_end", "vision_year")


def load_projects(folder: Path = DATA) -> list[FileSummary]:
    """Both files; each is loaded whole or not at all."""
    return [
        load_file(folder / "programmes.json", _load_programmes),
        load_file(folder / "registers.json", _load_registers),
    ]


class _Known:
    """What the rows refer to, read once."""

    def __init__(self) -> None:
        self.units = {unit.code: unit for unit in Unit.objects.filter(scheme=63)}
        self.cities = {city.slug: city for city in FormerCity.objects.all()}
        self.topics = {topic.key: topic for topic in Topic.objects.all()}


def _partial(row: RowReader, name: str) -> str:
    value = row.take(name) or ""
    if value:
        try:
            check_partial_date(value)
        except ValidationError:
            row.error(name, f"is not a date like 2018, 2018-07 or 2018-07-31: {value}")
    return value


def _load_programmes(data: dict[str, Any], errors: list[RowError], summary: FileSummary) -> None:
    known = _Known()
    read = []
    for order, raw in enumerate(data["programmes"], start=1):
        row = RowReader(file=summary.file, row=str(raw.get("id") or order), raw=raw, errors=errors)
        read.append((row, _programme_values(row, known), _parts(row, known)))
    if errors:
        return
    for row, values, parts in read:
        _store_programme(row, values, parts, known, summary)


def _programme_values(row: RowReader, known: _Known) -> dict[str, Any]:
    unit = known.units.get(row.take("unit_code_63", required=True))
    if unit is None:
        row.error("unit_code_63", "names no unit of the 63-unit scheme; load the places first")
    scope = row.choice("scope", Scope.values)
    city = known.cities.get(row.take("city"))
    if scope == Scope.CITY and city is None:
        row.error("city", f"names no former city: {row.raw.get('city')}")
    elif city and unit and city.province_id != unit.pk:
        row.error("city", f"was not in {unit}: {city}")
    values = {
        "slug": row.take("slug", required=True),
        "unit_id": unit.pk if unit else None,
        "scope": scope,
        "city_id": city.pk if city else None,
        "kind": row.choice("kind", Kind.values),
        "title_vi": row.take("title_vi", required=True),
        "decision_date": _partial(row, "decision_date"),
        "status_date": _partial(row, "status_date"),
        "has_ioc": row.choice("has_ioc", HasCentre.values),
        "ioc_date": _partial(row, "ioc_date") or str(row.take("ioc_year", int) or ""),
        "confidence": row.choice("confidence", Confidence.values, required=False) or "",
        "partners": row.take("partners", list) or [],
        "focus_words": row.take("focus_areas", list) or [],
    }
    values |= {name: row.take(name) or "" for name in TEXTS}
    values |= {name: row.take(name, int) for name in YEARS}
    return values | _budget(row)


def _budget(row: RowReader) -> dict[str, Any]:
    raw = row.take("budget", dict) or {}
    value = raw.get("value")
    if value is not None and (not isinstance(value, int | float) or value < 0):
        row.error("budget.value", f"is not an amount: {value}")
    if raw and raw.get("currency") not in Currency.values:
        row.error("budget.currency", f"is not one of the known values: {raw.get('currency')}")
    return {
        "budget_value": None if value is None else Decimal(str(value)).quantize(Decimal("0.01")),
        "budget_currency": raw.get("currency") or "",
        "budget_text_vi": raw.get("text_vi") or "",
        "budget_text_en": raw.get("text_en") or "",
    }


def _parts(row: RowReader, known: _Known) -> dict[str, Any]:
    """Topics and sources: the rows that hang on a programme."""
    topics = row.take("topics", list) or []
    for key in topics:
        if key not in known.topics:
            row.error("topics", f"names no topic: {key}")
    sources = []
    for raw in row.take("sources", list) or []:
        facts = raw.get("facts") or []
        if not set(facts) <= set(Fact.values):
            row.error("sources.facts", f"holds an unknown word: {facts}")
        sources.append(
            {
                "title": raw.get("title") or "",
                "url": raw.get("url") or "",
                "supports": raw.get("supports") or "",
                "facts": facts,
            }
        )
    return {"topics": sorted(topics), "sources": sources}


def _store_programme(
    row: RowReader,
    values: dict[str, Any],
    parts: dict[str, Any],
    known: _Known,
    summary: FileSummary,
) -> None:
    key = row.row
    kept = summary.kept
    programme = upsert(Programme, key=key, values=values, summary=summary)
    staff_edited = summary.kept > kept or programme.has_unpublished_changes
    if staff_edited or parts == programme.loaded_parts:
        return
    if programme.loaded_parts and _stored_parts(programme) != programme.loaded_parts:
        return
    programme.topics.set([known.topics[key] for key in parts["topics"]])
    programme.topics.commit()
    ProgrammeSource.objects.filter(programme=programme).delete()
    ProgrammeSource.objects.bulk_create(
        ProgrammeSource(
            programme=programme,
            sort_order=order,
            confidence=programme.confidence,
            reference_key=f"{key}/{order}",
            **source,
        )
        for order, source in enumerate(parts["sources"], start=1)
    )
    Programme.objects.filter(pk=programme.pk).update(loaded_parts=parts)
    refresh_search(programme=Programme.objects.get(pk=programme.pk))


def _stored_parts(programme: Programme) -> dict[str, Any]:
    """What the database holds now, in the shape of the file: differs once staff edited it."""
    names = ("title", "url", "supports", "facts")
    return {
        "topics": sorted(programme.topics.values_list("key", flat=True)),
        "sources": list(ProgrammeSource.objects.filter(programme=programme).values(*names)),
    }


def _load_registers(data: dict[str, Any], errors: list[RowError], summary: FileSummary) -> None:
    programmes = {
        programme.reference_key: programme
        for programme in Programme.objects.exclude(reference_key="").select_related("unit", "city")
    }
    for order, raw in enumerate(data["registers"], start=1):
        row = RowReader(file=summary.file, row=str(raw.get("key") or order), raw=raw, errors=errors)
        values = _register_values(row)
        refs = [*(row.take("province_wide", list) or []), *(row.take("city_level", list) or [])]
        for ref in refs:
            if ref not in programmes:
                row.error("members", f"names no programme: {ref}")
        counts = [_count_values(row, count) for count in row.take("counts", list) or []]
        if errors:
            return
        is_new = not Register.objects.filter(key=raw["key"]).exists()
        register = upsert(
            Register,
            key=raw["key"],
            values=values,
            summary=summary,
            identity={"key": raw["key"]},
        )
        if is_new:
            _fill_register(register, raw, counts, [programmes[ref] for ref in refs])


def _register_values(row: RowReader) -> dict[str, Any]:
    row.take("key", required=True)
    names = ("name_en", "name_ko", "note_vi", "note_en", "note_ko")
    figures = ("declared_total", "of_units", "declared_province_wide", "declared_city_level")
    return {
        "name_vi": row.take("name_vi", required=True),
        "as_of": _partial(row, "as_of"),
        **{name: row.take(name) or "" for name in names},
        **{name: row.take(name, int) for name in figures},
    }


def _count_values(row: RowReader, raw: dict[str, Any]) -> dict[str, Any]:
    count = RowReader(file=row.file, row=row.row, raw=raw, errors=row._errors)
    return {
        "as_of": _partial(count, "as_of"),
        "precision": count.choice("as_of_kind", Precision.values),
        "value": count.take("value", int),
        "of_units": count.take("of_units", int),
        "text_vi": count.take("text_vi", required=True),
        "text_en": count.take("text_en") or "",
        "quality": count.choice("quality", Quality.values),
        "title": count.take("title") or "",
        "url": count.take("url") or "",
    }


def _fill_register(
    register: Register,
    raw: dict[str, Any],
    counts: list[dict[str, Any]],
    programmes: list[Programme],
) -> None:
    """Sources, counts and proposed members of a new register; later ones are staff's."""
    for source in raw.get("sources") or []:
        RegisterSource.objects.create(
            register=register, title=source.get("title") or "", url=source["url"]
        )
    for count in counts:
        RegisterCount.objects.create(register=register, **count)
    now = timezone.now()
    for programme in programmes:
        propose_member(
            register=register,
            unit=programme.unit,
            city=programme.city,
            programme=programme,
            at=now,
            reason=PROPOSED_FROM,
        )
