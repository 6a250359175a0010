"""The index follows what is published, changed and withdrawn."""

import pytest
from django.core.management import call_command

from vkc.search.models import SearchEntry
from vkc.search.services import find, index, rebuild, remove
from vkc.search.sources import Draft

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
