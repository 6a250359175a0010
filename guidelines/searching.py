"""How documents and their articles are found: only what readers may open, in the text of today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from guidelines.choices import VIETNAMESE_KINDS, DocumentState, ProvisionKind
from guidelines.models import Document, ProvisionText, Version
from guidelines.recognition.paths import words_of as path_words
from guidelines.text_of_day import text_for
from vkc.search.sources import Draft, Source

LANGUAGES = ("vi", "en", "ko")
# Characters of the text that the document's own entry holds; every article has an entry besides.
TEXT_LIMIT = 16_000
# What begins an entry of its own wherever it stands; anything else does so outside of those.
UNITS = (ProvisionKind.ARTICLE, ProvisionKind.ANNEX, ProvisionKind.ATTACHED)
ROW = (
    "provision__path",
    "provision__kind",
    "provision__label",
    "provision__heading",
    "text",
    "table",
)


@dataclass
class Unit:
    """An article, or what stands outside the articles, with all words below it."""

    path: str
    label: str
    heading: str
    words: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        if self.label and self.heading:
            stop = "" if self.label[-1] in ".:)" else "."
            return f"{self.label}{stop} {self.heading}"
        return self.label or self.heading or capfirst(path_words(self.path))

    @property
    def text(self) -> str:
        return " ".join(word for word in self.words if word)


def search_rows() -> QuerySet[Document]:
    """What readers find, with the texts among which the one of today is chosen."""
    published = Document.objects.published().select_related("issuer")
    return published.prefetch_related("topics", texts_of_today())


def rows_with_text() -> Iterator[Document]:
    """Published documents of which the library holds a public text."""
    held = Version.objects.published().values("document")
    yield from search_rows().filter(pk__in=held).iterator(chunk_size=200)


def texts_of_today() -> Prefetch:
    texts = Version.objects.published().only("document", "language", "valid_from")
    return Prefetch("versions", queryset=texts.order_by("-valid_from", "-pk"), to_attr="texts")


def search_draft(document: Document) -> Draft | None:
    """How a document is found; drafts and withdrawn documents are not."""
    if document.state != DocumentState.PUBLISHED:
        return None
    bodies = {}
    texts = current_texts(document)
    for code in LANGUAGES:
        parts = [
            getattr(document, f"summary_{code}"),
            getattr(document.issuer, f"name_{code}"),
            document.signer,
        ]
        if code in texts:
            parts.append(beginning_of(texts[code]))
        bodies[code] = " ".join(part for part in parts if part)
    titles = {code: getattr(document, f"title_{code}") for code in LANGUAGES}
    return Draft(
        titles={code: text for code, text in titles.items() if text},
        bodies={code: text for code, text in bodies.items() if text},
        path=document.path,
        number=document.number,
        day=document.issued_on,
        topics=tuple(topic.key for topic in document.topics.all()),
    )


def provision_drafts(document: Document) -> Iterator[Draft]:
    """One entry for each article of the text of today, in the languages it is held in."""
    if document.state != DocumentState.PUBLISHED:
        return
    units = {code: units_of(text) for code, text in current_texts(document).items()}
    named = f"{VIETNAMESE_KINDS[document.kind]} {document.number}"
    topics = tuple(topic.key for topic in document.topics.all())
    for path in dict.fromkeys(path for found in units.values() for path in found):
        here = {code: found[path] for code, found in units.items() if path in found}
        yield Draft(
            titles={code: unit.title for code, unit in here.items()},
            bodies={code: unit.text for code, unit in here.items()},
            path=f"{document.path}#{path}",
            number=document.number,
            day=document.issued_on,
            topics=topics,
            keywords=named,
        )


def current_texts(document: Document) -> dict[str, Version]:
    """The text a reader of each language gets today, for the languages that have one of their own."""
    texts = getattr(document, "texts", None)
    if texts is None:
        found = Version.objects.published().filter(document=document)
        texts = list(found.only("document", "language", "valid_from"))
    today = timezone.localdate()
    chosen = {code: text_for(texts, on=today, language=code) for code in LANGUAGES}
    return {code: text for code, text in chosen.items() if text and text.language == code}


def beginning_of(version: Version) -> str:
    """The first words of a text, at most `TEXT_LIMIT` characters."""
    words, size = [], 0
    for row in words_of(version):
        words.append(" ".join((row["provision__label"], row["provision__heading"], row["text"])))
        size += len(words[-1])
        if size >= TEXT_LIMIT:
            break
    return " ".join(words)[:TEXT_LIMIT]


def units_of(version: Version) -> dict[str, Unit]:
    """The units of a text by path, in order; a chapter without words of its own is none."""
    units: list[Unit] = []
    for row in words_of(version):
        path, label, heading = (row[f"provision__{name}"] for name in ("path", "label", "heading"))
        inside = units and path.startswith(f"{units[-1].path}.")
        if row["provision__kind"] in UNITS or not inside:
            units.append(Unit(path, label, heading))
        else:
            units[-1].words += [label, heading]
        units[-1].words += [row["text"], *cells_of(row["table"])]
    return {unit.path: unit for unit in units if unit.text}


def words_of(version: Version) -> Iterator[dict[str, Any]]:
    rows = ProvisionText.objects.filter(provision__version=version).order_by("provision__order")
    yield from rows.values(*ROW).iterator(chunk_size=1000)


def cells_of(table: dict[str, Any] | None) -> Iterable[str]:
    """The words of a table's cells, row by row."""
    if not table:
        return []
    return [cell["text"] for row in table["rows"] for cell in row if cell["text"]]


document_source = Source(
    type="document",
    label=_("Documents"),
    model=Document,
    rows=search_rows,
    describe=search_draft,
)
provision_source = Source(
    type="provision",
    label=_("Provisions"),
    model=Document,
    rows=rows_with_text,
    parts=provision_drafts,
)
