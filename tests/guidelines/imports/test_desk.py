"""The import desk in the back office: from upload to draft, in Vietnamese, for editors only."""

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.choices import DocumentState, ImportState
from guidelines.models import Document, ImportJob, SourceFile, Version
from guidelines.services.import_reading import run_import
from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory, IssuerFactory
from tests.guidelines.imports.parsing import NUMBER, upload

pytestmark = pytest.mark.django_db
START = "/cms/guidelines/imports/"


@pytest.fixture
def desk(editor, kept) -> Client:
    return signed_in(editor)


def page(job: ImportJob, name: str = "show") -> str:
    return reverse(f"guidelines_imports:{name}", args=[job.pk])


def answers(**changes: object) -> dict[str, object]:
    """What the form of the preview sends for a new document."""
    given = {
        "target": "new",
        "document_kind": "quyet-dinh",
        "number": NUMBER,
        "issuer": IssuerFactory(key="bo-xay-dung", name_vi="Bộ Xây dựng").pk,
        "issued_on": "02/03/2026",
        "title": "Về việc thử nhập văn bản",
        "valid_from": "15/04/2026",
        "text_kind": "original",
        "language": "vi",
    }
    return {**given, **changes}


def test_an_upload_leads_to_the_page_of_its_import(desk):
    response = desk.post(START, {"file": upload(), "declared_number": NUMBER})
    job = ImportJob.objects.get()
    assert response.status_code == 302
    assert response["Location"] == page(job)
    html = desk.get(page(job)).content.decode()
    assert job.source.sha256 in html
    assert "quyet-dinh-12.txt" in html
    assert '<noscript><meta http-equiv="refresh"' in html


def test_a_refused_file_is_explained_and_keeps_what_was_typed(desk, kept):
    document = DocumentFactory()
    given = {"file": upload(b"\x89PNG\r\n"), "declared_number": "7/QĐ-X", "document": document.pk}
    html = desk.post(START, given).content.decode()
    assert "quyet-dinh-12.txt" in html
    assert 'value="7/QĐ-X"' in html
    assert f'value="{document.pk}"' in html
    assert not SourceFile.objects.exists()
    assert not ImportJob.objects.exists()
    assert kept() == []


def test_an_upload_without_a_file_is_asked_for_one(desk):
    assert "error-message" in desk.post(START, {}).content.decode()
    assert not ImportJob.objects.exists()


def test_the_second_person_gets_a_link_to_the_first_import(queued, kept):
    html = signed_in(UserFactory(editor=True)).post(START, {"file": upload()}).content.decode()
    assert f'href="{page(queued)}"' in html
    assert ImportJob.objects.count() == 1


def test_the_status_is_asked_for_apart(desk, queued):
    response = desk.get(page(queued, "status"))
    assert response["X-Import-State"] == ImportState.QUEUED
    assert "<html" not in response.content.decode()


def test_the_preview_shows_what_was_recognised_and_where_it_was_read(desk, ready):
    IssuerFactory(key="bo-xay-dung", name_vi="Bộ Xây dựng")
    html = desk.get(page(ready)).content.decode()
    assert f"<q>Số: {NUMBER}</q>" in html
    assert f'value="{NUMBER}"' in html
    assert 'value="02/03/2026"' in html
    assert "Việc 3" in html
    assert ready.source.sha256 in html


def test_the_preview_lists_gaps(desk, editor, now, kept):
    from guidelines.services.imports import start_import
    from tests.guidelines.imports.parsing import decision_text

    text = decision_text(5).replace("Điều 3. Việc 3", "Việc ba")
    job = start_import(upload=upload(text), by=editor, at=now)
    run_import(job_id=job.pk)
    assert "Điều 3" in desk.get(page(job)).content.decode()


def test_a_new_document_is_saved_as_its_authors_draft(desk, ready, editor):
    response = desk.post(page(ready), answers())
    version = Version.objects.get()
    assert response["Location"] == reverse("guidelines_texts:text", args=[version.pk])
    document = version.document
    assert (document.state, document.live, document.number) == (DocumentState.DRAFT, False, NUMBER)
    assert document.latest_revision.user == editor
    assert (version.state, version.author) == (DocumentState.DRAFT, editor)
    assert version.valid_from.isoformat() == "2026-04-15"
    ready.refresh_from_db()
    assert (ready.state, ready.version) == (ImportState.SAVED, version)
    assert desk.get(page(ready))["Location"] == response["Location"]


def test_an_issuing_body_that_is_not_known_is_founded(desk, ready):
    given = answers(issuer="", issuer_name="Ủy ban nhân dân tỉnh Lâm Đồng")
    assert desk.post(page(ready), given).status_code == 302
    assert Document.objects.get().issuer.name_vi == "Ủy ban nhân dân tỉnh Lâm Đồng"


def test_a_known_document_is_proposed_and_compared(desk, ready):
    document = DocumentFactory(number=NUMBER, issued_on=None, title_vi="Tên khác")
    html = desk.get(page(ready)).content.decode()
    assert "Tên khác" in html
    given = answers(target="existing", document=document.pk)
    assert desk.post(page(ready), given).status_code == 302
    assert Version.objects.get().document == document
    assert Document.objects.count() == 1


def test_another_documents_number_is_refused_unless_the_text_is_consolidated(desk, ready):
    document = DocumentFactory(number="950/QĐ-TTg")
    given = answers(target="existing", document=document.pk)
    response = desk.post(page(ready), given)
    assert "950/QĐ-TTg" in str(response.context["form"].errors["document"])
    assert not Version.objects.exists()
    assert desk.post(page(ready), given | {"text_kind": "consolidated"}).status_code == 302


def test_a_changed_number_of_a_new_document_is_refused(desk, ready):
    response = desk.post(page(ready), answers(number="99/2026/QĐ-BXD"))
    assert NUMBER in str(response.context["form"].errors["number"])
    assert not Document.objects.exists()


def test_a_document_that_is_already_known_is_not_made_twice(desk, ready):
    given = answers()
    DocumentFactory(number=NUMBER, issuer_id=given["issuer"], issued_on="2026-03-02")
    html = desk.post(page(ready), given).content.decode()
    assert (
        reverse("wagtailsnippets_guidelines_document:edit", args=[Document.objects.get().pk])
        in html
    )
    assert not Version.objects.exists()


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(desk, ready):
    html = desk.post(page(ready), answers(title="", signer="Trần Thị B")).content.decode()
    assert 'value="Trần Thị B"' in html
    assert not Document.objects.exists()


def test_a_cancelled_import_is_resumed_from_its_page(desk, queued):
    desk.post(page(queued, "cancel"))
    queued.refresh_from_db()
    assert queued.state == ImportState.CANCELLED
    assert page(queued, "resume") in desk.get(page(queued)).content.decode()
    desk.post(page(queued, "resume"), {"declared_number": NUMBER})
    queued.refresh_from_db()
    assert (queued.state, queued.declared_number) == (ImportState.QUEUED, NUMBER)


def test_a_refused_import_says_why(desk, queued):
    ImportJob.objects.update(state=ImportState.FAILED, error="Tệp nói số khác.")
    assert "Tệp nói số khác." in desk.get(page(queued)).content.decode()


def test_the_edit_page_of_a_document_offers_an_import(desk):
    document = DocumentFactory()
    html = desk.get(reverse("wagtailsnippets_guidelines_document:edit", args=[document.pk])).content
    assert f"{START}?document={document.pk}" in html.decode()
    form = desk.get(f"{START}?document={document.pk}").content.decode()
    assert f'value="{document.pk}"' in form


@pytest.mark.parametrize("role", ["registrar", "official"])
def test_who_does_not_edit_documents_is_refused(role, queued):
    client = signed_in(UserFactory(**{role: True}))
    for address in (START, page(queued), page(queued, "status")):
        assert client.get(address).status_code in (302, 403)
    for address in (START, page(queued), page(queued, "cancel"), page(queued, "resume")):
        assert client.post(address, {"file": upload()}).status_code in (302, 403)
    queued.refresh_from_db()
    assert queued.state == ImportState.QUEUED
    assert ImportJob.objects.count() == 1


def test_a_preview_of_three_hundred_articles_takes_few_queries(
    desk, editor, now, django_assert_max_num_queries
):
    from guidelines.services.imports import start_import
    from tests.guidelines.imports.parsing import decision_text

    job = start_import(upload=upload(decision_text(300)), by=editor, at=now)
    run_import(job_id=job.pk)
    desk.get(START)
    with django_assert_max_num_queries(40):
        assert desk.get(page(job)).status_code == 200
