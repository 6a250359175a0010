"""`import_document`: a draft, or published; a refusal leaves nothing behind."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from guidelines.choices import DocumentState
from guidelines.models import Document, ImportJob, SourceFile, Version
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory, IssuerFactory
from tests.guidelines.imports.parsing import NUMBER, decision_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "quyet-dinh.txt"
    path.write_text(decision_text(), encoding="utf-8")
    return path


def run(path, *options):
    out = StringIO()
    call_command("import_document", str(path), *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_file_becomes_a_draft_of_a_new_document(file, kept):
    issuer = IssuerFactory(key="bo-xay-dung", name_vi="Bộ Xây dựng")
    printed = run(file, "--number", NUMBER)
    version = Version.objects.get()
    assert (printed["version"], printed["state"]) == (version.pk, "draft")
    assert printed["number"] == NUMBER
    assert {"path", "kind", "label", "heading", "text"} <= printed["provisions"][0].keys()
    assert (version.document.state, version.document.issuer) == (DocumentState.DRAFT, issuer)
    assert version.author is None


def test_a_file_becomes_a_text_of_the_document_it_names(file, kept):
    document = DocumentFactory(number=NUMBER, issued_on=None)
    run(file)
    assert Version.objects.get().document == document
    assert Document.objects.count() == 1


def test_a_text_is_published_at_once(file, kept):
    printed = run(file, "--publish")
    version = Version.objects.get()
    assert printed["state"] == "published"
    assert list(Version.objects.published()) == [version]
    assert version.change_note_vi
    assert (version.author, version.approved_by) == (None, None)


def test_a_text_of_somebodys_draft_is_not_published_behind_their_approver(file, kept):
    document = DocumentFactory(number=NUMBER, issued_on=None, draft=True)
    document.save_revision(user=UserFactory(editor=True))
    with pytest.raises(CommandError):
        run(file, "--publish")
    assert Version.objects.get().state == DocumentState.DRAFT
    assert Document.objects.get().state == DocumentState.DRAFT


def test_another_number_is_refused_and_leaves_nothing(file, kept):
    with pytest.raises(CommandError, match="13/2026"):
        run(file, "--number", "13/2026/QĐ-BXD")
    for model in (Document, Version, ImportJob, SourceFile):
        assert not model.objects.exists()


def test_what_is_no_document_is_refused_and_leaves_nothing(tmp_path, kept):
    path = tmp_path / "anh.docx"
    path.write_bytes(b"\x89PNG\r\n")
    with pytest.raises(CommandError, match=r"anh\.docx"):
        run(path)
    assert not SourceFile.objects.exists()
    assert kept() == []


def test_a_file_that_does_not_say_enough_is_refused_and_leaves_nothing(
    tmp_path, kept, django_capture_on_commit_callbacks
):
    path = tmp_path / "thieu.txt"
    path.write_text("Điều 1. Phạm vi\n1. Nội dung của khoản.\n", encoding="utf-8")
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(CommandError):
        run(path)
    assert not Document.objects.exists()
    assert not SourceFile.objects.exists()
    assert kept() == []


def test_several_documents_of_one_number_are_listed_with_their_dates(tmp_path, kept):
    DocumentFactory(number=NUMBER, issued_on=None)
    DocumentFactory(number=NUMBER, issued_on="2026-03-02")
    path = tmp_path / "hai.txt"
    path.write_text(decision_text(), encoding="utf-8")
    with pytest.raises(CommandError, match="02/03/2026"):
        run(path)
    assert not Version.objects.exists()


def test_a_file_is_imported_once(file, kept):
    run(file)
    with pytest.raises(CommandError):
        run(file)
    assert Version.objects.count() == 1


def test_a_consolidated_text_belongs_to_the_document_it_consolidates(file, kept):
    document = DocumentFactory(number="950/QĐ-TTg")
    run(file, "--consolidated", "950/QĐ-TTg")
    version = Version.objects.get()
    assert (version.document, version.kind) == (document, "consolidated")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="khong-co"):
        run(tmp_path / "khong-co.docx")
