"""Differences of words, as runs that are kept, taken out or put in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

# ["=", words] kept, ["-", words] taken out, ["+", words] put in.
Run = list[str]

KEPT, TAKEN, PUT = "=", "-", "+"
# Syllables, figures with their marks (1.234,5), numbers of documents (950/QĐ-TTg), blanks, marks.
_TOKEN = re.compile(r"\d[\w.,/-]*\w|\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w+")
# Below this share of kept words two wordings are shown one after the other.
_ALIKE = 0.3
_LONGEST = 3000


def word_tokens(text: str) -> list[str]:
    """The words alone in small letters, for comparing."""
    return _WORD.findall(text.lower())


def tokens(text: str) -> list[str]:
    """Everything in the text, in order: joined, it is the text again."""
    return _TOKEN.findall(text)


def diff(older: str, newer: str) -> list[Run]:
    """Runs that give `older` when put-in words are left out, and `newer` when taken-out ones are."""
    if older == newer:
        return [[KEPT, older]] if older else []
    if not older or not newer:
        return [[TAKEN, older]] if older else [[PUT, newer]]
    old, new = tokens(older), tokens(newer)
    start = _alike_from_start(old, new)
    end = _alike_from_start(old[start:][::-1], new[start:][::-1])
    middle = _middle(old[start : len(old) - end], new[start : len(new) - end])
    runs = [[KEPT, "".join(old[:start])], *middle, [KEPT, "".join(old[len(old) - end :])]]
    runs = _smooth(_joined(runs))
    kept = sum(len(words) for kind, words in runs if kind == KEPT)
    if kept < _ALIKE * max(len(older), len(newer)):
        return [[TAKEN, older], [PUT, newer]]
    return runs


def _alike_from_start(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _middle(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    if len(old) > _LONGEST or len(new) > _LONGEST:
        return [[TAKEN, "".join(old)], [PUT, "".join(new)]]
    runs = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for op, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if op == "equal":
            runs.append([KEPT, "".join(old[from_old:to_old])])
        else:
            runs.append([TAKEN, "".join(old[from_old:to_old])])
            runs.append([PUT, "".join(new[from_new:to_new])])
    return runs


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of one kind as one; of a change, what is taken out stands first."""
    joined: list[Run] = []
    for kind, words in runs:
        if not words:
            continue
        if joined and joined[-1][0] == kind:
            joined[-1][1] += words
        elif kind == TAKEN and len(joined) > 1 and joined[-1][0] == PUT and joined[-2][0] == TAKEN:
            joined[-2][1] += words
        elif kind == TAKEN and joined and joined[-1][0] == PUT:
            joined.insert(-1, [TAKEN, words])
        else:
            joined.append([kind, words])
    return joined


def _smooth(runs: Sequence[Run]) -> list[Run]:
    """One kept syllable or blank between two changes belongs to the change: it reads better."""
    smoothed: list[Run] = []
    for at, (kind, words) in enumerate(runs):
        is_between = kind == KEPT and 0 < at < len(runs) - 1
        if is_between and len(word_tokens(words)) <= 1 and "\n" not in words:
            smoothed += [[TAKEN, words], [PUT, words]]
        else:
            smoothed.append([kind, words])
    return _joined(smoothed)
