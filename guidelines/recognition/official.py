"""The official form of a citation, written and read back.

It is that of Decree 30/2020/NĐ-CP, annex I: from the smallest provision to the document, its number
and its day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from guidelines.choices import VIETNAMESE_KINDS
from guidelines.recognition import naming, paths


@dataclass(frozen=True)
class Reference:
    """What an official citation names."""

    kind: str
    number: str
    issued_on: date | None = None
    path: str = ""


class Citable(Protocol):
    kind: str
    number: str
    issued_on: date | None


def official(document: Citable, path: str = "") -> str:
    """The official form: điểm a khoản 2 Điều 5 Quyết định số 950/QĐ-TTg ngày 01/8/2018."""
    named = document.number
    if not naming.bears_kind(document.number):
        named = f"{VIETNAMESE_KINDS[document.kind]} số {document.number}"
    if document.issued_on:
        named += f" ngày {naming.official_day(document.issued_on)}"
    words = paths.words_of(path) if path else ""
    return f"{words} {named}" if words else named


_DOCUMENT = "|".join(sorted(VIETNAMESE_KINDS.values(), key=len, reverse=True))
_OFFICIAL = re.compile(
    rf"^(?:(?P<words>.+?)\s)??(?:(?P<kind>{_DOCUMENT})\ssố\s(?P<number>.+?)|(?P<norm>{naming.STANDARD}))"
    r"(?:\sngày\s(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}))?(?:\scủa\s.+)?$"
)


def read(text: str) -> Reference:
    """What an official citation names; ValueError for words that are none."""
    found = _OFFICIAL.match(" ".join(text.split()))
    path = paths.path_of(found["words"]) if found and found["words"] else ""
    if not found or (found["words"] and not path):
        raise ValueError(f"names no text: {text}")
    given = found.groupdict()
    if given["norm"]:
        kind, number = naming.kind_of_standard(given["norm"]), given["norm"]
    else:
        kinds = {word: kind for kind, word in VIETNAMESE_KINDS.items()}
        kind, number = kinds[given["kind"]].value, given["number"]
    return Reference(kind, number, naming.day_of(given), path)
