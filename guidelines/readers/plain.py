"""Plain text: one line of the file is one line of the reading."""

from __future__ import annotations

import re
from pathlib import Path

from guidelines.readers.encodings import decode
from guidelines.readers.media_types import TEXT
from guidelines.readers.refusals import refused
from guidelines.recognition.parsed import Finding, Line, Reading

_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def read_text(path: Path, *, name: str) -> Reading:
    """The lines of a text file, without the marks that end them."""
    text, encoding = decode(path.read_bytes(), name=name)
    if not text.strip():
        raise refused("no_text", name=name)
    if "\x00" in text:
        raise refused("unknown_kind", name=name)
    lines = tuple(Line(text=line) for line in _ENDS.split(text))
    return Reading(media_type=TEXT, lines=lines, warnings=encoding_warnings(encoding))


def encoding_warnings(encoding: str) -> tuple[Finding, ...]:
    """Only a conversion from an 8-bit set is worth a word."""
    if encoding.startswith("utf"):
        return ()
    return (Finding(code="converted_encoding", facts={"encoding": encoding}),)
