"""Citations of a text as links: the day asked for goes along, print counts the addresses."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import ngettext

from guidelines.linking import linked_html
from guidelines.models import Citation, Document, Version
from guidelines.text_html.rows import Row

FIELDS = ("provision_id", "start", "end", "quoted", "is_relative", "target_path", "target_id")
TO_ANOTHER_PAGE = re.compile(r'<a class="cited" href="(/[^"#]*)(#[^"]*)?"')


def citations_in(version: Version) -> dict[int, list[Citation]]:
    """What `linking.citations_of` gives, each document cited being made once: two queries."""
    found = Citation.objects.filter(provision__version=version).for_reading()
    citations = list(found.select_related(None).only(*FIELDS))
    targets = Document.objects.in_bulk({citation.target_id for citation in citations})
    by_provision: dict[int, list[Citation]] = {}
    for citation in citations:
        citation.target = targets[citation.target_id]
        by_provision.setdefault(citation.provision_id, []).append(citation)
    return by_provision


class Links:
    """Words with links, by provision; `addresses` in the order of their first use."""

    def __init__(self, kept: str) -> None:
        self.kept = kept
        self.numbers: dict[str, int] = {}

    def linked(self, rows: Iterable[Row], citations: Mapping[int, list[Any]]) -> dict[int, str]:
        return {
            row.pk: TO_ANOTHER_PAGE.sub(self._numbered, self._one(row, citations[row.pk]))
            for row in rows
            if row.pk in citations and row.text
        }

    def _one(self, row: Row, citations: list[Any]) -> str:
        within_lines = [citation for citation in citations if "\n" not in citation.quoted]
        return linked_html(row.text or "", within_lines, base="")

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
    others = [c for row in citations.values() for c in row if not c.is_relative]
    times = Counter(citation.target_id for citation in others)
    targets = {citation.target_id: citation.target for citation in others}
    return [
        {
            "label": str(targets[pk]),
            "url": targets[pk].get_absolute_url() + kept,
            "count_words": ngettext("%(count)d time", "%(count)d times", count) % {"count": count},
        }
        for pk, count in times.most_common()
    ]
