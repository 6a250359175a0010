"""What the pages below a document show: its texts, its files, one provision through time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from guidelines.legal import Basis, Ruling
from guidelines.linking import cited_by_rows
from guidelines.models import Document, Provision, SourceFile, Version
from guidelines.presentation import short_day, status_badge, status_sentence
from guidelines.provisions_status import pending_effects, provision_rulings
from guidelines.recognition.citing import official
from guidelines.recognition.paths import words_of
from guidelines.text_html.addresses import Addresses
from guidelines.text_html.history import find_provision, former_words, history
from guidelines.text_html.marks import holds_on, note_html
from guidelines.text_html.originals import attachments_of, original_rows
from guidelines.text_html.versions import (
    public_texts,
    texts_once_public,
    version_rows,
)
from guidelines.text_of_day import text_for


def frame(
    document: Document, *, label: str, on: date | None = None, issuer: str = ""
) -> dict[str, Any]:
    """The document around a page below it, and the way back."""
    addresses = Addresses(document, on, issuer)
    return {
        "document": document,
        "addresses": addresses,
        "on": on or timezone.localdate(),
        "is_as_of": on is not None,
        "breadcrumb": [
            {"label": _("Guideline library"), "url": reverse("guidelines:list")},
            {"label": str(document), "url": addresses.page},
            {"label": label, "url": ""},
        ],
    }


def versions_context(document: Document, *, on: date | None, issuer: str) -> dict[str, Any]:
    """All texts that readers saw or see, latest first; the withdrawn ones without their words."""
    around = frame(document, label=_("Texts of the document"), on=on, issuer=issuer)
    public = {text.pk for text in public_texts(document)}
    rows = version_rows(texts_once_public(document), around["addresses"], public=public)
    return {**around, "versions": rows}


def originals_context(document: Document, *, on: date | None, issuer: str) -> dict[str, Any]:
    """The files of the public texts."""
    around = frame(document, label=_("Original files"), on=on, issuer=issuer)
    texts = public_texts(document)
    rows = original_rows(texts, attachments_of(texts), around["addresses"])
    return {**around, "originals": rows}


@dataclass(frozen=True)
class Files:
    """The originals of a document: those readers may take, and those they at some time could."""

    public: QuerySet[SourceFile]
    once_public: QuerySet[SourceFile]


def files_of(document: Document) -> Files:
    """Files follow the state of the texts that were read from them."""

    def read_into(texts: QuerySet[Version]) -> QuerySet[SourceFile]:
        return SourceFile.objects.filter(versions__in=texts.filter(document=document)).distinct()

    return Files(read_into(Version.objects.published()), read_into(Version.objects.readable()))


def was_public(document: Document, path: str) -> bool:
    """True where a text that was withdrawn holds this provision."""
    texts = Version.objects.readable().filter(document=document)
    return Provision.objects.filter(version__in=texts, path=path).exists()


def provision_context(
    document: Document, path: str, *, on: date | None, issuer: str, language: str
) -> dict[str, Any] | None:
    """One provision through time; None where no public text holds it."""
    texts = public_texts(document)
    day = on or timezone.localdate()
    found = find_provision(texts, path, on=day, language=language)
    if found is None:
        return None
    words = words_of(path)
    around = frame(document, label=words, on=on, issuer=issuer)
    ruling = provision_rulings(document, found.version, on=day)[path]
    return {
        **around,
        **status_badge(ruling.status),
        "words": words,
        "heading": found.provision.heading,
        "former": former_words(found, document),
        "ruling_sentence": _why(document, ruling),
        "text_url": around["addresses"].text(found.version, path),
        "version": found.version,
        "notes": _notes(document, found.provision, found.version, day),
        "entries": history(found, texts, around["addresses"]),
        "cited_by": cited_by_rows(document, path, on=day),
        "citation": official(document, path),
        "article_files": _files(document, path, around["addresses"])
        if found.version == text_for(texts, on=day, language=language)
        else [],
    }


def _files(document: Document, path: str, addresses: Addresses) -> list[dict[str, str]]:
    """Made files of this provision; call it where the text of the day holds it."""
    if document.is_withdrawn:
        return []
    return [
        {"label": item["label"], "url": addresses.file(item["form"], path)}
        for item in addresses.downloads
    ]


def _why(document: Document, ruling: Ruling) -> str:
    """The ground of the status; what was worked into the text is told beside."""
    if ruling.basis == Basis.DATES and ruling.day:
        return _("In force since %(day)s.") % {"day": short_day(ruling.day)}
    return status_sentence(document, ruling)


def _notes(
    document: Document, provision: Provision, version: Version, on: date
) -> list[dict[str, Any]]:
    """The effects on the provision or on what it holds, in words with the quoted sentence."""
    waiting = {effect.pk for effect in pending_effects(document, version, on=on)}
    held = [
        effect
        for effect in document.incoming_effects.all()
        if holds_on(effect, on) and _touches(effect, provision)
    ]
    return [
        {
            "where": words_of(effect.target_path),
            "html": mark_safe(note_html(effect, is_pending=effect.pk in waiting)),
        }
        for effect in sorted(held, key=lambda effect: effect.starts_on, reverse=True)
    ]


def _touches(effect: Any, provision: Provision) -> bool:
    if effect.target_lineage and effect.target_lineage == provision.lineage:
        return True
    named, here = effect.target_path, provision.path
    return bool(named) and (
        f"{named}.".startswith(f"{here}.") or f"{here}.".startswith(f"{named}.")
    )
