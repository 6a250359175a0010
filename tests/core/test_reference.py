"""Reference files load whole or not at all, and never over what staff edited."""

import json
import unicodedata
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.topics import TopicFactory
from vkc.core.reference import (
    BrokenReference,
    FileSummary,
    RowError,
    RowReader,
    load_file,
    read_json,
    upsert,
)
from vkc.core.registry import Registry
from vkc.topics.models import Topic

VALUES = {
    "pillar": "services",
    "name_vi": "Y tế",
    "name_en": "Health",
    "name_ko": "보건",
    "order": 1,
}


def load(**changes) -> FileSummary:
    summary = FileSummary("topics.json")
    upsert(
        Topic,
        key="health",
        values={**VALUES, **changes},
        summary=summary,
        identity={"key": "health"},
    )
    return summary


def counts(summary: FileSummary) -> tuple[int, int, int, int]:
    return summary.added, summary.changed, summary.unchanged, summary.kept


@pytest.mark.django_db
class TestUpsert:
    def test_a_new_row_is_added(self):
        assert counts(load()) == (1, 0, 0, 0)
        assert Topic.objects.get().name_vi == "Y tế"

    def test_the_same_row_again_is_unchanged(self):
        load()
        assert counts(load()) == (0, 0, 1, 0)

    def test_a_row_the_file_changed_is_changed(self):
        load()
        assert counts(load(name_vi="Y tế số")) == (0, 1, 0, 0)
        assert Topic.objects.get().name_vi == "Y tế số"

    def test_a_row_staff_edited_is_kept(self):
        load()
        Topic.objects.update(name_vi="Y tế thông minh")
        assert counts(load(name_vi="Y tế số")) == (0, 0, 0, 1)
        assert Topic.objects.get().name_vi == "Y tế thông minh"

    def test_a_row_staff_wrote_before_the_file_had_it_is_kept(self):
        TopicFactory(key="health", name_vi="Của biên tập viên")
        assert counts(load()) == (0, 0, 0, 1)
        assert Topic.objects.get().name_vi == "Của biên tập viên"

    def test_an_edit_that_the_file_took_over_counts_as_loaded_from_then_on(self):
        load()
        Topic.objects.update(name_vi="Y tế số")
        assert counts(load(name_vi="Y tế số")) == (0, 0, 1, 0)
        assert counts(load(name_vi="Y tế từ xa")) == (0, 1, 0, 0)

    def test_decomposed_text_in_the_file_is_no_change(self):
        load()
        assert counts(load(name_vi=unicodedata.normalize("NFD", "Y tế"))) == (0, 0, 1, 0)

    @pytest.mark.parametrize("when", ["added", "changed"])
    def test_a_value_the_column_cannot_hold_names_file_row_and_field(self, when):
        if when == "changed":
            load()
        with pytest.raises(BrokenReference) as broken:
            load(name_en="x" * 121)
        assert [(e.file, e.row, e.field) for e in broken.value.errors] == [
            ("topics.json", "health", "name_en")
        ]


def reader(raw, errors):
    return RowReader(file="f.json", row="7", raw=raw, errors=errors)


class TestRowReader:
    @pytest.mark.parametrize(
        ("raw", "words"),
        [
            ({}, "is missing"),
            ({"name": ""}, "is missing"),
            ({"name": 5}, "has the wrong type: int"),
            ({"name": True}, "has the wrong type: bool"),
            ({"name": "a\x00b"}, "holds a NUL character"),
        ],
    )
    def test_a_broken_field_is_told_with_file_row_and_field(self, raw, words):
        errors: list[RowError] = []
        assert reader(raw, errors).take("name", required=True) is None
        assert [str(error) for error in errors] == [f"f.json, row 7, field name: {words}"]

    def test_a_field_that_may_be_missing_is_none_and_no_error(self):
        errors: list[RowError] = []
        assert reader({"name": None}, errors).take("name") is None
        assert errors == []

    @pytest.mark.parametrize("day", ["2018-13-45", "01/08/2018", "soon"])
    def test_a_wrong_day_is_an_error(self, day):
        errors: list[RowError] = []
        assert reader({"on": day}, errors).day("on") is None
        assert [error.field for error in errors] == ["on"]

    def test_an_unknown_choice_is_an_error(self):
        errors: list[RowError] = []
        assert reader({"kind": "x"}, errors).choice("kind", ["a", "b"]) is None
        assert "x" in str(errors[0])

    def test_a_row_that_is_no_object_is_an_error(self):
        errors: list[RowError] = []
        reader(["a"], errors)
        assert str(errors[0]) == "f.json, row 7, field -: is not an object: list"


@pytest.mark.django_db
class TestLoadFile:
    def test_one_error_undoes_the_whole_file(self, tmp_path):
        path = tmp_path / "f.json"
        path.write_text("[]")

        def half(data, errors, summary):
            TopicFactory()
            errors.append(RowError("f.json", "2", "name", "is missing"))

        with pytest.raises(BrokenReference):
            load_file(path, half)
        assert not Topic.objects.exists()

    def test_a_file_of_another_shape_is_reported_not_a_crash(self, tmp_path):
        path = tmp_path / "f.json"
        path.write_text("{}")
        with pytest.raises(BrokenReference, match=r"f\.json.*rows"):
            load_file(path, lambda data, errors, summary: data["rows"])


def test_broken_json_names_the_line(tmp_path):
    path = tmp_path / "f.json"
    path.write_text('{\n"a": ,\n}')
    with pytest.raises(BrokenReference, match=r"f\.json, row 2"):
        read_json(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BrokenReference, match=r"gone\.json"):
        read_json(tmp_path / "gone.json")


class TestCommand:
    @pytest.fixture
    def loaders(self, monkeypatch):
        loaders = Registry("loaders")
        monkeypatch.setattr(
            "vkc.core.management.commands.load_reference_data.reference_loaders", loaders
        )
        return loaders

    def test_it_prints_what_each_file_did(self, loaders):
        loaders.register("a", lambda: [FileSummary("a.json", added=2, kept=1)])
        out = StringIO()
        call_command("load_reference_data", "--json", stdout=out)
        assert json.loads(out.getvalue())["files"][0]["added"] == 2

    def test_a_broken_file_fails_the_command_but_others_are_loaded(self, loaders):
        def broken():
            raise BrokenReference([RowError("a.json", "3", "code", "is missing")])

        done = []
        loaders.register("a", broken, order=1)
        loaders.register("b", lambda: done.append("b") or [], order=2)
        errors = StringIO()
        with pytest.raises(CommandError, match="1 broken row"):
            call_command("load_reference_data", stdout=StringIO(), stderr=errors)
        assert "a.json, row 3, field code: is missing" in errors.getvalue()
        assert done == ["b"]

    def test_an_unknown_loader_is_refused(self, loaders):
        with pytest.raises(CommandError, match="nowhere"):
            call_command("load_reference_data", "--only", "nowhere")


class TestRegistry:
    def test_items_stand_in_their_order(self):
        registry = Registry("test")
        registry.register("b", "second", order=2)
        registry.register("a", "first", order=1)
        assert list(registry) == ["first", "second"]

    def test_a_second_item_under_one_key_is_a_mistake(self):
        registry = Registry("test")
        registry.register("a", "one")
        with pytest.raises(ValueError, match="registered twice"):
            registry.register("a", "two")
