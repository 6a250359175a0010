"""Keep the index true: services that publish, change or withdraw something call these."""

from itertools import islice
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import models, transaction
from django.db.models import Value

from vkc.search.models import SearchEntry
from vkc.search.sources import Draft, Source, sources
from vkc.search.words import folded_words, number_key, words

BODY_LIMIT = 20_000
NUMBER_LIMIT = 120
PARTS_LIMIT = 5_000
AT_ONCE = 200


def index(row: models.Model) -> None:
    """Put one row into the index, or take it out where its source says it must not be found."""
    for source in sources:
        if isinstance(row, source.model):
            _index(source, row)


def remove(row: models.Model) -> None:
    """Take one row out of the index."""
    for source in sources:
        if isinstance(row, source.model):
            _entries(source, row).delete()


@transaction.atomic
def rebuild(*, only: str | None = None) -> dict[str, int]:
    """Make the index anew from every source; returns how many entries each type has."""
    counts: dict[str, int] = {}
    for source in sources:
        if only and source.type != only:
            continue
        kept, count = set(), 0
        for row in source.rows():
            if found := _index(source, row):
                kept.add(_key(row))
                count += found
        entries = SearchEntry.objects.filter(type=source.type)
        entries.exclude(**{f"{_column(source)}__in": kept}).delete()
        counts[source.type] = count
    if not only:
        SearchEntry.objects.exclude(type__in=[source.type for source in sources]).delete()
    return counts


def _key(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def _column(source: Source) -> str:
    """Where the entries of a row keep its key."""
    return "part_of" if source.parts else "object_key"


def _entries(source: Source, row: models.Model) -> models.QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(**{"type": source.type, _column(source): _key(row)})


def _index(source: Source, row: models.Model) -> int:
    """How many entries the row has now."""
    if source.parts is not None:
        return _index_parts(source, row)
    draft = source.describe(row) if source.describe else None
    if draft is None:
        _entries(source, row).delete()
        return 0
    SearchEntry.objects.update_or_create(
        type=source.type, object_key=_key(row), defaults=_columns(draft)
    )
    return 1


@transaction.atomic
def _index_parts(source: Source, row: models.Model) -> int:
    """All parts anew: they come and go together, and of two writers the later one wins."""
    _entries(source, row).delete()
    key = _key(row)
    drafts = list(islice(source.parts(row), PARTS_LIMIT))
    entries = [
        SearchEntry(
            type=source.type,
            object_key=f"{key}#{place}",
            part_of=key,
            **_columns(draft, is_part=True),
        )
        for place, draft in enumerate(drafts, start=1)
    ]
    SearchEntry.objects.bulk_create(
        entries,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["type", "object_key"],
        update_fields=["part_of", *_columns(Draft({}, ""))],
    )
    return len(entries)


def _columns(draft: Draft, *, is_part: bool = False) -> dict[str, Any]:
    titles = {code: text for code, text in draft.titles.items() if text}
    bodies = {code: text[:BODY_LIMIT] for code, text in draft.bodies.items() if text}
    number = "" if is_part else draft.number
    head = " ".join([*titles.values(), number])
    body = " ".join([*bodies.values(), draft.keywords])
    key = number_key(number)
    return {
        "titles": titles,
        "bodies": bodies,
        "number": draft.number[:NUMBER_LIMIT],
        "number_key": key[:NUMBER_LIMIT],
        "path": draft.path,
        "language": draft.language,
        "day": draft.day,
        "topics": list(draft.topics),
        "exact": _vector(words(head), words(body)),
        "folded": _vector([*folded_words(head), key], folded_words(body)),
    }


def _vector(head: list[str], body: list[str]) -> SearchVector:
    title = SearchVector(Value(" ".join(head)), config="simple", weight="A")
    return title + SearchVector(Value(" ".join(body)), config="simple", weight="D")
