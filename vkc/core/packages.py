"""Safety of an Office file: a zip archive is opened only after it was measured, entry by entry.

The central directory may lie, so every entry is also inflated once, counted and thrown away.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError

MEGABYTE = 1024 * 1024
# Entries, inflated bytes in all, inflated bytes of XML, and how many times an entry may grow once
# it is larger than `SMALL_ENTRY`.
MOST_ENTRIES = 5_000
MOST_INFLATED = 300 * MEGABYTE
MOST_XML = 64 * MEGABYTE
MOST_GROWTH = 150
SMALL_ENTRY = 2 * MEGABYTE

CONTENT_TYPES = "[Content_Types].xml"
_CHUNK = 256 * 1024
_PASSWORD_FLAG = 0x1
_MACRO_WORDS = (
    b"vnd.ms-office.vbaproject",
    b"macroenabled",
    b"relationships/vbaproject",
    b"relationships/xlmacrosheet",
)
# What a button on a slide may not do: start a program, or a macro.
_PROGRAM_STARTS = ("ppaction://program", "ppaction://macro", "ppaction://ole")
_BROKEN = (BadZipFile, DeflateError, EOFError, OSError, NotImplementedError, RuntimeError)


class PackageRefused(Exception):
    """`code`: zip_bomb, password, damaged, wrong_kind, macros or doctype."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class _StartsProgram(Exception):
    """A button on a slide would start a program."""


class _Doctype(Exception):
    """The part begins a document type declaration."""


def check_package(source: Path | IO[bytes], *, main: str) -> None:
    """Raise PackageRefused unless the archive is an Office file of one kind, safe to open.

    `main` begins the path of the part that tells the kind: "word/document", "xl/workbook",
    "ppt/presentation".
    """
    try:
        with ZipFile(source) as archive:
            entries = archive.infolist()
            measure(entries)
            _identify(archive, main)
            _inflate(archive, entries)
    except _BROKEN as problem:
        raise PackageRefused("damaged") from problem


def is_xml(entry: str) -> bool:
    return entry.lower().endswith((".xml", ".rels"))


def measure(entries: list[ZipInfo]) -> None:
    """Refuse what the central directory itself admits; for any zip archive."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise PackageRefused("zip_bomb")
    if any(_grows_too_much(entry) for entry in entries):
        raise PackageRefused("zip_bomb")
    if any(entry.flag_bits & _PASSWORD_FLAG for entry in entries):
        raise PackageRefused("password")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise PackageRefused("damaged")


def _grows_too_much(entry: ZipInfo) -> bool:
    if entry.file_size <= SMALL_ENTRY:
        return False
    return entry.file_size > MOST_GROWTH * max(entry.compress_size, 1)


def _identify(archive: ZipFile, main: str) -> None:
    """An Office file of the wanted kind, without macros under whatever name."""
    entries = {entry.lower() for entry in archive.namelist()}
    is_office = CONTENT_TYPES.lower() in entries
    if not is_office or not any(entry.startswith(main) for entry in entries):
        raise PackageRefused("wrong_kind")
    if any(entry.rpartition("/")[2].startswith("vba") for entry in entries):
        raise PackageRefused("macros")


def _inflate(archive: ZipFile, entries: list[ZipInfo]) -> None:
    """Inflate everything once; XML is also parsed, so that broken parts and entities show now."""
    total = xml_total = 0
    for entry in entries:
        parser = _parser(entry.filename) if is_xml(entry.filename) else None
        looks_for_macros = entry.filename == CONTENT_TYPES or entry.filename.endswith(".rels")
        tail = b""
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                xml_total += len(chunk) if parser else 0
                if total > MOST_INFLATED or xml_total > MOST_XML:
                    raise PackageRefused("zip_bomb")
                if looks_for_macros:
                    tail = _refuse_macros(tail, chunk)
                _feed(parser, chunk)
        _feed(parser, b"", is_last=True)


def _refuse_macros(tail: bytes, chunk: bytes) -> bytes:
    """Refuse macro parts by their type; the end of the chunk goes before the next one."""
    seen = (tail + chunk).replace(b"\x00", b"").lower()
    if any(word in seen for word in _MACRO_WORDS):
        raise PackageRefused("macros")
    return chunk[-200:]


def _parser(entry: str) -> expat.XMLParserType:
    def refuse(*_declaration: object) -> None:
        raise _Doctype

    def look(_element: str, attributes: dict[str, str]) -> None:
        if attributes.get("action", "").strip().lower().startswith(_PROGRAM_STARTS):
            raise _StartsProgram

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    if entry.lower().startswith("ppt/"):
        parser.StartElementHandler = look
    return parser


def _feed(parser: expat.XMLParserType | None, chunk: bytes, *, is_last: bool = False) -> None:
    if parser is None:
        return
    try:
        parser.Parse(chunk, is_last)
    except _Doctype as problem:
        raise PackageRefused("doctype") from problem
    except _StartsProgram as problem:
        raise PackageRefused("macros") from problem
    except expat.ExpatError as problem:
        raise PackageRefused("damaged") from problem
