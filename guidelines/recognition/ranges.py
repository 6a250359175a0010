"""Ranges of provisions, “từ Điều 5 đến Điều 8”: what lies in one, by the numbers alone."""

from __future__ import annotations

from guidelines.choices import ProvisionKind
from guidelines.recognition.ordering import USUAL_LETTERS, rank
from guidelines.recognition.paths import plain_number, segment, split_segment

# A range that names more is read as its ends.
_MOST = 500


def is_range(first: str, last: str) -> bool:
    """True for two provisions of one kind in one provision, the first before the last."""
    (above, own), (other_above, other) = _split(first), _split(last)
    if above != other_above or own[0] != other[0] or not (own[1] and other[1]):
        return False
    return rank(*own) < rank(*other)


def is_inside(path: str, first: str, last: str) -> bool:
    """Whether a provision lies in a range, its ends included; 5a lies between 5 and 6."""
    (above, own), (first_above, begin) = _split(path), _split(first)
    if above != first_above or own[0] != begin[0] or not own[1]:
        return False
    return rank(*begin) <= rank(*own) <= rank(*_split(last)[1])


def members(first: str, last: str) -> list[str]:
    """The paths of the whole numbers from first to last, or of the letters that texts use."""
    above, (kind, begin) = _split(first)
    end = _split(last)[1][1]
    names = _letters(begin, end) if kind == ProvisionKind.POINT else []
    if not names and not (begin[:1].isdigit() and end[:1].isdigit()):
        return [first, last]
    if not names:
        numbers = rank(kind, begin)[0], rank(kind, end)[0]
        if numbers[1] - numbers[0] > _MOST:
            return [first, last]
        names = [str(number) for number in range(numbers[0] + 1, numbers[1] + 1)]
        names = [name for name in names if is_inside(_join(above, kind, name), first, last)]
    paths = [_join(above, kind, name) for name in names]
    return list(dict.fromkeys([first, *paths, last]))


def _letters(begin: str, end: str) -> list[str]:
    one, other = (USUAL_LETTERS.find(plain_number("point", letter)) for letter in (begin, end))
    if min(one, other) < 0 or not (begin and end):
        return []
    return list(USUAL_LETTERS[one : other + 1])


def _split(path: str) -> tuple[str, tuple[str, str]]:
    above, _dot, own = path.rpartition(".")
    return above, split_segment(own)


def _join(above: str, kind: str, number: str) -> str:
    own = segment(kind, number)
    return f"{above}.{own}" if above else own
