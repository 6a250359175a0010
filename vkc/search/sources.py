"""What can be found: each app registers its sources in `AppConfig.ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from vkc.core.registry import Registry


@dataclass(frozen=True)
class Draft:
    """One thing to be found, as its app describes it.

    `titles` and `bodies` map a language to text (vi at least); `path` is the address without the
    language prefix ("guidelines/quyet-dinh/950-qd-ttg/2018-08-01/"), unless `language` is set:
    then the thing exists only in that language. `number` is a document number such as
    950/QĐ-TTg; `day` is the date shown and used to order equals. `keywords` are found but not shown.
    """

    titles: dict[str, str]
    path: str
    bodies: dict[str, str] = field(default_factory=dict)
    number: str = ""
    language: str = ""
    day: date | None = None
    topics: tuple[str, ...] = ()
    keywords: str = ""


@dataclass(frozen=True)
class Source:
    """One type of result: `rows()` yields what readers may see, `describe(row)` makes a Draft.

    `describe` returns None where the row must not be found (draft, withdrawn, under embargo).
    With `parts` the row itself is no result: it is described as several, each to be found on its
    own and after whole things; none where nothing of it may be found. The number of a part is that
    of the whole: shown, but not a number it would be found by.
    """

    type: str
    label: Any
    model: type
    rows: Callable[[], Iterable[Any]]
    describe: Callable[[Any], Draft | None] | None = None
    parts: Callable[[Any], Iterable[Draft]] | None = None


sources: Registry[Source] = Registry("search sources")


def register(source: Source, *, order: int = 100) -> None:
    sources.register(source.type, source, order=order)
