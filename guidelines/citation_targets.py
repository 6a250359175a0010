"""What the citations of one text mean: within the text, in what it amends, in the library."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from guidelines.choices import CitationState
from guidelines.models import Document, Version
from guidelines.recognition import citing, naming
from guidelines.recognition.citing import Found, split_body
from vkc.core.text import slug_text

_AMENDS = re.compile(
    r"^\W*(?:Sửa đổi|Bổ sung|Bãi bỏ|Thay thế|Hủy bỏ|Đính chính)[^.]{0,25}?"
    r"(?:điểm|khoản|[Đđ]iều|Chương|Phụ lục|một số|cụm từ|như sau|tên)|sửa đổi, bổ sung một số",
    re.IGNORECASE,
)
_LEAD = 400
LONGEST = 500
# Without one of these a text cites nothing; most provisions are passed over at this price.
_HINT = re.compile(
    r"[Đđ]iều \d|hoản |này|\d[/-]\s?[A-ZĐ]|số \d|Luật |hụ lục|TCVN|QCVN|hương [IVX\d]"
)


slug_of = lru_cache(maxsize=4096)(slug_text)


@dataclass(frozen=True)
class Place:
    """A provision of the text as it is read here."""

    pk: int
    parent_id: int | None
    path: str
    lineage: UUID
    heading: str
    text: str


@dataclass(frozen=True)
class Target:
    """What a citation means: kind, number and day as the words (or the same text) give them."""

    kind: str = ""
    number: str = ""
    issued_on: date | None = None
    path: str = ""
    until: str = ""
    is_relative: bool = False
    document_id: int | None = None
    state: str = CitationState.UNRESOLVED


class Reading:
    """All citations of one text, each completed by what the same text says elsewhere."""

    def __init__(self, places: list[Place], document: Document) -> None:
        self.places = places
        self.document = document
        self.by_pk = {place.pk: place for place in places}
        self.paths = {place.path for place in places}
        self.names: dict[str, str] = {}
        for place in places:
            for words in (place.heading, place.text):
                if "uật " in words:
                    self.names |= naming.law_names(words)
        self.subjects: dict[int, Target | None] = {}
        self.full: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.days: dict[tuple[str, str], set[date]] = defaultdict(set)

    def citations(self) -> Iterator[tuple[Place, Found, Target]]:
        """Each citation with where it stands and what it means."""
        found = [
            (place, one)
            for place in self.places
            for in_heading in (True, False)
            for one in self._found(place, in_heading=in_heading)
        ]
        for _place, one in found:
            self._remember(one)
        for place, one in found:
            yield place, one, self._target(place, one)

    def _found(self, place: Place, *, in_heading: bool) -> list[Found]:
        words = place.heading if in_heading else place.text
        if not _HINT.search(words):
            return []
        kind = self.document.kind
        found = citing.find(words, here_path=place.path, document_kind=kind, names=self.names)
        short = [one for one in found if one.end - one.start <= LONGEST]
        return [replace(one, in_heading=True) for one in short] if in_heading else short

    def _remember(self, found: Found) -> None:
        """Numbers given in full, and their days, complete the short forms of the same text."""
        if found.is_relative or ("/" not in found.number and "-" not in found.number):
            return
        if naming.kind_of_number(found.number) or "QH" in found.number:
            self.full[found.number.split("/")[0]].add((found.kind, found.number))
        if found.issued_on:
            self.days[found.kind, slug_of(found.number)].add(found.issued_on)

    def _target(self, place: Place, found: Found) -> Target:
        if found.is_relative:
            return self._within(place, found)
        number = self._in_full(found)
        days = self.days.get((found.kind, slug_of(number)), set())
        day = found.issued_on or (next(iter(days)) if len(days) == 1 else None)
        return Target(found.kind, number, day, found.path, found.until)

    def _in_full(self, found: Found) -> str:
        """ "Nghị định 269" is the one decree that the same text names in full under that number."""
        if re.search("[A-ZĐ]", found.number):
            return found.number
        begins = found.number.split("/")[0]
        fits = {
            number
            for kind, number in self.full.get(begins, ())
            if kind == found.kind and number.startswith(found.number)
        }
        return fits.pop() if len(fits) == 1 else found.number

    def _within(self, place: Place, found: Found) -> Target:
        """A provision of the text itself, or of the one that it amends."""
        amends, subject = self._amended(place)
        words = place.heading if found.in_heading else place.text
        if amends and (found.is_bare or _is_quoted(words, found.start)):
            named = Target(path=found.path, until=found.until)
            return replace(subject, path=found.path, until=found.until) if subject else named
        path = self._held(found.path)
        until = found.until and (self._held(found.until) or found.until)
        if found.kind or not path:
            return Target(path=found.path, until=until, is_relative=True)
        return Target(
            path=path,
            until=until,
            is_relative=True,
            document_id=self.document.pk,
            state=CitationState.RESOLVED,
        )

    def _held(self, path: str) -> str:
        """The path if the text holds it; a chapter may lie in a part that the words leave out."""
        if path in self.paths:
            return path
        body, rest = split_body(path)
        if not rest or rest[0].startswith("dieu-"):
            return ""
        ends = "." + ".".join(rest)
        fits = [one for one in self.paths if one.endswith(ends) and split_body(one)[0] == body]
        return fits[0] if len(fits) == 1 else ""

    def _amended(self, place: Place) -> tuple[bool, Target | None]:
        """Whether the provision amends another text, and which where its words name one only."""
        leads = [lead for lead in self._leads(place) if _AMENDS.search(lead)]
        if not leads:
            return False, None
        for lead in leads:
            whole = {
                (one.kind, one.number, one.issued_on)
                for one in citing.find(lead, names=self.names)
                if not one.is_relative and one.number
            }
            if len(whole) == 1:
                return True, self._whole(*whole.pop())
            if whole:
                break
        return True, None

    def _whole(self, kind: str, number: str, day: date | None) -> Target:
        return self._target(self.places[0], Found(0, 1, "", False, kind, number, day))

    def _leads(self, place: Place) -> Iterator[str]:
        """The opening words of a provision and of all that hold it, inmost first.

        The words that an amendment puts in ("…: “…”") are no part of them.
        """
        at: Place | None = place
        while at is not None:
            own = re.split("[“:]", at.text[:_LEAD], maxsplit=1)[0]
            yield f"{at.heading} {own}".strip()
            at = self.by_pk.get(at.parent_id) if at.parent_id else None


def _is_quoted(text: str, at: int) -> bool:
    """True between “ and ”: the words of an amendment speak for the text they go into."""
    return text.count("“", 0, at) > text.count("”", 0, at)


@dataclass(frozen=True)
class Candidate:
    pk: int
    kind: str
    issued_on: date | None


class Library:
    """The documents that readers may know of, by number; loaded once for many citations."""

    def __init__(self, rows: list[tuple[str, Candidate]], latest: date | None) -> None:
        self.rows: dict[str, list[Candidate]] = defaultdict(list)
        for slug, candidate in rows:
            self.rows[slug].append(candidate)
        self.latest = latest

    @classmethod
    def of(cls, numbers: set[str], version: Version | None = None) -> Library:
        """Published documents of these numbers, and the document of the text itself."""
        slugs = {slug_of(number) for number in numbers if number}
        found = Q(pk__in=Document.objects.readable().values("pk"))
        latest = None
        if version is not None:
            found |= Q(pk=version.document_id)
            issued = version.document.issued_on
            latest = max(issued, version.valid_from) if issued else None
        rows = Document.objects.filter(found, number_slug__in=slugs).order_by()
        values = rows.values_list("number_slug", "pk", "kind", "issued_on")
        return cls([(row[0], Candidate(*row[1:])) for row in values], latest)

    def settle(self, target: Target) -> Target:
        """Resolved where exactly one document fits, ambiguous where several may, else unresolved."""
        if target.is_relative or not target.number:
            return target
        fits = self._fits(target)
        exact = [one for one in fits if one.issued_on == target.issued_on]
        if target.issued_on is None:
            exact = fits
        elif not exact and _has_year(target.number):
            exact = [one for one in fits if one.issued_on is None]
        elif not exact:
            fits = [one for one in fits if one.issued_on is None]
            state = CitationState.AMBIGUOUS if fits else CitationState.UNRESOLVED
            return replace(target, state=state, document_id=None)
        if len(exact) == 1:
            return replace(target, state=CitationState.RESOLVED, document_id=exact[0].pk)
        state = CitationState.AMBIGUOUS if exact else CitationState.UNRESOLVED
        return replace(target, state=state, document_id=None)

    def _fits(self, target: Target) -> list[Candidate]:
        """Same number and kind, and not issued after the text that cites."""
        return [
            one
            for one in self.rows.get(slug_of(target.number), [])
            if (not target.kind or one.kind == target.kind)
            and not (self.latest and one.issued_on and one.issued_on > self.latest)
        ]


def _has_year(number: str) -> bool:
    """269/2025/NĐ-CP is used once by its issuer; 950/QĐ-TTg comes again each year."""
    return re.match(r"\d+[a-zđ]?/(?:19|20)\d\d/", number) is not None
