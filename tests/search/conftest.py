import pytest

from tests.factories.topics import TopicFactory
from vkc.core.registry import Registry
from vkc.search import sources as registry
from vkc.search.sources import Draft, Source
from vkc.topics.models import Topic


@pytest.fixture
def drafts(monkeypatch) -> dict[int, Draft | None]:
    """The only source there is: what each row looks like to search, by primary key."""
    found: dict[int, Draft | None] = {}
    only = Registry("search sources")
    for name in ("document", "course"):
        only.register(
            name,
            Source(
                name,
                name.capitalize(),
                Topic,
                lambda name=name: Topic.objects.filter(pillar=name),
                lambda row, name=name: found.get(row.pk) if row.pillar == name else None,
            ),
        )
    monkeypatch.setattr("vkc.search.services.indexing.sources", only)
    monkeypatch.setattr("vkc.search.views.sources", only)
    monkeypatch.setattr("vkc.search.management.commands.search_portal.sources", only)
    # Last: a module imported only now would else keep this registry for good.
    monkeypatch.setattr(registry, "sources", only)
    return found


@pytest.fixture
def put(drafts):
    """Put something into the index: `put("Tiêu đề", body=…, number=…, type=…)`; returns its row."""
    from vkc.search.services import index

    def put(title: str = "", *, body: str = "", type: str = "document", **values) -> Topic:
        row = TopicFactory(pillar=type)
        values.setdefault("titles", {"vi": title})
        values.setdefault("path", f"guidelines/{row.pk}/")
        drafts[row.pk] = Draft(bodies={"vi": body} if body else {}, **values)
        index(row)
        return row

    return put
