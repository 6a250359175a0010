"""Find: folded words decide what is found, words as typed and numbers decide what comes first."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from vkc.search.models import SearchEntry
from vkc.search.words import (
    folded_words,
    has_marks,
    is_bare_number,
    looks_like_number,
    number_key,
    prefix_query,
    words,
)

REACHABLE = 2000


@dataclass(frozen=True)
class Hit:
    entry: SearchEntry
    score: float


@dataclass(frozen=True)
class Results:
    """Ranked hits, how many there are of each type, and whether a bare number was ambiguous."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    same_number: list[SearchEntry] = field(default_factory=list)


def find(
    query: str,
    *,
    language: str,
    type: str | None = None,
    on: date | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """Search everything a reader may see.

    `query` without marks finds the same as with them; where marks are typed, exact matches come
    first. A document number finds its documents first; several with one number are all listed.
    `on` leaves out what is dated later. `limit` and `offset` count hits.
    """
    tokens = folded_words(query)
    if not tokens:
        return Results()
    rows = _matching(query, tokens, language)
    if on:
        rows = rows.filter(Q(day=None) | Q(day__lte=on))
    counts = dict(rows.order_by().values_list("type").annotate(Count("pk")))
    if type:
        rows = rows.filter(type=type)
    total = sum(counts.values()) if not type else counts.get(type, 0)
    ranked = _ranked(rows, query)
    hits = [Hit(row, round(row.score, 4)) for row in ranked[offset : offset + limit]]
    return Results(hits, total, counts, _same_number(query, rows))


def _matching(query: str, tokens: list[str], language: str) -> QuerySet[SearchEntry]:
    text = SearchQuery(prefix_query(tokens), config="simple", search_type="raw")
    wanted = Q(folded=text)
    if looks_like_number(query):
        wanted |= Q(number_key__startswith=number_key(query))
    return SearchEntry.objects.filter(wanted).filter(language__in=("", language))


def _ranked(rows: QuerySet[SearchEntry], query: str) -> QuerySet[SearchEntry]:
    """Rank a bounded inner set: ranking every match of a common word would cost a second.

    Whole things enter it before parts, so that the articles of long texts crowd nothing out.
    """
    whole = Case(When(part_of="", then=Value(0)), default=Value(1))
    inner = rows.order_by(whole, F("day").desc(nulls_last=True)).values("pk")[:REACHABLE]
    folded = SearchQuery(prefix_query(folded_words(query)), config="simple", search_type="raw")
    score = SearchRank(F("folded"), folded, normalization=1)
    if has_marks(query):
        typed = SearchQuery(prefix_query(words(query)), config="simple", search_type="raw")
        score = score + Value(1.0) * SearchRank(F("exact"), typed, normalization=1)
        score = score + _bonus(Q(exact=typed), 1.0)
    if looks_like_number(query):
        score = score + _bonus(_carries(query), 10.0)
        score = score + _bonus(Q(number_key__startswith=number_key(query)), 5.0)
    scored = SearchEntry.objects.filter(pk__in=inner).annotate(score=Cast(score, FloatField()))
    return scored.order_by("-score", F("day").desc(nulls_last=True), "pk")


def _carries(query: str) -> Q:
    """Rows with the number typed. A bare 950 means 950/QĐ-TTg and 950/QĐ-UBND, never 9501/…"""
    key = number_key(query)
    if not is_bare_number(query):
        return Q(number_key=key)
    return Q(number_key__startswith=key, number__regex=rf"^{key}([^0-9]|$)")


def _bonus(condition: Q, amount: float) -> Case:
    return Case(When(condition, then=Value(amount)), default=Value(0.0), output_field=FloatField())


def _same_number(query: str, rows: QuerySet[SearchEntry]) -> list[SearchEntry]:
    """Documents that share the number typed: `950/QĐ-TTg` carries no year, so it recurs."""
    if not looks_like_number(query):
        return []
    found = rows.filter(_carries(query)).order_by(F("day").desc(nulls_last=True))
    same = list(found[:20])
    return same if len(same) > 1 else []
