"""Which text of a document is shown: one rule for page, API, feed, linked data, files and redlines.

Every reader is asked the same way: drafts, embargoed and withdrawn texts are shown at no door. The
rule stands here for texts at hand and for one document, and in `VersionQuerySet.shown_on` for many; a
test holds both together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guidelines.models import Document, Version


@dataclass(frozen=True)
class TextOfDay:
    """The text to read on a day; `is_before_first` where only later texts are held."""

    version: Version | None
    is_before_first: bool = False


def text_on(document: Document, on: date, language: str = "vi") -> TextOfDay:
    """The published text a reader of `language` is shown for the day; one query."""
    texts = Version.objects.filter(document=document)
    version = texts.shown_on(on, language=language).first()
    return TextOfDay(version, is_before_first=version is not None and version.valid_from > on)


def text_for(texts: Iterable[Version], *, on: date, language: str) -> Version | None:
    """The same among published texts at hand."""
    return min(texts, key=lambda text: _rank(text, on, language), default=None)


def _rank(text: Version, on: date, language: str) -> tuple[int, int, int, int, int]:
    """The text shown has the least.

    Of those valid that day the latest in the reader's language or in Vietnamese, the reader's own
    where both begin on one day; else the latest in another language. Before the first text the first
    one, in Vietnamese if there is one: the page then says so.
    """
    day = text.valid_from.toordinal()
    if text.valid_from <= on:
        is_foreign = text.language not in (language, "vi")
        return 0, is_foreign, -day, text.language != language, -text.pk
    return 1, text.language != "vi", day, 0, text.pk
