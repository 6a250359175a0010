"""The list of sessions: what may be filtered, how many each filter leaves, in what order."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.choices import Form, PublicState, TeachingLanguage
from courses.models import Course, Session
from vkc.core.text import fold, sort_key
from vkc.topics.models import Topic

FACETS = ("state", "topic", "form", "language", "unit", "year")
NAMES = {
    "topic": lambda: _("Topic"),
    "form": lambda: pgettext("course", "Form"),
    "language": lambda: _("Language of teaching"),
    "state": lambda: _("State"),
    "unit": lambda: _("Province or city"),
    "year": lambda: _("Year"),
}


@dataclass(frozen=True)
class Entry:
    """One session as the filters see it."""

    pk: int
    is_past: bool
    day: date | None
    year: int | None
    values: dict[str, frozenset[str]]
    # Folded titles in all languages and the place, for the search box.
    words: str = ""


@dataclass
class Catalogue:
    """All sessions a reader may see, with the reader's filters applied."""

    entries: list[Entry]
    chosen: dict[str, str]
    topics: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    query: str = ""

    def found(self) -> list[Entry]:
        """Upcoming first, the nearest on top; then the past, the latest on top."""
        matching = [entry for entry in self.entries if self._fits(entry)]
        ahead = [entry for entry in matching if not entry.is_past]
        past = [entry for entry in matching if entry.is_past]
        ahead.sort(key=lambda entry: (entry.day or date.max, entry.pk))
        past.sort(key=lambda entry: (entry.day or date(entry.year or 1, 1, 1), entry.pk))
        return ahead + past[::-1]

    def _fits(self, entry: Entry, *, but: str = "") -> bool:
        if not all(word in entry.words for word in fold(self.query).split()):
            return False
        return all(
            value in entry.values[name] for name, value in self.chosen.items() if name != but
        )

    def groups(self, query: QueryDict) -> list[dict[str, Any]]:
        """The facet groups for the template: labels, counts, addresses."""
        return [self._group(name, query) for name in FACETS]

    def _group(self, name: str, query: QueryDict) -> dict[str, Any]:
        counts: Counter[str] = Counter()
        for entry in self.entries:
            if self._fits(entry, but=name):
                counts.update(entry.values[name])
        options = [
            {
                "value": value,
                "label": label,
                "count": counts[value],
                "is_selected": self.chosen.get(name) == value,
                "url": _address(query, name, None if self.chosen.get(name) == value else value),
            }
            for value, label in self._labels(name, counts)
            if counts[value] or self.chosen.get(name) == value
        ]
        return {"title": NAMES[name](), "name": name, "options": options, "is_closed": False}

    def _labels(self, name: str, counts: Iterable[str]) -> list[tuple[str, Any]]:
        if name == "topic":
            return list(self.topics.items())
        if name == "form":
            return list(Form.choices)
        if name == "state":
            return list(PublicState.choices)
        if name == "language":
            return list(TeachingLanguage.choices)
        if name == "unit":
            return list(self.units.items())
        years = {*counts, *([self.chosen["year"]] if "year" in self.chosen else [])}
        return [(year, year) for year in sorted(years, reverse=True)]


def read_catalogue(query: QueryDict, *, at: datetime) -> Catalogue:
    """Two queries for the sessions and one for the topics, however many there are.

    A filter value that no session could have leaves an empty list, never an error.
    """
    topics = {topic.key: topic.name for topic in Topic.objects.all()}
    keys: dict[int, set[str]] = {}
    for course_id, key in Course.topics.through.objects.values_list("course_id", "topic__key"):
        keys.setdefault(course_id, set()).add(key)
    sessions = list(_sessions())
    entries = [_entry(session, keys.get(session.course_id, set()), at) for session in sessions]
    units = {_unit_key(s.unit): s.unit.name for s in sessions if s.unit_id}
    return Catalogue(
        entries=entries,
        chosen={name: query[name][:60] for name in FACETS if query.get(name)},
        topics=topics,
        units=dict(sorted(units.items(), key=lambda pair: sort_key(pair[1]))),
        query=query.get("q", "")[:100].strip(),
    )


def _sessions() -> QuerySet[Session]:
    """What the filters need of each session, and no more."""
    return (
        Session.objects.published()
        .select_related("course", "unit")
        .only(
            "state", "opens_at", "closes_at", "capacity", "seats_taken", "starts_on", "year",
            "form", "language", "place_vi", "course__title_vi", "course__title_en",
            "course__title_ko", "unit__scheme", "unit__code", "unit__name_vi", "unit__name_en",
        )
        .order_by()
    )  # fmt: skip


def _unit_key(unit: Any) -> str:
    return f"{unit.scheme}:{unit.code}"


def _entry(session: Session, topics: set[str], at: datetime) -> Entry:
    year, course = session.known_year, session.course
    words = (course.title_vi, course.title_en, course.title_ko, session.place_vi)
    return Entry(
        pk=session.pk,
        is_past=session.is_past,
        day=session.starts_on,
        year=year,
        values={
            "topic": frozenset(topics),
            "form": frozenset({session.form}),
            "language": frozenset({session.language} - {""}),
            "unit": frozenset({_unit_key(session.unit)} if session.unit_id else ()),
            "state": frozenset({str(session.public_state(at=at).value)}),
            "year": frozenset({str(year)} if year else ()),
        },
        words=fold(" ".join(words)),
    )


def sessions_in_order(entries: list[Entry]) -> list[Session]:
    """The rows of one page, in the order of the entries."""
    rows = (
        Session.objects.filter(pk__in=[entry.pk for entry in entries])
        .select_related("course")
        .prefetch_related(Prefetch("course__topics"))
        .in_bulk()
    )
    return [rows[entry.pk] for entry in entries if entry.pk in rows]


def _address(query: QueryDict, name: str, value: str | None) -> str:
    changed = query.copy()
    changed.pop("page", None)
    changed.pop(name, None)
    if value is not None:
        changed[name] = value
    return f"?{changed.urlencode()}" if changed else "?"
