"""Bytes to letters: Unicode as it is, Windows-1258 with a warning, font encodings refused.

TCVN3 (ABC) and VNI are not character sets but fonts drawn over Latin letters; TCVN3 keeps its
capitals in another font, so a conversion would have to guess. They are recognised by how the
commonest words of official Vietnamese look in them.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from guidelines.readers.refusals import refused

_WORDS = {
    "TCVN3": "§iÒu kho¶n cña ®Þnh quyÕt ®­îc vµ c¸c tØnh n­íc x©y ®« thÞ v¨n ngµy",
    "VNI": "Ñieàu khoaûn cuûa ñònh quyeát ñöôïc vaø caùc tænh nöôùc xaây ñoâ thò vaên ngaøy",
}
_VIETNAMESE = "điều khoản của định quyết được và các tỉnh nước xây đô thị văn ngày"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FEWEST = 3


def decode(data: bytes, *, name: str, declared: str = "") -> tuple[str, str]:
    """The text and the encoding it was in; refuses what cannot be decoded without guessing."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding, name), encoding.removesuffix("-sig")
    if b"\x00" in data[:4096]:
        return _utf16_without_mark(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, name, declared)
    refuse_font_letters(text, name=name)
    return text, "utf-8"


def refuse_font_letters(text: str, *, name: str) -> None:
    """Refuse Unicode text whose letters are really those of a TCVN3 or VNI font."""
    encoding = font_letters(text)
    if encoding:
        raise refused("legacy_letters", name=name, encoding=encoding)


def font_letters(text: str) -> str:
    """`TCVN3`, `VNI` or "": which old font the text was typed in."""
    words = set(re.split(r"[\s,.;:()/]+", text[:200_000].lower()))
    unicode_hits = _hits(words, _VIETNAMESE)
    scores = {encoding: _hits(words, listed) for encoding, listed in _WORDS.items()}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= _FEWEST and scores[best] > unicode_hits else ""


def _hits(words: set[str], listed: str) -> int:
    return len(words & set(listed.lower().split()))


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise refused("unknown_letters", name=name) from problem


def _utf16_without_mark(data: bytes, name: str) -> tuple[str, str]:
    """Vietnamese in UTF-16 has a NUL beside every plain letter, always on the same side."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = _strictly(data, encoding, name)
    if "\x00" in text or max(even, odd) < len(head) // 8:
        raise refused("unknown_kind", name=name)
    return text, encoding


def _legacy(data: bytes, name: str, declared: str) -> tuple[str, str]:
    refuse_font_letters(data.decode("latin-1"), name=name)
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError as problem:
        raise refused("unknown_letters", name=name) from problem
    words = set(re.split(r"[\s,.;:()/]+", unicodedata.normalize("NFC", text[:200_000]).lower()))
    is_said = declared.lower().replace("_", "-") in ("windows-1258", "cp1258")
    if is_said or _hits(words, _VIETNAMESE) >= _FEWEST:
        return text, "windows-1258"
    raise refused("unknown_letters", name=name)
