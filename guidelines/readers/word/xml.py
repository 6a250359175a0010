"""Names and parsing of Word's XML: no entities, no network, no oversized nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any
from zipfile import ZipFile

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W = f"{{{MAIN}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VML = "{urn:schemas-microsoft-com:vml}"
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_OFF = ("0", "false", "off", "none")


def parse_part(archive: ZipFile, entry: str) -> etree._Element | None:
    """The root of a part, or None where the archive has no such part."""
    try:
        with archive.open(entry) as stream:
            return etree.parse(_transitional(stream), etree.XMLParser(**_SAFE)).getroot()
    except KeyError:
        return None


def body_blocks(archive: ZipFile, entry: str) -> Iterator[etree._Element]:
    """The children of the body one after another; each is forgotten once it was used."""
    with archive.open(entry) as stream:
        for _event, element in etree.iterparse(_transitional(stream), events=("end",), **_SAFE):
            parent = element.getparent()
            if parent is None or parent.tag != W + "body":
                continue
            yield element
            element.clear()
            while element.getprevious() is not None:
                del parent[0]


class _Transitional:
    """A stream in which the names of strict OOXML are those of the usual kind."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        if STRICT.encode() in chunk:
            chunk = chunk.replace(STRICT.encode(), MAIN.encode())
        return chunk


def _transitional(stream: IO[bytes]) -> Any:
    return _Transitional(stream)


def value(parent: etree._Element | None, *names: str) -> str | None:
    """The `w:val` found by going down the names, or None."""
    for name in names:
        if parent is None:
            return None
        parent = parent.find(W + name)
    return None if parent is None else parent.get(W + "val")


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """A switch such as `w:b`: True, False, or None where nothing is said."""
    found = None if properties is None else properties.find(W + name)
    if found is None:
        return None
    return (found.get(W + "val") or "true").lower() not in _OFF


def integer(text: str | None, default: int | None = None) -> int | None:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
