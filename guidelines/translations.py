"""A translation beside the Vietnamese text: provisions are matched by path and kind, never by guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from guidelines.choices import DocumentState, ProvisionKind
from guidelines.models import Document, Provision, Version
from guidelines.recognition.parsed import Finding, ParsedProvision
from guidelines.recognition.paths import words_of

NUMBERED = (
    ProvisionKind.ANNEX,
    ProvisionKind.ATTACHED,
    ProvisionKind.PART,
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
    ProvisionKind.SUBSECTION,
    ProvisionKind.ARTICLE,
    ProvisionKind.CLAUSE,
    ProvisionKind.POINT,
)
MOST_NAMED = 200


@dataclass(frozen=True)
class Match:
    """`lineages` by path of what both texts have; `extra` only the translation has, `missing` only
    the Vietnamese text."""

    original: Version
    lineages: dict[str, UUID]
    extra: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not (self.extra or self.missing)

    def findings(self) -> list[Finding]:
        """What does not match, in words for staff."""
        pairs = (("translation_extra", self.extra), ("translation_missing", self.missing))
        return [
            Finding(code, facts={"count": len(paths), "places": named(paths)})
            for code, paths in pairs
            if paths
        ]


def match_translation(
    document: Document, provisions: Iterable[ParsedProvision], *, valid_from: date | None
) -> Match | None:
    """The provisions of a translation beside those of the Vietnamese text it is of; two queries.

    None where the library holds no Vietnamese text.
    """
    original = original_of(document, valid_from)
    if original is None:
        return None
    rows = Provision.objects.filter(version=original).order_by("order")
    held = {
        (path, kind): lineage for path, kind, lineage in rows.values_list("path", "kind", "lineage")
    }
    given = [(row.path, row.kind) for row in provisions]
    lineages = {path: held[path, kind] for path, kind in given if (path, kind) in held}
    extra = tuple(path for path, kind in given if kind in NUMBERED and path not in lineages)
    missing = tuple(path for path, kind in held if kind in NUMBERED and path not in lineages)
    return Match(original, lineages, extra, missing)


def original_of(document: Document, valid_from: date | None) -> Version | None:
    """The Vietnamese text of that day, drafts included; before the first one, the first."""
    texts = Version.objects.filter(document=document, language="vi")
    texts = texts.exclude(state=DocumentState.WITHDRAWN)
    held = texts.filter(valid_from__lte=valid_from) if valid_from else texts
    latest = held.order_by("-valid_from", "-pk").first()
    return latest or texts.order_by("valid_from", "pk").first()


def named(paths: Iterable[Any]) -> str:
    """Paths in official words, the first of many; what lies in one that is named is not named."""
    given = list(paths)
    all_given = set(given)
    known = [path for path in given if not _above(path) & all_given]
    words = "; ".join(words_of(path) or path for path in known[:MOST_NAMED])
    return f"{words}; +{len(known) - MOST_NAMED}" if len(known) > MOST_NAMED else words


def _above(path: str) -> set[str]:
    """The paths of all that holds a provision."""
    parts = path.split(".")
    return {".".join(parts[:count]) for count in range(1, len(parts))}
