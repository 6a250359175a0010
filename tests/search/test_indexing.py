"""The index follows what is published, changed and withdrawn."""

from datetime import date

import pytest
from django.core.management import call_command

from tests.factories.topics import TopicFactory
from vkc.core.registry import Registry
from vkc.search.models import SearchEntry
from vkc.search.services import find, index, rebuild, remove
from vkc.search.sources import Draft, Source
from vkc.topics.models import Topic

pytestmark = pytest.mark.django_db


def total(query: str) -> int:
    return find(query, language="vi").total


def test_a_change_replaces_what_was_found_before(put, drafts):
    row = put("Giao thông")
    drafts[row.pk] = Draft(titles={"vi": "Năng lượng"}, path="x/")
    index(row)
    assert (total("giao thông"), total("năng lượng")) == (0, 1)
    assert SearchEntry.objects.count() == 1


def test_what_its_source_withdraws_is_taken_out(put, drafts):
    row = put("Giao thông")
    drafts[row.pk] = None
    index(row)
    assert total("giao thông") == 0


def test_removing_takes_one_row_out(put):
    row = put("Giao thông")
    put("Giao thông công cộng")
    remove(row)
    assert total("giao thông") == 1


def test_a_rebuild_finds_what_is_there_and_forgets_what_is_gone(put, drafts):
    row, gone = put("Giao thông"), put("Năng lượng")
    SearchEntry.objects.filter(object_key=f"topics.topic:{row.pk}").delete()
    SearchEntry.objects.create(type="former", object_key="x:1", path="x/")
    gone.delete()
    assert rebuild() == {"document": 1, "course": 0}
    assert (total("giao thông"), total("năng lượng")) == (1, 0)
    assert SearchEntry.objects.count() == 1


def test_a_rebuild_of_one_type_leaves_the_others(put):
    put("Giao thông")
    put("Giao tiếp", type="course")
    SearchEntry.objects.all().update(path="old/")
    assert rebuild(only="course") == {"course": 1}
    assert SearchEntry.objects.filter(path="old/").count() == 1


def test_a_very_long_text_is_indexed(put):
    put("Văn bản", body="đô thị " * 20_000 + "x" * 5_000)
    assert total("đô thị") == 1


def test_a_number_longer_than_the_column_is_cut_not_refused(put):
    put("Văn bản", number="9/" + "A" * 300)
    assert total("9/AAA") == 1


def test_what_loading_brought_is_found_at_once(capsys):
    call_command("load_reference_data", "--only", "topics")
    assert total("giao thong") == 0
    call_command("load_reference_data", "--only", "search")
    assert total("giao thong") > 0


@pytest.fixture
def parts(monkeypatch):
    """A source whose rows are found by their parts: what each is made of, by primary key."""
    found: dict[int, list[Draft]] = {}
    only = Registry("search sources")
    only.register(
        "part",
        Source(
            "part",
            "Part",
            Topic,
            lambda: Topic.objects.filter(pk__in=found),
            parts=lambda row: found[row.pk],
        ),
    )
    monkeypatch.setattr("vkc.search.services.indexing.sources", only)
    return found


def test_parts_of_a_row_come_change_and_go_together(parts):
    row, other = TopicFactory(), TopicFactory()
    parts[other.pk] = [Draft(titles={"vi": "Điều khác"}, path="b/#dieu-1")]
    parts[row.pk] = [
        Draft(titles={"vi": f"Điều {n}"}, path=f"a/#dieu-{n}", number="9/QĐ-TTg") for n in (1, 2, 3)
    ]
    index(row)
    index(other)
    assert [hit.entry.path for hit in find("điều 2", language="vi").hits] == ["a/#dieu-2"]
    assert find("9/QĐ-TTg", language="vi").total == 0
    parts[row.pk] = [Draft(titles={"vi": "Điều 9"}, path="a/#dieu-9")]
    index(row)
    assert set(SearchEntry.objects.values_list("path", flat=True)) == {"a/#dieu-9", "b/#dieu-1"}
    assert rebuild() == {"part": 2}
    parts[row.pk] = []
    assert rebuild() == {"part": 1}
    remove(other)
    assert not SearchEntry.objects.exists()


def test_many_parts_do_not_crowd_out_what_stands_on_its_own(put, monkeypatch):
    monkeypatch.setattr("vkc.search.services.searching.REACHABLE", 5)
    put("Đô thị thông minh", day=date(2001, 1, 1))
    for n in range(8):
        SearchEntry.objects.filter(pk=entry_of(put(f"Đô thị {n}", day=date(2026, 1, 1)))).update(
            part_of="guidelines.document:1"
        )
    hits = find("đô thị", language="vi", limit=10).hits
    assert len(hits) == 5
    assert "Đô thị thông minh" in [hit.entry.title_in("vi").text for hit in hits]


def entry_of(row):
    return SearchEntry.objects.get(object_key=f"topics.topic:{row.pk}").pk
