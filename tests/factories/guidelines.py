"""Documents: `DocumentFactory(draft=True)` is not yet published; others are, on their address.

`text_of(document)` gives a document a small text with articles, clauses and points.
"""

import hashlib
from datetime import date
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from guidelines.choices import DocumentKind, DocumentState, ProvisionKind, Verb
from guidelines.models import (
    Document,
    DocumentSource,
    Effect,
    Issuer,
    Ledger,
    LedgerTask,
    Provision,
    ProvisionText,
    SourceFile,
    Version,
)


class IssuerFactory(DjangoModelFactory):
    class Meta:
        model = Issuer
        django_get_or_create = ["key"]

    key = "thu-tuong-chinh-phu"
    name_vi = "Thủ tướng Chính phủ"
    name_en = "Prime Minister"
    name_ko = "총리"


class DocumentFactory(DjangoModelFactory):
    """A published decision of one day; `draft=True` is still being written."""

    class Meta:
        model = Document

    kind = DocumentKind.DECISION
    number = factory.Sequence(lambda n: f"{n + 1000}/QĐ-TTg")
    issuer = factory.SubFactory(IssuerFactory)
    issued_on = date(2020, 1, 2)
    title_vi = "Phê duyệt Đề án thử"
    state = DocumentState.PUBLISHED
    live = True
    first_published_at = factory.LazyFunction(timezone.now)

    class Params:
        draft = factory.Trait(state=DocumentState.DRAFT, live=False, first_published_at=None)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = DocumentSource

    document = factory.SubFactory(DocumentFactory)
    title = "vbpl.vn"
    url = "https://vbpl.vn/"


class EffectFactory(DjangoModelFactory):
    class Meta:
        model = Effect

    acting = factory.SubFactory(DocumentFactory)
    target = factory.SubFactory(DocumentFactory)
    verb = Verb.AMENDS


class SourceFileFactory(DjangoModelFactory):
    """A file as handed in; `content` are its bytes, kept in the private storage."""

    class Meta:
        model = SourceFile

    class Params:
        content = factory.Sequence(lambda n: f"Điều {n + 1}. Tệp thử".encode())

    name = factory.Sequence(lambda n: f"van-ban-{n + 1}.txt")
    media_type = "text/plain"
    sha256 = factory.LazyAttribute(lambda made: hashlib.sha256(made.content).hexdigest())
    size = factory.LazyAttribute(lambda made: len(made.content))
    file = factory.LazyAttribute(lambda made: ContentFile(made.content, name=made.name))
    uploaded_at = factory.LazyFunction(timezone.now)


class VersionFactory(DjangoModelFactory):
    """A published text without provisions; `draft=True` is still being prepared."""

    class Meta:
        model = Version

    document = factory.SubFactory(DocumentFactory)
    valid_from = date(2020, 1, 2)
    state = DocumentState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)
    change_note_vi = "Đăng lần đầu."

    class Params:
        draft = factory.Trait(state=DocumentState.DRAFT, published_at=None, change_note_vi="")


class ProvisionFactory(DjangoModelFactory):
    """An article with its words: `ProvisionFactory(version=…, number="5", words__text="…")`."""

    class Meta:
        model = Provision
        skip_postgeneration_save = True

    version = factory.SubFactory(VersionFactory)
    kind = ProvisionKind.ARTICLE
    number = factory.Sequence(lambda n: str(n + 1))
    label = factory.LazyAttribute(lambda made: f"Điều {made.number}")
    heading = "Phạm vi điều chỉnh"
    path = factory.LazyAttribute(lambda made: f"dieu-{made.number.lower()}")
    order = factory.LazyAttribute(lambda made: made.version.provisions.count())

    @factory.post_generation
    def words(self, create: bool, given: Any, **fields: Any) -> None:
        if create:
            text = fields.pop("text", "Quyết định này quy định việc thử.")
            fields.setdefault("source", f"{self.label}. {self.heading}\n{text}")
            ProvisionText.objects.create(provision=self, text=text, **fields)


def text_of(
    document: Document, articles: int = 3, *, words: dict[str, str] | None = None, **fields: Any
) -> Version:
    """A published text of `articles` articles; each has clauses 1 and 2, clause 1 points a and đ.

    Paths are `dieu-1`, `dieu-1.khoan-1`, `dieu-1.khoan-1.diem-dd`. `words` replaces the text at
    some paths; `fields` go to `VersionFactory` (`draft=True`, `valid_from=…`, `language=…`). The
    same path keeps its lineage in all texts that this makes of a document.
    """
    version = VersionFactory(document=document, **fields)
    known = Provision.objects.filter(version__document=document)
    lineages = dict(known.values_list("path", "lineage"))
    rows: list[Provision] = []
    texts: list[ProvisionText] = []
    at: dict[str, Provision] = {}
    for kind, number, label, heading, path, text in _lines_of(articles):
        parent = at.get(path.rpartition(".")[0])
        row = Provision(
            version=version,
            parent=parent,
            kind=kind,
            number=number,
            label=label,
            heading=heading,
            path=path,
            order=len(rows),
            depth=path.count("."),
        )
        row.lineage = lineages.get(path, row.lineage)
        text = (words or {}).get(path, text)
        source = " ".join(part for part in (label, heading, text) if part)
        rows.append(row)
        texts.append(ProvisionText(provision=row, text=text, source=source))
        at[path] = row
    for depth in range(3):
        Provision.objects.bulk_create([row for row in rows if row.depth == depth])
    ProvisionText.objects.bulk_create(texts)
    return version


def _lines_of(articles: int) -> list[tuple[str, str, str, str, str, str]]:
    """(kind, number, label, heading, path, text) of a small regular text."""
    kinds, lines = ProvisionKind, []
    for number in range(1, articles + 1):
        path = f"dieu-{number}"
        lines.append((kinds.ARTICLE, str(number), f"Điều {number}", f"Nội dung {number}", path, ""))
        first = f"Cơ quan chủ trì thực hiện việc số {number}, gồm:"
        lines.append((kinds.CLAUSE, "1", "1", "", f"{path}.khoan-1", first))
        lines.append((kinds.POINT, "a", "a", "", f"{path}.khoan-1.diem-a", "Lập danh mục;"))
        lines.append((kinds.POINT, "đ", "đ", "", f"{path}.khoan-1.diem-dd", "Công bố kết quả."))
        second = f"Kinh phí của việc số {number} do ngân sách bảo đảm."
        lines.append((kinds.CLAUSE, "2", "2", "", f"{path}.khoan-2", second))
    return lines


class LedgerFactory(DjangoModelFactory):
    """The tasks one document sets; `is_per_province=True` for those of the provinces."""

    class Meta:
        model = Ledger

    key = factory.Sequence(lambda n: f"so-thu-{n}")
    document = factory.SubFactory(DocumentFactory)
    title_vi = factory.Sequence(lambda n: f"Nhiệm vụ thử {n}")


class LedgerTaskFactory(DjangoModelFactory):
    class Meta:
        model = LedgerTask

    ledger = factory.SubFactory(LedgerFactory)
    number = factory.Sequence(lambda n: str(n + 1))
    order = factory.Sequence(lambda n: n)
    task_vi = factory.LazyAttribute(lambda made: f"Việc số {made.number}")
    title = "Công báo"
