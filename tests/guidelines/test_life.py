"""The timeline readers see: each event with its day, its provision and the quoted sentence."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from guidelines.choices import Verb
from guidelines.life import happenings, timeline_context
from guidelines.models import Document
from tests.factories.guidelines import DocumentFactory, EffectFactory, text_of

pytestmark = pytest.mark.django_db
ON = date(2024, 6, 1)


@pytest.fixture(autouse=True)
def _english():
    """The words of the code itself: their translations are tested with the catalogues."""
    with translation.override("en"):
        yield


@pytest.fixture
def decree() -> Document:
    decree = DocumentFactory(
        kind="nghi-dinh",
        number="10/2020/NĐ-CP",
        issued_on=date(2020, 1, 2),
        effective_on=date(2020, 3, 1),
    )
    amending = DocumentFactory(
        kind="nghi-dinh", number="20/2022/NĐ-CP", effective_on=date(2022, 5, 1)
    )
    EffectFactory(
        acting=amending,
        target=decree,
        target_path="dieu-5.khoan-2",
        note="Sửa đổi khoản 2 Điều 5 như sau:",
    )
    ending = DocumentFactory(
        number="30/2025/NĐ-CP", kind="nghi-dinh", effective_on=date(2025, 7, 1)
    )
    EffectFactory(acting=ending, target=decree, verb=Verb.REPEALS)
    EffectFactory(acting=DocumentFactory(draft=True), target=decree, verb=Verb.REPEALS)
    EffectFactory(
        target=decree, acting=None, acting_text="Quyết định 5", verb=Verb.SUSPENDS, is_partial=True
    )
    EffectFactory(target=decree, verb=Verb.GUIDES)
    return Document.objects.with_relations().get(pk=decree.pk)


def test_events_stand_in_the_order_of_their_days(decree):
    found = [(event.day, event.title) for event in happenings(decree)]
    assert found == [
        (date(2020, 1, 2), "Issued"),
        (date(2020, 3, 1), "In force"),
        (date(2022, 5, 1), "Khoản 2 Điều 5: Amended by Decree 20/2022/NĐ-CP"),
        (date(2025, 7, 1), "Repealed by Decree 30/2025/NĐ-CP"),
        (None, "Suspended by Quyết định 5, in part"),
    ]


def test_each_event_quotes_its_evidence_and_says_whether_it_lies_ahead(decree):
    context = timeline_context(decree, ON)
    entries = {entry["date_label"]: entry for entry in context["entries"]}
    assert entries["01/05/2022"]["text"] == "Sửa đổi khoản 2 Điều 5 như sau:"
    assert entries["01/05/2022"]["url"].endswith("/nghi-dinh/20-2022-nd-cp/2020-01-02/")
    assert [label for label, entry in entries.items() if entry["is_next"]] == ["01/07/2025"]
    assert None in entries
    shown = [(span["days"], span["is_shown"]) for span in context["spans"]]
    assert shown == [
        ("before 01/03/2020", False),
        ("from 01/03/2020, until before 01/05/2022", False),
        ("from 01/05/2022, until before 01/07/2025", True),
        ("from 01/07/2025 on", False),
    ]


def test_decision_950_is_carried_on_and_never_replaced():
    decision = DocumentFactory(number="950/QĐ-TTg", effective_on=date(2018, 8, 1))
    decree = DocumentFactory(number="269/2025/NĐ-CP", kind="nghi-dinh", effective_on=ON)
    EffectFactory(acting=decree, target=decision, verb=Verb.CONTINUES)
    decision = Document.objects.with_relations().get(pk=decision.pk)
    titles = [event.title for event in happenings(decision)]
    assert "Being carried on by Decree 269/2025/NĐ-CP" in titles
    assert not any("eplace" in title for title in titles)


@pytest.mark.parametrize("with_text", [True, False])
def test_the_page_shows_the_timeline_with_and_without_a_text(client, decree, with_text):
    if with_text:
        text_of(decree)
    page = client.get(
        reverse("guidelines:detail", args=["nghi-dinh", "10-2020-nd-cp", "2020-01-02"])
    ).content.decode()
    assert "Sửa đổi khoản 2 Điều 5 như sau:" in page
    assert 'class="status-spans"' in page
    assert page.count("<h1") == 1
