"""The desk of citations in the back office."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from guidelines.choices import CitationState, DocumentKind
from guidelines.linking import sentence_around
from guidelines.models import Citation
from guidelines.services.citations import record_citations
from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory, ProvisionFactory, VersionFactory

pytestmark = pytest.mark.django_db
LIST = reverse("guidelines_citations:waiting")


@pytest.fixture
def editor() -> Client:
    return signed_in(UserFactory(editor=True))


@pytest.fixture
def waiting() -> list[Citation]:
    """Two circulars name one unknown decree; one of them a bare number that fits two decisions."""
    for year in (2018, 2022):
        DocumentFactory(number="950/QĐ-TTg", issued_on=date(year, 8, 1))
    for number, words in enumerate(
        (
            "Hồ sơ nộp theo Nghị định số 1/2020/NĐ-CP. Câu sau.",
            "Kinh phí theo Nghị định số 1/2020/NĐ-CP và Quyết định số 950/QĐ-TTg.",
        )
    ):
        document = DocumentFactory(
            kind=DocumentKind.CIRCULAR, number=f"{number}/TT", issued_on=date(2026, 1, 2)
        )
        version = VersionFactory(document=document, valid_from=date(2026, 1, 2))
        ProvisionFactory(version=version, number="4", words__text=words)
        record_citations(version=version)
    return list(Citation.objects.all())


def group_url(**given: str) -> str:
    return reverse("guidelines_citations:group", query=given)


def test_what_waits_is_grouped_by_what_it_names_with_its_sentence(editor, waiting) -> None:
    page = editor.get(LIST)

    rows = page.context["rows"]
    assert [(row["name"], row["count"]) for row in rows] == [
        ("Nghị định 1/2020/NĐ-CP", 2),
        ("Quyết định 950/QĐ-TTg", 1),
    ]
    assert rows[0]["sample"]["sentence"] == {
        "before": "Hồ sơ nộp theo ",
        "quoted": "Nghị định số 1/2020/NĐ-CP",
        "after": ".",
    }
    assert rows[0]["sample"]["where"] == "Điều 4 Thông tư số 0/TT ngày 02/01/2026"


def test_staff_link_the_ticked_citations_to_a_document(editor, waiting) -> None:
    meant = DocumentFactory(kind=DocumentKind.DECREE, number="1/2020/NĐ-CP", draft=True)
    first, second = (row for row in waiting if row.target_kind == "nghi-dinh")
    url = group_url(kind="nghi-dinh", number="1/2020/NĐ-CP")
    assert editor.get(url).status_code == 200

    answer = editor.post(url, {"act": "link", "document": meant.pk, "citation": [first.pk]})

    assert answer.status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.target) == (CitationState.RESOLVED, meant)
    assert second.state == CitationState.UNRESOLVED


def test_staff_set_citations_aside_with_a_reason(editor, waiting) -> None:
    url = group_url(kind="nghi-dinh", number="1/2020/NĐ-CP")
    keys = [row.pk for row in waiting]

    refused = editor.post(url, {"act": "dismiss", "reason": "", "citation": keys})
    assert refused.status_code == 200
    assert "reason" in refused.context["dismiss_form"].errors

    editor.post(url, {"act": "dismiss", "reason": "Văn bản của tỉnh", "citation": keys})

    states = dict(Citation.objects.values_list("target_number", "state"))
    assert states == {"1/2020/NĐ-CP": "dismissed", "950/QĐ-TTg": "ambiguous"}
    assert editor.get(url).status_code == 302


def test_nothing_ticked_is_said_and_changes_nothing(editor, waiting) -> None:
    url = group_url(kind="nghi-dinh", number="1/2020/NĐ-CP")

    page = editor.post(url, {"act": "dismiss", "reason": "x"})

    assert page.context["dismiss_form"].non_field_errors()
    assert Citation.objects.waiting().count() == 3


def test_all_texts_are_scanned_again_in_the_worker(
    editor, waiting, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    sent = []
    monkeypatch.setattr("guidelines.tasks.waking._send", lambda name, args: sent.append(args))

    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(reverse("guidelines_citations:scan"))

    assert answer.status_code == 302
    assert len(sent) == 2


@pytest.mark.parametrize("url", [LIST, group_url(number="1"), reverse("guidelines_citations:scan")])
def test_the_desk_is_closed_to_those_who_do_not_work_on_documents(url: str) -> None:
    client = signed_in(UserFactory(verifier=True))

    answer = client.post(url)

    assert answer.status_code == 403 or LIST not in answer.url


def test_a_long_sentence_is_cut_at_whole_words() -> None:
    text = "từ " * 100 + "Điều 5" + " ngữ" * 100

    found = sentence_around(text, 300, 306, reach=20)

    assert found["quoted"] == "Điều 5"
    assert found["before"].startswith("… từ")
    assert found["after"].endswith("ngữ …")
