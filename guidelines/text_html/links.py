"""Citations of a text as links: the day asked for goes along, print counts the addresses."""

import re
from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Case, CharField, F, Value, When
from django.utils.translation import ngettext

from guidelines.linking import linked_html
from guidelines.models import Citation, Document, Version

FIELDS = (
    "provision_id", "in_heading", "start", "end", "quoted", "is_relative", "target_path",
    "until_path", "is_path_held", "words", "target_id",
)  # fmt: skip
TO_ANOTHER_PAGE = re.compile(r'<a class="cited" href="(/[^"#]*)(#[^"]*)?"')


class Cited(NamedTuple):
    """A citation with the `words` it stands in, empty for a table; see `linked_html`."""

    provision_id: int
    in_heading: bool
    start: int
    end: int
    quoted: str
    is_relative: bool
    target_path: str
    until_path: str
    is_path_held: bool
    words: str
    target: Document


def citations_in(version: Version) -> dict[int, list[Cited]]:
    """What `linking.citations_of` gives, in the order of the text: two queries.

    Plain rows, and each document cited is made once: a long text cites hundreds of times.
    """
    headed = When(in_heading=True, then=F("provision__heading"))
    said = When(provision__words__table__isnull=True, then=F("provision__words__text"))
    words = Case(headed, said, default=Value(""), output_field=CharField())
    found = Citation.objects.filter(provision__version=version).for_reading().annotate(words=words)
    rows = list(found.order_by("provision__order", "-in_heading", "start").values_list(*FIELDS))
    targets = Document.objects.in_bulk({row[-1] for row in rows})
    by_provision: dict[int, list[Cited]] = {}
    for *given, target in rows:
        by_provision.setdefault(given[0], []).append(Cited(*given, targets[target]))
    return by_provision


class Linked(NamedTuple):
    """Words with links by provision: texts, and headings as (without links, with them)."""

    texts: dict[int, str]
    headings: dict[int, tuple[str, str]]


class Links:
    """Words with links, by provision; `addresses` in the order of their first use."""

    def __init__(self, kept: str) -> None:
        self.kept = kept
        self.numbers: dict[str, int] = {}

    def linked(self, citations: Mapping[int, list[Cited]]) -> Linked:
        """`citations` come in the order of the text."""
        texts: dict[int, str] = {}
        headings: dict[int, tuple[str, str]] = {}
        for pk, found in citations.items():
            headed = [citation for citation in found if citation.in_heading]
            said = [citation for citation in found if not citation.in_heading]
            if headed:
                headings[pk] = (escape(headed[0].words), self._one(headed))
            if said and said[0].words:
                texts[pk] = self._one(said)
        return Linked(texts, headings)

    def _one(self, citations: list[Cited]) -> str:
        within_lines = [citation for citation in citations if "\n" not in citation.quoted]
        html = linked_html(citations[0].words, within_lines, base="")
        return TO_ANOTHER_PAGE.sub(self._numbered, html)

    def _numbered(self, found: re.Match[str]) -> str:
        page, anchor = found[1], found[2] or ""
        number = self.numbers.setdefault(page + anchor, len(self.numbers) + 1)
        return f'<a class="cited" data-note="{number}" href="{page}{self.kept}{anchor}"'

    @property
    def addresses(self) -> list[str]:
        """Whole addresses, for paper."""
        return [f"{settings.PUBLIC_URL}{address}" for address in self.numbers]


def cited_documents(citations: Mapping[int, list[Any]], kept: str) -> list[dict[str, Any]]:
    """The other documents that a text cites, the most cited first."""
    others = [c.target for row in citations.values() for c in row if not c.is_relative]
    times = Counter(target.pk for target in others)
    targets = {target.pk: target for target in others}
    return [
        {
            "label": str(targets[pk]),
            "url": targets[pk].get_absolute_url() + kept,
            "count_words": ngettext("%(count)d time", "%(count)d times", count) % {"count": count},
        }
        for pk, count in times.most_common()
    ]
