"""Turn a read file into a draft: a text of a known document, or a new document with its text."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.choices import ImportState, VersionKind
from guidelines.exceptions import DocumentAlreadyKnown, ImportNotReady
from guidelines.models import Document, ImportJob, Issuer, Version
from guidelines.permissions import can_edit_document
from guidelines.recognition.parsed import Parsed
from guidelines.services.imports import hold_job, move_job, refuse_other_number
from guidelines.services.texts import store_text
from vkc.core.states import Refusal
from vkc.core.text import fold, slug_text


@dataclass(frozen=True)
class Details:
    """What a new document is, as a person confirmed it. `issuer_name` founds a new issuing body."""

    kind: str
    number: str
    title: str
    issuer: Issuer | None = None
    issuer_name: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    signer: str = ""


@transaction.atomic
def save_import(
    *,
    job: ImportJob,
    by: Any,
    at: datetime,
    language: str,
    valid_from: date,
    kind: str = VersionKind.ORIGINAL,
    document: Document | None = None,
    details: Details | None = None,
    is_number_checked: bool = False,
) -> Version:
    """The draft made of a read file: of `document`, or of a new one made of `details`.

    Raises ImportNotReady, NumberMismatch (a scan's number may be vouched for with
    `is_number_checked`; a consolidated text has a number of its own), DocumentAlreadyKnown,
    TextAlreadyStored, PermissionDenied.
    """
    if by is not None and not can_edit_document(by):
        raise PermissionDenied
    held = hold_job(job)
    if held.state != ImportState.READY:
        raise ImportNotReady
    parsed = Parsed.from_json(held.result.parsed)
    number = document.number if document else details.number if details else ""
    if kind != VersionKind.CONSOLIDATED and not (parsed.is_ocr and is_number_checked):
        refuse_other_number(number, parsed.number)
    target = document or _new_document(details, by=by, at=at)
    version = store_text(
        document=target,
        parsed=parsed,
        source=held.source,
        language=language,
        valid_from=valid_from,
        kind=kind,
        by=by,
        at=at,
    )
    move_job(held, "save", version=version, document=target)
    held.result.delete()
    return version


def _new_document(details: Details | None, *, by: Any, at: datetime) -> Document:
    """A draft with a revision in the author's name, so that four eyes hold from the start."""
    if details is None:
        raise ImportNotReady
    _refuse_gaps(details)
    document = Document(
        kind=details.kind,
        number=details.number,
        issuer=details.issuer or _issuer_called(details.issuer_name),
        issued_on=details.issued_on,
        effective_on=details.effective_on,
        title_vi=details.title,
        signer=details.signer,
        live=False,
        has_unpublished_changes=True,
    )
    twin = document.twins().first()
    if twin is not None:
        raise DocumentAlreadyKnown(document=twin)
    document.save()
    document.save_revision(user=by)
    return document


def _refuse_gaps(details: Details) -> None:
    """A document has at least a kind, a number, a title and an issuing body."""
    wanted = {
        _("document kind"): details.kind,
        _("number"): slug_text(details.number),
        _("title"): details.title.strip(),
        _("issuing body"): details.issuer or details.issuer_name.strip(),
    }
    missing = [str(name) for name, value in wanted.items() if not value]
    if missing:
        message = _("The file does not say these, and they are needed: %(names)s.")
        raise Refusal(message % {"names": ", ".join(missing)})


def issuer_like(name: str) -> Issuer | None:
    """The issuing body that a header names, whatever its capitals and marks."""
    wanted = fold(" ".join(name.split()))
    if not wanted:
        return None
    named = [row for row in Issuer.objects.all() if fold(row.name_vi) == wanted]
    return named[0] if named else None


def _issuer_called(name: str) -> Issuer:
    name = " ".join(name.split())
    return issuer_like(name) or Issuer.objects.create(key=_free_key(name), name_vi=name[:200])


def _free_key(name: str) -> str:
    base = slug_text(name)[:70] or "co-quan"
    taken = set(Issuer.objects.filter(key__startswith=base).values_list("key", flat=True))
    keys = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in keys if key not in taken)


def documents_like(parsed: Parsed) -> list[Document]:
    """Documents of the library that the file may be a text of: same number, no other day or kind."""
    slug = slug_text(parsed.number)
    if not slug:
        return []
    found = Document.objects.filter(number_slug=slug).select_related("issuer")
    if parsed.kind:
        found = found.filter(kind=parsed.kind)
    day = day_of(parsed.issued_on)
    return [row for row in found if not day or row.issued_on in (None, day)]


def day_of(text: str) -> date | None:
    """An ISO date, or None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
