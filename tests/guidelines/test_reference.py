"""The loader: whole files or nothing, again without change, never over what staff edited."""

import json

import pytest
from wagtail.models import Workflow

from guidelines import reference
from guidelines.choices import DocumentState, LegalStatus
from guidelines.legal import legal_status
from guidelines.models import Document, Effect, Issuer
from tests.factories.accounts import UserFactory
from vkc.core.reference import BrokenReference, load_file

pytestmark = pytest.mark.django_db

ROW = {
    "key": "quyet-dinh/950-qd-ttg",
    "kind": "quyet-dinh",
    "number": "950/QĐ-TTg",
    "issuer": "ttg",
    "issued_on": "2018-08-01",
    "effective_on": "2018-08-01",
    "title_vi": "Phê duyệt Đề án",
    "sources": [{"title": "vbpl.vn", "url": "https://vbpl.vn/"}],
    "topics": ["khong-co"],
}


@pytest.fixture
def load(tmp_path):
    """Load given rows as documents, after one issuer."""
    Issuer.objects.get_or_create(key="ttg", defaults={"name_vi": "Thủ tướng Chính phủ"})

    def run(*rows, loader=reference.load_documents):
        path = tmp_path / "documents.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        return load_file(path, loader)

    return run


def test_the_files_of_the_project_load_whole_and_again_without_change():
    first = reference.load_reference_data()
    assert [summary.added for summary in first] == [21, 101, 105, 15]
    second = reference.load_reference_data()
    assert all(summary.added == summary.changed == summary.kept == 0 for summary in second)
    assert Document.objects.published().count() == 101
    assert Effect.objects.filter(target=None).count() == 6
    assert Workflow.objects.filter(name=reference.WORKFLOW_NAME).count() == 1
    decision = Document.objects.get(number="950/QĐ-TTg")
    assert decision.path == "guidelines/quyet-dinh/950-qd-ttg/2018-08-01/"
    verbs = set(decision.incoming_effects.values_list("verb", flat=True))
    assert "continues" in verbs
    assert not verbs & {"replaces", "repeals"}
    for document in Document.objects.with_relations():
        assert document.sources.count() == 1
        assert legal_status(document, on=document.issued_on or decision.issued_on) in LegalStatus


def test_a_loaded_document_is_published_with_its_event_and_source(load):
    assert load(ROW).added == 1
    document = Document.objects.get()
    assert document.state == DocumentState.PUBLISHED
    assert document.events.get().event == "publish"
    assert document.sources.get().public_url == "https://vbpl.vn/"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "khong-co"}, "kind"),
        ({"number": None}, "number"),
        ({"number": "///"}, "number"),
        ({"issuer": "khong-co"}, "issuer"),
        ({"issued_on": "2018-13-45"}, "issued_on"),
        ({"expires_on": "2017-01-01"}, "expires_on"),
        ({"title_vi": 5}, "title_vi"),
        ({"stated_status": "in_force"}, "stated_status"),
        ({"sources": ["x"]}, "sources"),
        ({"key": ""}, "key"),
    ],
)
def test_a_broken_row_is_named_and_nothing_of_the_file_is_loaded(load, change, field):
    with pytest.raises(BrokenReference) as refused:
        load({**ROW, "key": "khac", "number": "1/QĐ-TTg"}, {**ROW, **change})
    error = refused.value.errors[0]
    assert (error.file, error.row, error.field) == ("documents.json", "2", field)
    assert not Document.objects.exists()


def test_a_key_given_twice_is_refused(load):
    with pytest.raises(BrokenReference, match="given twice"):
        load(ROW, ROW)


def test_a_file_that_is_no_list_is_refused(load, tmp_path):
    path = tmp_path / "documents.json"
    path.write_text("{}")
    with pytest.raises(BrokenReference, match="not a list"):
        load_file(path, reference.load_documents)


def test_an_effect_on_an_unknown_document_is_refused(load):
    load(ROW)
    row = {"key": "a", "verb": "amends", "acting": ROW["key"], "target": "khong-co"}
    with pytest.raises(BrokenReference) as refused:
        load(row, loader=reference.load_effects)
    assert refused.value.errors[0].field == "target"
    assert not Effect.objects.exists()


def test_a_changed_file_changes_what_staff_left_alone(load):
    load(ROW)
    assert load({**ROW, "title_vi": "Trích yếu mới"}).changed == 1
    assert Document.objects.get().title_vi == "Trích yếu mới"


def test_what_staff_edited_is_kept(load):
    load(ROW)
    document = Document.objects.get()
    document.title_vi, document.change_note_vi = "Cán bộ đã sửa", "Sửa trích yếu."
    document.save_revision(user=UserFactory(editor=True)).publish()
    summary = load({**ROW, "title_vi": "Trích yếu mới"})
    assert (summary.kept, summary.changed) == (1, 0)
    assert Document.objects.get().title_vi == "Cán bộ đã sửa"


def test_a_draft_of_staff_keeps_the_file_away_too(load):
    load(ROW)
    document = Document.objects.get()
    document.title_vi = "Đang sửa"
    document.save_revision(user=UserFactory(editor=True))
    assert load({**ROW, "title_vi": "Trích yếu mới"}).kept == 1
