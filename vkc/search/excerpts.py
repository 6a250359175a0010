"""A line of text around the first match, with the matches marked."""

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from vkc.core.text import fold, nfc
from vkc.search.words import folded_words

BEFORE, LENGTH = 60, 220


def excerpt(text: str, query: str) -> SafeString:
    """At most 220 characters of the text, matches in <mark>; the rest is escaped."""
    text = " ".join(nfc(text).split())
    plain = "".join((fold(char) or char)[:1] for char in text)
    tokens = folded_words(query)
    found = _spans(plain, tokens)
    start = max(0, found[0][0] - BEFORE) if found else 0
    if start:
        start = text.find(" ", start) + 1
    shown, folded = text[start : start + LENGTH], plain[start : start + LENGTH]
    parts, position = [], 0
    for begin, end in _spans(folded, tokens):
        parts += [escape(shown[position:begin]), "<mark>", escape(shown[begin:end]), "</mark>"]
        position = end
    parts.append(escape(shown[position:]))
    head, tail = ("… " if start else ""), ("…" if start + LENGTH < len(text) else "")
    return mark_safe(head + "".join(parts) + tail)


def _spans(folded: str, tokens: list[str]) -> list[tuple[int, int]]:
    """Where whole words match, else the beginnings of words; without overlaps."""
    spans: list[tuple[int, int]] = []
    for token in tokens:
        begun = [at for at in _places(folded, token) if not folded[at - 1 : at].isalnum()]
        ended = [at for at in begun if not folded[at + len(token) :][:1].isalnum()]
        spans += [(at, at + len(token)) for at in ended or begun]
    result: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if not result or begin >= result[-1][1]:
            result.append((begin, end))
    return result


def _places(folded: str, token: str) -> Iterator[int]:
    at = folded.find(token)
    while at >= 0:
        yield at
        at = folded.find(token, at + 1)
