"""Load the courses that were really held from `data/courses.json`, as finished sessions."""

from pathlib import Path
from typing import Any

from courses.choices import Form, SessionState
from courses.models import Course, CourseSource, Session, SessionSource
from vkc.core.models import Confidence
from vkc.core.reference import FileSummary, RowError, RowReader, load_file, upsert
from vkc.places.models import Unit
from vkc.topics.models import Topic

DATA = Path(__file__).parent / "data" / "courses.json"
LANGUAGES = ("vi", "en", "ko")
EARLIEST_YEAR = 1990


def load_courses(path: Path = DATA) -> list[FileSummary]:
    """Add or change the courses of the file and their sessions; what staff edited is kept."""
    return [load_file(path, _load)]


def _load(data: dict[str, Any], errors: list[RowError], summary: FileSummary) -> None:
    topics = {topic.key: topic for topic in Topic.objects.all()}
    units = {unit.key: unit for unit in Unit.objects.all()}
    for order, raw in enumerate(data["courses"], start=1):
        row = RowReader(file=summary.file, row=str(raw.get("key") or order), raw=raw, errors=errors)
        key = row.take("key", required=True)
        about = _course_values(row)
        found_topics = _topics(row, topics)
        held = RowReader(
            file=summary.file,
            row=row.row,
            raw=row.take("session", dict, required=True) or {},
            errors=errors,
        )
        when = _session_values(held, units)
        sources = _sources(row)
        if not errors:
            course = _store_course(key, about, found_topics, sources, summary)
            _store_session(key, {"course": course, **when}, sources, summary)


def _texts(row: RowReader, name: str, *, column: str = "", required: bool = False) -> dict:
    """`{"vi": …, "en": …}` as the columns x_vi, x_en, x_ko; absent languages are empty."""
    raw = row.take(name, dict, required=required) or {}
    for language, text in raw.items():
        if language not in LANGUAGES or not isinstance(text, str):
            row.error(name, f"is not a text in vi, en or ko: {language}")
    if required and not raw.get("vi"):
        row.error(name, "has no Vietnamese text")
    return {f"{column or name}_{language}": raw.get(language, "") for language in LANGUAGES}


def _course_values(row: RowReader) -> dict[str, Any]:
    return {
        **_texts(row, "title", required=True),
        **_texts(row, "audience"),
        **_texts(row, "outcomes"),
        "titles_by_vkc": row.take("titles_by_vkc", list) or [],
    }


def _session_values(row: RowReader, units: dict[str, Unit]) -> dict[str, Any]:
    starts_on, ends_on = row.day("starts_on"), row.day("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        row.error("ends_on", f"is before starts_on: {ends_on}")
    return {
        "state": SessionState.FINISHED,
        "form": row.choice("form", Form.values) or Form.UNKNOWN,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "year": _number(row, "year", at_least=EARLIEST_YEAR),
        **_texts(row, "date_text"),
        **_texts(row, "place"),
        **_texts(row, "organisers"),
        **_texts(row, "funding"),
        **_texts(row, "duration"),
        **_texts(row, "note"),
        "unit": _unit(row, units),
        "trainees": _number(row, "trainees", at_least=0),
        "is_trainees_approximate": bool(row.take("approx", bool)),
    }


def _number(row: RowReader, name: str, *, at_least: int) -> int | None:
    value = row.take(name, int)
    if value is not None and value < at_least:
        row.error(name, f"is less than {at_least}: {value}")
        return None
    return value


def _unit(row: RowReader, units: dict[str, Unit]) -> Unit | None:
    key = row.take("unit")
    if key is not None and key not in units:
        row.error("unit", f"is not a known unit: {key}")
    return units.get(key)


def _topics(row: RowReader, topics: dict[str, Topic]) -> list[Topic]:
    keys = row.take("topics", list) or []
    for key in keys:
        if key not in topics:
            row.error("topics", f"is not a known topic: {key}")
    return [topics[key] for key in keys if key in topics]


def _sources(row: RowReader) -> list[dict[str, Any]]:
    rows = row.take("sources", list, required=True) or []
    for raw in rows:
        if not raw.get("url") or not raw.get("title"):
            row.error("sources", "has a source without title or address")
        if raw.get("confidence", "") not in Confidence.values:
            row.error("sources", f"has an unknown confidence: {raw['confidence']}")
    return rows


def _store_course(
    key: str, values: dict, topics: list[Topic], sources: list[dict], summary: FileSummary
) -> Course:
    kept = summary.kept
    course = upsert(Course, key=key, values=values, summary=summary)
    if summary.kept == kept and _store_sources(CourseSource, "course", course, sources):
        course.topics.set(topics)
        course.save()
    return course


def _store_session(key: str, values: dict, sources: list[dict], summary: FileSummary) -> None:
    kept = summary.kept
    session = upsert(Session, key=key, values=values, summary=summary)
    if summary.kept == kept:
        _store_sources(SessionSource, "session", session, sources)


def _store_sources(model: type, owner: str, row: Any, sources: list[dict]) -> bool:
    """Make the sources those of the file; False where they already were."""
    names = ("title", "url", "confidence", "supports")
    wanted = [tuple(source.get(name, "") for name in names) for source in sources]
    if list(model.objects.filter(**{owner: row}).values_list(*names)) == wanted:
        return False
    model.objects.filter(**{owner: row}).delete()
    model.objects.bulk_create(
        model(**{owner: row}, **dict(zip(names, values, strict=True))) for values in wanted
    )
    return True
