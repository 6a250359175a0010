"""Files people hand in: what they are by their content, and what is refused before it is kept.

class LetterView: @at_most(20 * MEGABYTE)   drops larger files while they arrive
inspect(upload, kinds=("pdf", "png"), most_bytes=20 * MEGABYTE)   the media type, or a sentence
"""

from __future__ import annotations

import codecs
import warnings
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from PIL import Image

from vkc.core.file_names import clean_name
from vkc.core.packages import CONTENT_TYPES, PackageRefused, check_package
from vkc.core.pdf_check import PdfRefused, check_pdf
from vkc.core.states import Refusal

MEGABYTE = 1024 * 1024
MOST_PIXELS = 60_000_000
_HEAD = 4096

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt",
}
KIND_NAMES: dict[str, Any] = {
    "pdf": "PDF", "png": "PNG", "jpeg": "JPEG", "docx": "DOCX", "xlsx": "XLSX", "pptx": "PPTX",
    "csv": "CSV", "mp4": "MP4", "webm": "WebM", "vtt": "WebVTT",
}  # fmt: skip
_OFFICE = {"docx": "word/document", "xlsx": "xl/workbook", "pptx": "ppt/presentation"}
# What people send instead; each has a sentence of its own.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_NEVER_TAKEN = ("old_office", "open_document", "archive")
_BROKEN_ARCHIVE = (BadZipFile, OSError, NotImplementedError, ValueError)
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError)

SENTENCES: dict[str, Promise] = {
    "empty": _("“%(name)s” is empty (0 bytes). Choose the file again and check that it opens."),
    "too_large": _(
        "“%(name)s” is larger than %(most)s MB, so it was not taken. Make it smaller (a scan in "
        "black and white at 200 dots per inch is enough) and try again."
    ),
    "wrong_kind": _(
        "“%(name)s” is not of a kind that is taken here, whatever its name says. "
        "Taken are: %(kinds)s."
    ),
    "old_office": _(
        "“%(name)s” is a file of an old Office (.doc, .xls, .ppt) or protected by a password. Open "
        "it, save it in the present form without a password, or as PDF. Taken are: %(kinds)s."
    ),
    "open_document": _(
        "“%(name)s” is an OpenDocument file (.odt, .ods, .odp), which is not taken. "
        "Save it as PDF or in an Office form. Taken are: %(kinds)s."
    ),
    "archive": _(
        "“%(name)s” is an archive (such as ZIP), which is not taken, since its contents cannot be "
        "checked. Unpack it and hand in its files one by one. Taken are: %(kinds)s."
    ),
    "pdf_active": _(
        "“%(name)s” holds scripts, actions that start by themselves or other files inside. "
        "Print it to a new PDF, or scan the paper again, and try once more."
    ),
    "password": _(
        "“%(name)s” is protected by a password. Save a copy without the password and try again."
    ),
    "damaged": _(
        "“%(name)s” is damaged and cannot be read to its end. "
        "Get the file again from its sender, or open it and save it again."
    ),
    "macros": _(
        "“%(name)s” holds macros (programs), which are not accepted. "
        "Save it without macros and try again."
    ),
    "bomb": _(
        "“%(name)s” would grow far beyond what is safe when opened, so it was not opened. "
        "Save it again and try once more."
    ),
    "doctype": _(
        "“%(name)s” holds entity definitions (a document type declaration), which an Office file "
        "never needs. Save it again and try once more."
    ),
    "too_many_pages": _("“%(name)s” has too many pages. Split the file and try again."),
}


class UploadRefused(Refusal):
    """A file is not taken; the sentence names the file, the rule and the way out.

    `code` is a key of `SENTENCES`.
    """

    def __init__(self, code: str, *, name: str, **facts: object) -> None:
        self.code = code
        super().__init__(str(SENTENCES[code]) % {"name": name, **facts}, name=name, **facts)


def inspect(upload: Any, *, kinds: Sequence[str] = ("pdf", "png", "jpeg"), most_bytes: int) -> str:
    """The media type of a file by its content; raises UploadRefused with a sentence.

    `upload` is a Django file with `name` and `size`; it is left at its beginning. `kinds` are keys
    of `MEDIA_TYPES`. The name is only quoted, never trusted.
    """
    name = clean_name(upload.name or "")
    if not upload.size:
        raise UploadRefused("empty", name=name)
    if upload.size > most_bytes:
        raise too_large(name, most_bytes)
    upload.seek(0)
    kind = _kind_of(upload.read(_HEAD))
    if kind == "zip":
        kind = _office_kind(upload, kinds)
    if kind in _NEVER_TAKEN:
        raise UploadRefused(kind, name=name, kinds=kinds_in_words(kinds))
    if kind not in kinds:
        raise UploadRefused("wrong_kind", name=name, kinds=kinds_in_words(kinds))
    try:
        _check(kind, upload)
    except _Unsafe as problem:
        facts = {"kinds": kinds_in_words(kinds)}
        raise UploadRefused(problem.code, name=name, **facts) from problem
    upload.seek(0)
    return MEDIA_TYPES[kind]


def too_large(name: str, most_bytes: int) -> UploadRefused:
    return UploadRefused("too_large", name=clean_name(name), most=most_bytes // MEGABYTE)


def kinds_in_words(kinds: Sequence[str]) -> str:
    """For a sentence or a help text: “PDF, PNG, JPEG”."""
    return ", ".join(str(KIND_NAMES[kind]) for kind in kinds)


def accept_of(kinds: Sequence[str]) -> str:
    """For the `accept` attribute of a file field."""
    return ",".join(f".{'jpg,.jpeg' if kind == 'jpeg' else kind}" for kind in kinds)


class _Unsafe(Exception):
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def _kind_of(head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(_OLD_OFFICE):
        return "old_office"
    if head.startswith(_OTHER_ARCHIVES):
        return "archive"
    if head[4:8] == b"ftyp":
        return "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return "webm"
    if head.removeprefix(codecs.BOM_UTF8).startswith(b"WEBVTT"):
        return "vtt"
    return "csv" if _is_plain_table(head) else ""


def _is_plain_table(head: bytes) -> bool:
    """Text that is no markup: the first sign of HTML, SVG and XML is `<`."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    head = head.removeprefix(codecs.BOM_UTF8)
    has_controls = any(byte < 9 or 13 < byte < 32 for byte in head)
    return not has_controls and not head.lstrip().startswith((b"<", b"{\\rtf"))


def _check(kind: str, upload: Any) -> None:
    upload.seek(0)
    try:
        if kind in _OFFICE:
            check_package(upload, main=_OFFICE[kind])
        elif kind == "pdf":
            check_pdf(upload.read())
        elif kind in ("png", "jpeg"):
            _check_picture(kind, upload)
        elif kind == "vtt":
            upload.read().decode("utf-8-sig")
    except (PackageRefused, PdfRefused) as problem:
        raise _Unsafe("bomb" if problem.code == "zip_bomb" else problem.code) from problem
    except UnicodeDecodeError as problem:
        raise _Unsafe("damaged") from problem


def _office_kind(upload: Any, kinds: Sequence[str]) -> str:
    """Which Office file an archive is, of those wanted; a broken one is taken for the first.

    An archive that is no Office file at all is named for what it is.
    """
    wanted = [kind for kind in kinds if kind in _OFFICE]
    try:
        with ZipFile(upload) as archive:
            names = [entry.lower() for entry in archive.namelist()]
    except _BROKEN_ARCHIVE:
        return wanted[0] if wanted else ""
    if CONTENT_TYPES.lower() not in names:
        return "open_document" if {"mimetype", "meta-inf/manifest.xml"} <= set(names) else "archive"
    return next((k for k in wanted if any(n.startswith(_OFFICE[k]) for n in names)), "")


def _check_picture(kind: str, upload: Any) -> None:
    """Its size is read from its head before a pixel is inflated, then it is checked to its end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=[kind.upper()]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _Unsafe("bomb")
                picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise _Unsafe("bomb") from problem
    except _DAMAGED as problem:
        raise _Unsafe("damaged") from problem


class _AtMost(FileUploadHandler):
    """Lets go of a file as soon as it grows too large, and notes its name on the request."""

    def __init__(self, request: Any = None, *, most_bytes: int) -> None:
        super().__init__(request)
        self.most_bytes = most_bytes

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > self.most_bytes:
            self.request.dropped_files[self.field_name] = too_large(self.file_name, self.most_bytes)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def at_most(
    most_bytes: int,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view whose files may have so many bytes each; a larger one never reaches memory or disk.

    The view finds it in `dropped_files(request)`, the other fields are read as usual. The CSRF
    check moves inside, as it is what reads the body first.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        checked = csrf_protect(view)

        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.dropped_files = {}
            request.upload_handlers.insert(0, _AtMost(request, most_bytes=most_bytes))
            return checked(request, *args, **kwargs)

        return csrf_exempt(limited)

    return decorate


def dropped_files(request: HttpRequest) -> dict[str, UploadRefused]:
    """Field → why its file was let go while it arrived."""
    # The files arrive with the first look at the body.
    len(request.POST)
    return request.dropped_files
