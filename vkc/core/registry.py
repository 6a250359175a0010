"""Registries: how an app offers something to pages that must not know the app.

Each domain fills them in `AppConfig.ready()`; keys are unique, `order` sorts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """An ordered set of named contributions."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, tuple[int, T]] = {}

    def register(self, key: str, item: T, *, order: int = 100) -> T:
        """Add one contribution; a second one under the same key is a mistake."""
        if key in self._items and self._items[key][1] is not item:
            raise ValueError(f"{self.name}: {key} is registered twice")
        self._items[key] = (order, item)
        return item

    def __iter__(self) -> Iterator[T]:
        return iter([item for _order, item in self._sorted()])

    def items(self) -> list[tuple[str, T]]:
        ordered = sorted(self._items.items(), key=lambda pair: (pair[1][0], pair[0]))
        return [(key, item) for key, (_order, item) in ordered]

    def get(self, key: str) -> T | None:
        found = self._items.get(key)
        return found[1] if found else None

    def _sorted(self) -> list[tuple[int, T]]:
        return sorted(self._items.values(), key=lambda pair: pair[0])


@dataclass(frozen=True)
class Panel:
    """A part of a page that another app fills: a template and its context.

    `template` is rendered with `context` (plus the page's own context processors).
    """

    template: str
    context: dict[str, Any]
    title: str = ""


@dataclass(frozen=True)
class DemoContent:
    """Sample material of one app: `load(echo)` and `remove()` return counts by noun."""

    load: Callable[[], dict[str, int]]
    remove: Callable[[], dict[str, int]]


@dataclass(frozen=True)
class NavItem:
    """One entry of the masthead; `url_name` is reversed for the reader's language."""

    label: Any
    url_name: str
    prefix: str = field(default="")


# subject (a Unit, a Topic, a Document …), limit → Panel or None
related: Registry[Callable[[Any], Panel | None]] = Registry("related panels")
# request → Panel or None, in the order of the home page
home_panels: Registry[Callable[[Any], Panel | None]] = Registry("home panels")
# request → Panel or None: what waits for a signed-in person on /my/
my_cards: Registry[Callable[[Any], Panel | None]] = Registry("my cards")
# user → JSON-ready data of one app about this person
my_data: Registry[Callable[[Any], Any]] = Registry("my data export")
# user → None: erase or make anonymous what one app holds about this person
my_data_erasers: Registry[Callable[[Any], None]] = Registry("my data erasers")
# () → vkc.core.reference.FileSummary list
reference_loaders: Registry[Callable[[], Any]] = Registry("reference data")
demo_content: Registry[DemoContent] = Registry("demo content")
# key → django Sitemap class
sitemaps: Registry[Any] = Registry("sitemaps")
nav_items: Registry[NavItem] = Registry("masthead")
# callables returning {label, url}: feeds to show in the footer and on /feeds/
feeds: Registry[Callable[[], dict[str, str]]] = Registry("feeds")
# user → a sentence for the staff who look at this person, or an empty one
person_notices: Registry[Callable[[Any], str]] = Registry("person notices")
# called with event=, about=, to=, at=, context=: who carries messages; see vkc.core.messages
messengers: Registry[Callable[..., Any]] = Registry("messengers")
# called with event=, rows= of (about, to, context), at=: the same for many at once
bulk_messengers: Registry[Callable[..., Any]] = Registry("bulk messengers")
# () → values every page's frame shows (host, address, telephone); read from the cache, not the database
site_details: Registry[Callable[[], dict[str, str]]] = Registry("site details")
# resource name → ninja Router of the open read API
api_routers: Registry[Any] = Registry("API routers")
# Unit → list of {task, status, as_of, document, source …}: how far a province is with what documents
# ask of it; what no source tells is absent
province_preparations: Registry[Callable[[Any], list[dict[str, Any]]]] = Registry(
    "province preparations"
)
