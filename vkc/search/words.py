"""Words for the index and for queries. We split ourselves: PostgreSQL's parser takes a document
number such as 100/2024/NĐ-CP for a file name."""

import re

from vkc.core.text import fold, nfc

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"^\s*\d+[a-zđ]?\s*[/\-.:]", re.IGNORECASE)
_MARKED = re.compile(r"[à-ỹđ]", re.IGNORECASE)
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
MAX_WORDS = 20
LONGEST_WORD = 100  # PostgreSQL refuses a query word of more than 2,046 bytes


def words(text: str) -> list[str]:
    """The words of a text, lower case, in NFC, with their marks."""
    return _WORD.findall(nfc(text).lower())


def folded_words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def number_key(number: str) -> str:
    """`950/QĐ-TTg` → `950qdttg`: one token for a document number, however it is typed."""
    return "".join(folded_words(number))


def looks_like_number(text: str) -> bool:
    """True for 950/QĐ-TTg or 950/qd-ttg; a plain `950` is looked up as a number too."""
    return bool(_NUMBER.match(text)) or is_bare_number(text)


def is_bare_number(text: str) -> bool:
    """True for `950` alone: the beginning of every 950/… there is."""
    bare = text.strip()
    return bare.isascii() and bare.isdigit()


def has_marks(text: str) -> bool:
    return bool(_MARKED.search(nfc(text)))


def prefix_query(tokens: list[str]) -> str:
    """All words must occur; the last one, and Korean ones, may be the beginning of a word."""
    parts = []
    for position, token in enumerate(tokens[:MAX_WORDS]):
        is_open = position == len(tokens[:MAX_WORDS]) - 1 or _HANGUL.search(token)
        word = token[:LONGEST_WORD]
        parts.append(f"{word}:*" if is_open else word)
    return " & ".join(parts)
