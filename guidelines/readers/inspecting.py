"""What a file is, by its content; what cannot be read safely is refused here, before it is read."""

from __future__ import annotations

import mmap
import re
from pathlib import Path

from guidelines.readers.limits import MEGABYTE, MOST_BYTES, MOST_BYTES_OF_ANY
from guidelines.readers.media_types import DOCX, HTML, PDF, TEXT
from guidelines.readers.package import inspect_package
from guidelines.readers.pdf_safety import inspect_pdf
from guidelines.readers.refusals import refused
from vkc.core.file_names import clean_name

_HEAD = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|p|div|table|span|center|h[1-6])[\s>/]", re.I
)
_SIZE_NAMES = {DOCX: "docx", PDF: "pdf", HTML: "html", TEXT: "text"}


def inspect(path: str | Path, *, name: str) -> str:
    """The media type of a file that is safe to read; raises FileRefused with a sentence.

    `name` is what the person called the file: it is only quoted, never trusted.
    """
    path, name = Path(path), clean_name(name)
    size = path.stat().st_size
    if size == 0:
        raise refused("empty", name=name)
    _refuse_size(size, MOST_BYTES_OF_ANY, name)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    media_type = _media_type(path, head, name)
    _refuse_size(size, MOST_BYTES[_SIZE_NAMES[media_type]], name)
    if media_type == DOCX:
        inspect_package(path, name=name)
    elif media_type == PDF:
        inspect_pdf(path, name=name)
    elif media_type == HTML and b"<!entity" in _narrow(head).lower():
        raise refused("doctype", name=name)
    return media_type


def _media_type(path: Path, head: bytes, name: str) -> str:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return DOCX
    if head.startswith(_OLE):
        raise refused(_kind_of_ole(path), name=name)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"{\\rtf"):
        raise refused("rich_text", name=name)
    if head.startswith(_PICTURES):
        raise refused("picture", name=name)
    if head.lstrip().lower().startswith(b"mime-version:"):
        raise refused("unknown_kind", name=name)
    return _kind_of_text(head, name)


def _kind_of_ole(path: Path) -> str:
    """Office wraps a password-protected DOCX in the container of the old formats."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
        if held.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            return "password"
        if held.find("WordDocument".encode("utf-16-le")) >= 0:
            return "old_word"
    return "not_word"


def _kind_of_text(head: bytes, name: str) -> str:
    plain = _narrow(head)
    if plain.lstrip().startswith(b"<") and _TAG.search(plain):
        return HTML
    controls = sum(byte < 9 or 13 < byte < 32 for byte in plain)
    if b"\x00" in plain or controls > len(plain) // 100:
        raise refused("unknown_kind", name=name)
    return TEXT


def _narrow(head: bytes) -> bytes:
    """The head with UTF-16 told by its mark or its NULs turned into one byte a letter."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return (
            head[2:]
            .decode("utf-16-le" if head.startswith(b"\xff\xfe") else "utf-16-be", "ignore")
            .encode("utf-8")
        )
    nuls = head.count(b"\x00")
    if nuls > len(head) // 8:
        side = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
        return head[: len(head) // 2 * 2].decode(side, "ignore").encode("utf-8")
    return head.removeprefix(b"\xef\xbb\xbf")


def _refuse_size(size: int, most: int, name: str) -> None:
    if size > most:
        facts = {"size": -(-size // MEGABYTE), "most": most // MEGABYTE}
        raise refused("too_large", name=name, **facts)
