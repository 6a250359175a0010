"""What a PDF that people hand in must not hold: scripts, actions that start something, files.

Two looks at the same bytes: PDFium counts scripts and attachments; and the names of the PDF
language are searched for, `#`-escapes undone, in the whole file and in its inflated streams, as
objects may stand in object streams (ISO 32000-1, 7.3.5 and 7.5.7).
"""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

MEGABYTE = 1024 * 1024
MOST_PAGES = 1_000
# Inflated bytes of one stream that may hold objects, and of all of them.
MOST_INFLATED = 64 * MEGABYTE

# Long enough never to appear by chance in compressed bytes.
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|FileAttachment|RichMedia|XFA|SubmitForm|ImportData"
    rb"|GoToE|OpenAction(?!\s*\[))(?![A-Za-z])"
    rb"|/AA\s*(?:<<|\d+\s+\d+\s+R)"
)
# `/AA` are actions of a page or field that start by themselves. Short names count only where
# objects stand. A destination, `/OpenAction [`, starts nothing.
_ACTIVE_SHORT = re.compile(rb"/(?:JS|EF|AA)(?![A-Za-z0-9_])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
_STREAM = re.compile(rb"(?<!end)stream\r?\n?")
_BODY = re.compile(rb"(?<!end)stream\r?\n.*?endstream", re.S)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECTS_AHEAD = re.compile(rb"\s*(?:%|\d)")
_PLAIN_FILTER = re.compile(rb"/Filter\s*(?:\[\s*)?/FlateDecode\s*(?:\]|/|>>|\s)")
_OBJECT_STREAM = b"/ObjStm"
_LONGEST_DICTIONARY = 2048
_PIECE = 16 * 1024

# PDFium knows no threads.
_pdfium = threading.Lock()


class PdfRefused(Exception):
    """`code`: password, damaged, too_many_pages, pdf_active or bomb."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def check_pdf(content: bytes) -> int:
    """The number of pages of a PDF that does nothing by itself; raises PdfRefused otherwise."""
    pages = _open(content)
    bare = _unescape(content)
    if _LOCKED.search(_BODY.sub(b" ", bare)):
        raise PdfRefused("password")
    if _ACTIVE.search(bare) or _ACTIVE_SHORT.search(_BODY.sub(b" ", bare)):
        raise PdfRefused("pdf_active")
    for objects in _object_streams(content):
        found = _unescape(objects)
        if _ACTIVE.search(found) or _ACTIVE_SHORT.search(found):
            raise PdfRefused("pdf_active")
    return pages


def _open(content: bytes) -> int:
    """What PDFium says: it opens, has pages, and neither scripts nor attachments."""
    with _pdfium:
        try:
            document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as problem:
            error = getattr(problem, "err_code", None)
            is_locked = error == pdfium_c.FPDF_ERR_PASSWORD
            raise PdfRefused("password" if is_locked else "damaged") from problem
        try:
            pages = len(document)
            scripts = pdfium_c.FPDFDoc_GetJavaScriptActionCount(document.raw)
            files = pdfium_c.FPDFDoc_GetAttachmentCount(document.raw)
        finally:
            document.close()
    if pages < 1:
        raise PdfRefused("damaged")
    if scripts > 0 or files > 0:
        raise PdfRefused("pdf_active")
    if pages > MOST_PAGES:
        raise PdfRefused("too_many_pages")
    return pages


def _unescape(content: bytes) -> bytes:
    """`/J#61vaScript` is `/JavaScript`; escapes of an escape are undone once, as readers do."""
    if b"#" not in content:
        return content
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Inflated streams that begin as object streams do, with a number or a comment."""
    left, whole, known = MOST_INFLATED, memoryview(content), 0
    for found in _STREAM.finditer(content):
        before = content[max(0, found.start() - _LONGEST_DICTIONARY) : found.start()]
        dictionary = _unescape(before.rpartition(b"obj")[2])
        if _OBJECT_STREAM in dictionary:
            known += 1
            _refuse_odd_packing(dictionary)
        objects = _inflate(whole[found.end() :], left)
        left -= len(objects)
        if left <= 0:
            raise PdfRefused("bomb")
        yield objects
    if _unescape(content).count(_OBJECT_STREAM) > known:
        raise PdfRefused("pdf_active")  # its dictionary was written so that it is not found


def _refuse_odd_packing(dictionary: bytes) -> None:
    """Nobody who writes a letter packs objects twice, in a way of their own or with comments."""
    is_plain = (
        _PLAIN_FILTER.search(dictionary)
        and dictionary.count(b"/Filter") == 1
        and not any(odd in dictionary for odd in (b"/DecodeParms", b"%", b"("))
    )
    if not is_plain:
        raise PdfRefused("pdf_active")


def _inflate(rest: memoryview, most: int) -> bytes:
    """The stream at the start of `rest`, empty where it is packed otherwise or holds no objects.

    Read piece by piece to its own end: the word `endstream` may stand inside it.
    """
    reader, objects = zlib.decompressobj(), bytearray()
    for at in range(0, len(rest), _PIECE):
        try:
            objects += reader.decompress(rest[at : at + _PIECE], most - len(objects))
        except zlib.error:
            break
        if reader.eof or len(objects) >= most or not _OBJECTS_AHEAD.match(objects):
            break
    return bytes(objects) if _OBJECTS_AHEAD.match(objects) else b""
