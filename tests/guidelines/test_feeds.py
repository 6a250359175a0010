"""Atom feeds of the library, of a filter and of one document; JSON-LD beside them."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from guidelines.choices import ChangeKind, DocumentKind, LegalStatus, Verb
from guidelines.linked_data import force_times, legislation
from guidelines.models import Document
from guidelines.services.changes import record_change
from tests.factories.guidelines import DocumentFactory, EffectFactory

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db


def entries(client, url, **query):
    answer = client.get(url, query)
    assert answer.status_code == 200
    tree = ElementTree.fromstring(answer.content)
    return tree, [entry.find(f"{ATOM}title").text for entry in tree.iter(f"{ATOM}entry")]


def test_a_filter_has_its_own_feed(client):
    DocumentFactory(kind=DocumentKind.DECREE, number="1/2024/NĐ-CP")
    DocumentFactory(number="2/QĐ-TTg")
    tree, titles = entries(client, reverse("guidelines:feed"), kind="nghi-dinh")
    assert len(titles) == 1
    assert "1/2024/NĐ-CP" in titles[0]
    own = [link for link in tree.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own[0].get("href").endswith("feed.atom?kind=nghi-dinh")


def test_a_year_and_a_status_filter_the_feed(client):
    DocumentFactory(issued_on=date(2021, 5, 5), effective_on=date(2021, 6, 1))
    DocumentFactory(issued_on=None)
    feed = reverse("guidelines:feed")
    assert len(entries(client, feed, year="2021")[1]) == 1
    assert len(entries(client, feed, year="unknown")[1]) == 1
    assert len(entries(client, feed, status="in_force")[1]) == 1


def test_a_wrong_filter_is_refused(client):
    assert client.get(reverse("guidelines:feed"), {"on": "2018-13-45"}).status_code == 400


def test_changes_are_told_for_the_library_and_for_one_document(client):
    first, second = DocumentFactory(effective_on=date(2020, 1, 2)), DocumentFactory()
    for document in (first, second):
        record_change(
            document=document,
            kind=ChangeKind.DETAILS,
            at=timezone.now(),
            notes={"vi": f"Sửa {document.number}"},
        )
    record_change(document=DocumentFactory(draft=True), kind=ChangeKind.DETAILS, at=timezone.now())
    assert len(entries(client, reverse("guidelines:changes_feed"))[1]) == 2
    place = [first.kind, first.number_slug, first.day_part]
    tree, titles = entries(client, reverse("guidelines:document_feed", args=place))
    assert len(titles) == 1
    assert str(first) in titles[0]
    assert "còn hiệu lực" in tree.find(f"{ATOM}subtitle").text.lower()


def test_a_draft_has_no_feed(client):
    draft = DocumentFactory(draft=True)
    place = [draft.kind, draft.number_slug, draft.day_part]
    assert client.get(reverse("guidelines:document_feed", args=place)).status_code == 404


def whole(document):
    return Document.objects.with_relations().get(pk=document.pk)


def test_linked_data_says_between_which_days_it_holds():
    document = DocumentFactory(effective_on=date(2020, 3, 1))
    EffectFactory(target=document, verb=Verb.AMENDS, in_force_on=date(2022, 1, 1))
    EffectFactory(target=document, verb=Verb.REPEALS, in_force_on=date(2024, 1, 1))
    assert force_times(whole(document)) == ["2020-03-01/2024-01-01"]
    found = legislation(whole(document), LegalStatus.EXPIRED, on=date(2026, 1, 1))
    assert found["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert found["temporalCoverage"] == "2020-03-01/2024-01-01"


def test_linked_data_does_not_name_a_draft():
    effect = EffectFactory(target=DocumentFactory(draft=True), verb=Verb.AMENDS)
    told = legislation(whole(effect.acting), LegalStatus.IN_FORCE, on=date(2026, 1, 1))
    assert "legislationAmends" not in told
