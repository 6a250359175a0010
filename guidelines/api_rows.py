"""What the open API tells of documents, provisions and changes: plain values; null is unknown."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import override

from guidelines.legal import legal_ruling
from guidelines.models import Change, Document, Effect, Provision, Version
from guidelines.provisions_status import provision_rulings
from guidelines.text_of_day import text_for
from vkc.core.api import absolute


def page_url(document: Document, *, on: date | None = None, path: str = "") -> str:
    """The document's page in Vietnamese, as of a day and at a provision."""
    with override("vi"):
        url = absolute(document.get_absolute_url())
    return url + (f"?on={on.isoformat()}" if on else "") + (f"#{path}" if path else "")


def document_row(document: Document) -> dict[str, Any]:
    """One document; needs `with_legal_status` and the issuer."""
    return {
        "id": document.pk,
        "kind": document.kind,
        "number": document.number,
        "title_vi": document.title_vi,
        "title_en": document.title_en or None,
        "title_ko": document.title_ko or None,
        "issuer": document.issuer.key,
        "issuer_name": document.issuer.name_vi,
        "issued_on": document.issued_on,
        "effective_on": document.effective_on,
        "expires_on": document.expires_on,
        "status": document.status_on_day,
        "signer": document.signer or None,
        "is_sample": document.is_demo,
        "url": page_url(document),
        "updated_at": document.last_published_at,
    }


def document_whole(document: Document, *, on: date, language: str) -> dict[str, Any]:
    """One document with its relations, texts and topics; needs `with_relations`.

    `text_shown` is the text that the document's page shows a reader of `language` for the day.
    """
    ruling = legal_ruling(document, on=on)
    texts = list(Version.objects.published().filter(document=document))
    shown = text_for(texts, on=on, language=language)
    return {
        **document_row(document),
        "as_of": on,
        "status_basis": ruling.basis,
        "status_since": ruling.day,
        "citation": document.citation,
        "summary_vi": document.summary_vi or None,
        "topics": [topic.key for topic in document.topics.all()],
        "acts_on": [_effect(row, "target") for row in document.effects.all()],
        "acted_on_by": [
            _effect(row, "acting") for row in document.incoming_effects.all() if row.counts
        ],
        "texts": [version_row(text) for text in texts],
        "text_shown": version_row(shown) if shown else None,
        "sources": [
            {"title": source.title, "url": source.public_url or None}
            for source in document.sources.all()
        ],
    }


def _effect(effect: Effect, side: str) -> dict[str, Any]:
    other = getattr(effect, side)
    is_public = other is not None and other.state in ("published", "withdrawn")
    return {
        "verb": effect.verb,
        "document": other.pk if is_public else None,
        "document_text": getattr(effect, f"{side}_label"),
        "provision": effect.target_path or None,
        "provision_text": effect.target_provision_text or None,
        "acting_provision": effect.acting_path or None,
        "is_partial": effect.is_partial,
        "from": effect.starts_on,
        "until": effect.ends_on,
        "evidence": effect.note or None,
        "worked_into_text": effect.applied_in_id,
    }


def version_row(version: Version) -> dict[str, Any]:
    return {
        "id": version.pk,
        "document": version.document_id,
        "language": version.language,
        "kind": version.kind,
        "valid_from": version.valid_from,
        "label": version.label or None,
        "is_ocr": version.is_ocr,
        "text_sha256": version.text_digest or None,
        "published_at": version.published_at,
    }


def provision_rows(provisions: Iterable[Provision], *, on: date) -> Iterator[dict[str, Any]]:
    """Provisions with their status that day; come ordered by version, with `version__document`."""
    for version, rows in groupby(provisions, key=lambda row: row.version):
        document = version.document
        rulings = provision_rulings(document, version, on=on)
        for row in rows:
            yield {
                "id": row.pk,
                "document": document.pk,
                "document_number": document.number,
                "version": version.pk,
                "language": version.language,
                "text_valid_from": version.valid_from,
                "path": row.path,
                "kind": row.kind,
                "label": row.label,
                "heading": row.heading,
                "text": row.words.text,
                "table": row.words.table,
                "status": rulings[row.path].status,
                "status_since": rulings[row.path].day,
                "lineage": row.lineage,
                "as_of": on,
                "is_sample": document.is_demo,
                "url": page_url(document, on=on, path=row.path),
            }


def change_row(change: Change) -> dict[str, Any]:
    """One line of the change log; `cursor` goes into the next question's `after`."""
    return {
        "cursor": change.pk,
        "at": change.at,
        "kind": change.kind,
        "document": change.document_id,
        "number": change.document.number,
        "version": change.version_id,
        "note_vi": change.note_vi,
        "note_en": change.note_en or None,
        "note_ko": change.note_ko or None,
        "url": page_url(change.document),
    }
