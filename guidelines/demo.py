"""A sample regulation with two texts, an amendment that is worked in and one that is not yet."""

import hashlib
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from guidelines.choices import DocumentKind, Verb, VersionKind
from guidelines.models import (
    Change,
    Document,
    DocumentEvent,
    Effect,
    Issuer,
    Output,
    SourceFile,
    Version,
    VersionEvent,
)
from guidelines.readers import HTML, read
from guidelines.recognition.recognise import recognise
from guidelines.services.citations import record_citations, resolve_waiting
from guidelines.services.documents import record_loaded
from guidelines.services.files import keep_file
from guidelines.services.publication import approve_text
from guidelines.services.texts import store_text
from guidelines.services.timeline import rebuild_spans
from vkc.core.append_only import purging
from vkc.search import services as search

FILES = Path(__file__).parent / "data" / "demo"
ISSUER = "ban-bien-tap-minh-hoa"
REGULATION = "01/QĐ-MH"
WORKED_IN = "02/QĐ-MH"
NOT_YET = "03/QĐ-MH"
# number → (title, issued, in force)
DOCUMENTS = {
    REGULATION: (
        "Ban hành Quy chế mẫu về quản lý và chia sẻ dữ liệu đô thị (dữ liệu minh họa)",
        date(2024, 12, 2),
        date(2025, 1, 1),
    ),
    WORKED_IN: (
        "Sửa đổi, bổ sung một số điều của Quy chế mẫu về quản lý và chia sẻ dữ liệu đô thị "
        "(dữ liệu minh họa)",
        date(2025, 5, 20),
        date(2025, 7, 1),
    ),
    NOT_YET: (
        "Sửa đổi khoản 2 Điều 8 và ngưng áp dụng Điều 6a của Quy chế mẫu (dữ liệu minh họa)",
        date(2026, 9, 1),
        date(2026, 10, 1),
    ),
}
# file, valid from, kind, note to readers
TEXTS = (
    (
        "quy-che-mau-1.html",
        date(2025, 1, 1),
        VersionKind.ORIGINAL,
        "Đăng bản gốc của văn bản mẫu.",
    ),
    (
        "quy-che-mau-2.html",
        date(2025, 7, 1),
        VersionKind.CONSOLIDATED,
        "Đăng bản hợp nhất sau khi sửa đổi Điều 4, Điều 5, Điều 9 và bổ sung Điều 6a.",
    ),
)
# acting document, verb, target path, quoted evidence, until, is it in the second text
EFFECTS = (
    (WORKED_IN, Verb.AMENDS, "kem-theo-1.dieu-4.khoan-3",
     "Tại khoản 3 Điều 4, thay cụm từ “mỗi năm” bằng cụm từ “sáu tháng”.", None, True),
    (WORKED_IN, Verb.AMENDS, "kem-theo-1.dieu-5.khoan-2",
     "Sửa đổi khoản 2 Điều 5: thời hạn sửa sai lệch là 05 ngày làm việc.", None, True),
    (WORKED_IN, Verb.REPEALS, "kem-theo-1.dieu-9.diem-b",
     "Bãi bỏ điểm b Điều 9.", None, True),
    (NOT_YET, Verb.AMENDS, "kem-theo-1.dieu-8.khoan-2",
     "Khoản 2 Điều 8 được sửa đổi như sau: “2. Kho dữ liệu được sao lưu hai lần mỗi ngày.”",
     None, False),
    (NOT_YET, Verb.SUSPENDS, "kem-theo-1.dieu-6a",
     "Ngưng áp dụng Điều 6a từ ngày 01 tháng 10 năm 2026 đến hết ngày 31 tháng 12 năm 2026.",
     date(2027, 1, 1), False),
)  # fmt: skip


@transaction.atomic
def load() -> dict[str, int]:
    """Add the sample documents once; a second call adds nothing."""
    if Document.objects.filter(is_demo=True, number=REGULATION).exists():
        return {"sample documents": 0, "sample texts": 0}
    now = timezone.now()
    found = {number: _document(number, now) for number in DOCUMENTS}
    texts = [_text(found[REGULATION], *row, at=now) for row in TEXTS]
    for number, verb, path, evidence, until, is_worked_in in EFFECTS:
        Effect.objects.create(
            acting=found[number],
            target=found[REGULATION],
            verb=verb,
            target_path=path,
            target_lineage=_lineage(texts, path),
            is_partial=True,
            in_force_on=DOCUMENTS[number][2],
            ends_on=until,
            note=evidence,
            applied_in=texts[-1] if is_worked_in else None,
        )
    for version in texts:
        record_citations(version=version)
    for document in found.values():
        rebuild_spans(document=document)
        search.index(document)
    return {"sample documents": len(found), "sample texts": len(texts)}


def _document(number: str, now: datetime) -> Document:
    title, issued, effective = DOCUMENTS[number]
    issuer, _is_new = Issuer.objects.get_or_create(
        key=ISSUER,
        defaults={
            "name_vi": "Ban biên tập Cổng VKC (minh họa)",
            "name_en": "VKC portal editors (sample)",
            "name_ko": "VKC 포털 편집부(예시)",
            "order": 900,
        },
    )
    document = Document.objects.create(
        kind=DocumentKind.DECISION,
        number=number,
        issuer=issuer,
        issued_on=issued,
        effective_on=effective,
        title_vi=title,
        is_demo=True,
    )
    record_loaded(document=document, at=now)
    return document


def _text(
    document: Document, name: str, valid_from: date, kind: str, note: str, *, at: datetime
) -> Version:
    path = FILES / name
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    source = keep_file(path=path, name=name, media_type=HTML, sha256=sha256, by=None, at=at)
    parsed = recognise(read(path, media_type=HTML), declared_number=document.number)
    version = store_text(
        document=document,
        parsed=parsed,
        source=source,
        language="vi",
        valid_from=valid_from,
        kind=kind,
        by=None,
        at=at,
        is_demo=True,
    )
    Version.objects.filter(pk=version.pk).update(change_note_vi=note)
    version.refresh_from_db()
    approve_text(version=version, by=None, at=at)
    return version


def _lineage(texts: list[Version], path: str):
    """The provision through all texts, found in the newest that has it."""
    for version in reversed(texts):
        found = version.provisions.filter(path=path).values_list("lineage", flat=True).first()
        if found:
            return found
    return None


@transaction.atomic
def remove() -> dict[str, int]:
    """Remove the sample documents with everything that hangs on them."""
    documents = Document.objects.filter(is_demo=True)
    versions = Version.objects.filter(document__in=documents)
    counts = {"sample documents": documents.count(), "sample texts": versions.count()}
    sources = list(SourceFile.objects.filter(versions__in=versions).distinct())
    made = list(Output.objects.filter(version__in=versions))
    with purging():
        Effect.objects.filter(target__in=documents).delete()
        Effect.objects.filter(acting__in=documents).delete()
        Change.objects.filter(document__in=documents).delete()
        VersionEvent.objects.filter(subject__in=versions).delete()
        DocumentEvent.objects.filter(subject__in=documents).delete()
        versions.delete()
        for document in documents:
            search.remove(document)
            document.delete()
    for number in DOCUMENTS:
        resolve_waiting(number=number)
    for source in sources:
        source.delete()
    transaction.on_commit(lambda: _delete_files([row.file for row in [*sources, *made]]))
    Issuer.objects.filter(key=ISSUER, documents=None).delete()
    return counts


def _delete_files(files: list) -> None:
    for file in files:
        if file:
            file.storage.delete(file.name)
