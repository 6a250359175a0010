"""The provenance cards of facts: which sources bear out which fact."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext

from projects.choices import Fact
from projects.models import Programme, ProgrammeSource
from vkc.core.models import Confidence, SourceFields

# Where no source names a fact of its own, these carry it; last of all, every source of the entry.
CARRIED_BY = {
    Fact.TITLE: (Fact.DECISION,),
    Fact.PERIOD: (Fact.TITLE, Fact.DECISION),
    Fact.PARTNERS: (Fact.IOC,),
}


def card(source: SourceFields, *, supports: str = "", confidence: str = "") -> dict[str, Any]:
    """What `components/source_note.html` shows of one source."""
    return {
        "title": source.title or gettext("document without a public address"),
        "public_url": source.public_url,
        "supports": supports,
        "retrieved_on": source.retrieved_on,
        "confidence_label": confidence or source.confidence_label,
    }


def cards_for(programme: Programme, fact: str | None = None) -> list[dict[str, Any]]:
    """The cards of one fact, with the confidence of the whole entry."""
    confidence = str(Confidence(programme.confidence).label) if programme.confidence else ""
    chosen = _chosen(list(programme.sources.all()), fact)
    return [card(source, supports=_supports(source), confidence=confidence) for source in chosen]


def _chosen(sources: list[ProgrammeSource], fact: str | None) -> list[ProgrammeSource]:
    if fact is None:
        return sources
    for name in (fact, *CARRIED_BY.get(Fact(fact), ())):
        found = [source for source in sources if name in source.facts]
        if found:
            return found
    return sources


def _supports(source: ProgrammeSource) -> str:
    """In English as noted when read; in other languages the names of the facts."""
    if get_language() == "en" and source.supports:
        return source.supports
    return fact_names(source.facts)


def fact_names(facts: Iterable[str]) -> str:
    return ", ".join(str(Fact(fact).label) for fact in facts)
