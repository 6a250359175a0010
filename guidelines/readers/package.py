"""Safety of a DOCX: a zip archive is opened only after it was measured, entry by entry.

The central directory may lie, so every entry is also inflated once, counted and thrown away.
"""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError

from guidelines.readers.limits import (
    MOST_ENTRIES,
    MOST_GROWTH,
    MOST_INFLATED,
    MOST_XML,
    SMALL_ENTRY,
)
from guidelines.readers.refusals import refused

CONTENT_TYPES = "[Content_Types].xml"
_CHUNK = 256 * 1024
_PASSWORD_FLAG = 0x1
_MACRO_WORDS = (b"vnd.ms-office.vbaproject", b"macroenabled", b"relationships/vbaproject")
_BROKEN = (BadZipFile, DeflateError, EOFError, OSError, NotImplementedError, RuntimeError)


class _Doctype(Exception):
    """The part begins a document type declaration."""


def inspect_package(path: Path, *, name: str) -> None:
    """Raise FileRefused unless the archive is a Word document that is safe to open."""
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            _measure(entries, name)
            _identify(archive, name)
            _inflate(archive, entries, name)
    except _BROKEN as problem:
        raise refused("damaged", name=name) from problem


def is_xml(entry: str) -> bool:
    return entry.lower().endswith((".xml", ".rels"))


def _measure(entries: list[ZipInfo], name: str) -> None:
    """What the central directory itself admits."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise refused("zip_bomb", name=name)
    if any(_grows_too_much(entry) for entry in entries):
        raise refused("zip_bomb", name=name)
    if any(entry.flag_bits & _PASSWORD_FLAG for entry in entries):
        raise refused("password", name=name)
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise refused("damaged", name=name)


def _grows_too_much(entry: ZipInfo) -> bool:
    if entry.file_size <= SMALL_ENTRY:
        return False
    return entry.file_size > MOST_GROWTH * max(entry.compress_size, 1)


def _identify(archive: ZipFile, name: str) -> None:
    """A Word document, without macros under whatever name."""
    entries = {entry.lower() for entry in archive.namelist()}
    is_office = CONTENT_TYPES.lower() in entries
    if not is_office or not any(entry.startswith("word/document") for entry in entries):
        raise refused("not_word", name=name)
    if any(entry.rpartition("/")[2].startswith("vba") for entry in entries):
        raise refused("macros", name=name)


def _inflate(archive: ZipFile, entries: list[ZipInfo], name: str) -> None:
    """Inflate everything once; XML is also parsed, so that broken parts and entities show now."""
    total = xml_total = 0
    for entry in entries:
        parser = _parser() if is_xml(entry.filename) else None
        looks_for_macros = entry.filename == CONTENT_TYPES or entry.filename.endswith(".rels")
        tail = b""
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                xml_total += len(chunk) if parser else 0
                if total > MOST_INFLATED or xml_total > MOST_XML:
                    raise refused("zip_bomb", name=name)
                if looks_for_macros:
                    tail = _refuse_macros(tail, chunk, name)
                _feed(parser, chunk, name)
        _feed(parser, b"", name, is_last=True)


def _refuse_macros(tail: bytes, chunk: bytes, name: str) -> bytes:
    """Refuse macro parts by their type; the end of the chunk goes before the next one."""
    seen = (tail + chunk).replace(b"\x00", b"").lower()
    if any(word in seen for word in _MACRO_WORDS):
        raise refused("macros", name=name)
    return chunk[-200:]


def _parser() -> expat.XMLParserType:
    def refuse(*_declaration: object) -> None:
        raise _Doctype

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def _feed(
    parser: expat.XMLParserType | None, chunk: bytes, name: str, *, is_last: bool = False
) -> None:
    if parser is None:
        return
    try:
        parser.Parse(chunk, is_last)
    except _Doctype as problem:
        raise refused("doctype", name=name) from problem
    except expat.ExpatError as problem:
        raise refused("damaged", name=name) from problem
