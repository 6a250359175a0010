"""Why a file is refused: a stable code, and a sentence naming the file, the rule and the way out."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.exceptions import FileRefused

SENTENCES: dict[str, Promise] = {
    "empty": _("“%(name)s” is empty (0 bytes). Choose the file again and check that it opens."),
    "too_large": _(
        "“%(name)s” has %(size)s MB; at most %(most)s MB can be read. "
        "Leave out large pictures or split the file."
    ),
    "unknown_kind": _(
        "“%(name)s” is neither DOCX, PDF, HTML nor plain text, whatever its name says. "
        "Save the document as DOCX or PDF and try again."
    ),
    "picture": _("“%(name)s” is a picture. Put the scanned pages into one PDF file and try again."),
    "not_word": _(
        "“%(name)s” is a zip archive or another Office file, not a Word document. "
        "Only DOCX, PDF, HTML and plain text can be read."
    ),
    "old_word": _(
        "“%(name)s” is in the old Word format (.doc). "
        "Open it in Word or LibreOffice, save it as DOCX and try again."
    ),
    "rich_text": _(
        "“%(name)s” is in the RTF format. Open it in Word or LibreOffice, save it as DOCX and try "
        "again."
    ),
    "password": _(
        "“%(name)s” is protected by a password. Save a copy without the password and try again."
    ),
    "macros": _(
        "“%(name)s” holds macros (programs), which are not accepted. "
        "Save it as a plain DOCX without macros and try again."
    ),
    "zip_bomb": _(
        "“%(name)s” would grow far beyond what is safe when opened, so it was not opened. "
        "Save it again from Word as a plain DOCX and try again."
    ),
    "doctype": _(
        "“%(name)s” holds entity definitions (a document type declaration), which a document of "
        "Word never needs. Save it again from Word as DOCX and try again."
    ),
    "damaged": _(
        "“%(name)s” is damaged and cannot be read to its end. "
        "Get the file again from its sender, or open it and save it again."
    ),
    "legacy_letters": _(
        "“%(name)s” is written in the old %(encoding)s letters, which cannot be turned into "
        "Unicode without guessing. Convert it to Unicode (for example with Unikey), check it and "
        "try again."
    ),
    "unknown_letters": _(
        "The letters of “%(name)s” are in an encoding that was not recognised. "
        "Save the file as UTF-8 and try again."
    ),
    "too_deep": _(
        "“%(name)s” nests its blocks too deeply to be read whole. "
        "Open it in Word, save it as DOCX and try again."
    ),
    "no_text": _(
        "“%(name)s” holds no text. Check that it is the right file; a scan has to be a PDF of "
        "pictures of its pages."
    ),
    "too_many_pages": _(
        "“%(name)s” has %(pages)s pages; at most %(most)s can be read. "
        "Split the file and import its parts."
    ),
    "too_many_scanned_pages": _(
        "“%(name)s” has more than %(most)s scanned pages (%(pages)s pages in all), "
        "and a scan is read page by page. Ask for the file in DOCX, or split it."
    ),
    "no_ocr": _(
        "“%(name)s” is a scan, and this server cannot read scans yet: the program Tesseract with "
        "the Vietnamese language is missing. Ask the administrator to install the packages "
        "tesseract-ocr and tesseract-ocr-vie, or import a DOCX."
    ),
    "ocr_failed": _(
        "Page %(page)s of the scan “%(name)s” could not be read. "
        "Scan that page again at 300 dots per inch and try again."
    ),
}


def refused(code: str, *, name: str, **facts: Any) -> FileRefused:
    """The refusal to raise; `code` is a key of `SENTENCES`."""
    return FileRefused(SENTENCES[code] % {"name": name, **facts}, code=code, name=name, **facts)
