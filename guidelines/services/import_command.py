"""Imports without a person at a form: everything as the file says it, or a refusal."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.models import Document, ImportJob, Version
from guidelines.presentation import short_day
from guidelines.recognition.parsed import Parsed
from guidelines.services.files import hold_checksum
from guidelines.services.import_drafts import (
    Details,
    day_of,
    documents_like,
    issuer_like,
    save_import,
)
from vkc.core.states import Refusal


def save_as_recognised(
    *, job: ImportJob, parsed: Parsed, kind: str, of_number: str = "", at: datetime
) -> Version:
    """A draft without an author, of the document that the file names or of a new one.

    `of_number` names the document of a consolidated text. Raises Refusal where the file does not
    say enough, or where several documents bear its number.
    """
    document = _the_one(Document.objects.numbered(of_number)) if of_number else _named_by(parsed)
    if of_number and document is None:
        raise Refusal(_("No document with the number %(number)s.") % {"number": of_number})
    return save_import(
        job=job,
        by=None,
        at=at,
        language="vi",
        valid_from=_valid_from(parsed, document),
        kind=kind,
        document=document,
        details=None if document else _details(parsed),
    )


@transaction.atomic
def discard_import(*, job: ImportJob) -> None:
    """Take a refused import back: its file too, where nothing else needs it."""
    job = ImportJob.objects.select_related("source").get(pk=job.pk)
    source = job.source
    hold_checksum(source.sha256)
    job.delete()
    if source.versions.exists() or source.attachments.exists() or source.imports.exists():
        return
    storage, name = source.file.storage, source.file.name
    source.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _named_by(parsed: Parsed) -> Document | None:
    return _the_one(documents_like(parsed))


def _the_one(found) -> Document | None:
    """The only candidate, None without any; several are listed with their dates, never guessed."""
    rows = list(found)
    if len(rows) < 2:
        return rows[0] if rows else None
    unknown = _("no information yet")
    listed = [f"{row} ({short_day(row.issued_on) if row.issued_on else unknown})" for row in rows]
    message = _(
        "Several documents bear this number: %(documents)s. Import the file in the back office and choose one."
    )
    raise Refusal(message % {"documents": "; ".join(listed)})


def _details(parsed: Parsed) -> Details:
    issuer = issuer_like(parsed.issuer)
    return Details(
        kind=parsed.kind,
        number=parsed.number,
        title=parsed.title,
        issuer=issuer,
        issuer_name="" if issuer else parsed.issuer,
        issued_on=day_of(parsed.issued_on),
        effective_on=day_of(parsed.effective_on),
        signer=parsed.signer,
    )


def _valid_from(parsed: Parsed, document: Document | None) -> date:
    """The day of entry into force, else the day of issue; without either a person has to say."""
    known = (document.effective_on, document.issued_on) if document else (None, None)
    days = (day_of(parsed.effective_on), known[0], day_of(parsed.issued_on), known[1])
    for day in days:
        if day is not None:
            return day
    raise Refusal(
        _(
            "The file says neither when the document comes into force nor when it was issued. Import it in the back office and set the day from which the text is valid."
        )
    )
