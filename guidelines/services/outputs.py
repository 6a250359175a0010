"""Made files: found by the digest of what they hold, else made once and stored."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import connection, transaction

from guidelines.choices import OutputFormat
from guidelines.models import Document, Output, Version
from guidelines.outputs.epub import make_epub
from guidelines.outputs.pdf import make_pdf
from guidelines.outputs.sheet import Sheet, build_sheet, sheet_key
from guidelines.outputs.word import make_docx

MAKERS: dict[str, Callable[[Sheet, str], bytes]] = {
    OutputFormat.PDF: lambda sheet, key: make_pdf(sheet),
    OutputFormat.DOCX: lambda sheet, key: make_docx(sheet),
    OutputFormat.EPUB: lambda sheet, key: make_epub(sheet, key=key),
}


def get_output(
    *,
    document: Document,
    version: Version,
    form: str,
    on: date,
    at: datetime,
    selection: Sequence[str] = (),
    may_make: Callable[[], bool] = lambda: True,
) -> Output | None:
    """The file of a text as of a day; the same content is never made twice.

    `selection` holds provision paths in the order of the text (empty: all); raises NothingSelected.
    None where it would have to be made and `may_make()` says no. Two requests at once wait for one.
    """
    sheet = build_sheet(document, version, on=on, selection=selection)
    key = sheet_key(sheet, form)
    found = Output.objects.filter(key=key).first()
    if found is not None or not may_make():
        return found
    with transaction.atomic():
        _hold(key)
        found = Output.objects.filter(key=key).first()
        if found is not None:
            return found
        content = MAKERS[form](sheet, key)
        output = Output(
            version=version,
            format=form,
            selection=list(selection),
            on=on,
            key=key,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            made_at=at,
        )
        output.file.save(f"{key}.{form}", ContentFile(content), save=False)
        output.save(force_insert=True)
    return output


def make_outputs(*, version: Version, on: date, at: datetime) -> list[Output]:
    """All formats of a whole text, ahead of the first reader."""
    made = [
        get_output(document=version.document, version=version, form=form, on=on, at=at)
        for form in OutputFormat.values
    ]
    return [output for output in made if output is not None]


def _hold(key: str) -> None:
    """One maker at a time for one content; freed at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 950))", [key])
