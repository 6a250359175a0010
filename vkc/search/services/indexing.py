"""Keep the index true: services that publish, change or withdraw something call these."""

from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import models, transaction
from django.db.models import Value

from vkc.search.models import SearchEntry
from vkc.search.sources import Draft, Source, sources
from vkc.search.words import folded_words, number_key, words

BODY_LIMIT = 20_000
NUMBER_LIMIT = 120


def index(row: models.Model) -> None:
    """Put one row into the index, or take it out where its source says it must not be found."""
    for source in sources:
        if isinstance(row, source.model):
            _index(source, row)


def remove(row: models.Model) -> None:
    """Take one row out of the index."""
    for source in sources:
        if isinstance(row, source.model):
            SearchEntry.objects.filter(type=source.type, object_key=_key(row)).delete()


@transaction.atomic
def rebuild(*, only: str | None = None) -> dict[str, int]:
    """Make the index anew from every source; returns how many entries each type has."""
    counts: dict[str, int] = {}
    for source in sources:
        if only and source.type != only:
            continue
        kept = [_key(row) for row in source.rows() if _index(source, row)]
        SearchEntry.objects.filter(type=source.type).exclude(object_key__in=kept).delete()
        counts[source.type] = len(kept)
    if not only:
        SearchEntry.objects.exclude(type__in=[source.type for source in sources]).delete()
    return counts


def _key(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def _index(source: Source, row: models.Model) -> bool:
    draft = source.describe(row)
    if draft is None:
        SearchEntry.objects.filter(type=source.type, object_key=_key(row)).delete()
        return False
    SearchEntry.objects.update_or_create(
        type=source.type, object_key=_key(row), defaults=_columns(draft)
    )
    return True


def _columns(draft: Draft) -> dict[str, Any]:
    titles = {code: text for code, text in draft.titles.items() if text}
    bodies = {code: text[:BODY_LIMIT] for code, text in draft.bodies.items() if text}
    head = " ".join([*titles.values(), draft.number])
    body = " ".join(bodies.values())
    key = number_key(draft.number)
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
