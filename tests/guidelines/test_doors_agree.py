"""Page, API, feed and made files say the same of every provision on every day."""

import json
import random
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from lxml import html

from guidelines.choices import LegalStatus, Verb
from guidelines.legal import legal_status
from guidelines.models import Document, Version
from guidelines.outputs.sheet import build_sheet
from guidelines.presentation import short_day
from guidelines.provisions_status import provision_rulings
from guidelines.services import outputs
from guidelines.text_of_day import text_for, text_on
from tests.factories.guidelines import DocumentFactory, EffectFactory, text_of

pytestmark = pytest.mark.django_db
FIRST = date(2020, 1, 2)
VERBS = (Verb.AMENDS, Verb.REPEALS, Verb.SUSPENDS, Verb.GUIDES, Verb.BASED_ON)


def library(seed: int) -> Document:
    """A document with two texts and a handful of effects on its provisions and on itself."""
    dice = random.Random(seed)
    document = DocumentFactory(effective_on=FIRST)
    texts = [text_of(document), text_of(document, valid_from=date(2023, 1, 1))]
    paths = list(texts[0].provisions.values_list("path", flat=True))
    for path in dice.sample(paths, 4):
        begins = FIRST + timedelta(days=dice.randrange(2500))
        EffectFactory(
            target=document,
            target_path=path,
            is_partial=True,
            verb=dice.choice(VERBS),
            in_force_on=begins,
            ends_on=begins + timedelta(days=400) if dice.random() < 0.3 else None,
            applied_in=texts[1] if dice.random() < 0.3 else None,
        )
    if dice.random() < 0.4:
        EffectFactory(target=document, verb=Verb.REPEALS, in_force_on=date(2026, 6, 1))
    return document


def from_the_api(client, document, on):
    query = {"document": document.pk, "as_of": on.isoformat(), "per_page": 200}
    body = json.loads(client.get("/api/v1/provisions", query).content)
    return {row["path"]: row["status"] for row in body["results"]}


def from_the_page(client, document, on):
    """What the page says of the document, and the badges at its provisions."""
    page = html.fromstring(client.get(document.get_absolute_url(), {"on": on.isoformat()}).content)
    badges = {}
    for mark in page.find_class("legal-status"):
        holder = next(node for node in mark.iterancestors() if node.get("id"))
        badges[holder.get("id")] = " ".join(mark.text_content().split())
    return page.find_class("guideline-status")[0].text_content(), badges


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("on", [date(2021, 5, 1), date(2024, 7, 1), date(2026, 9, 9)])
def test_all_doors_say_the_same(client, seed: int, on: date):
    document = library(seed)
    version = text_on(document, on).version
    told = Document.objects.with_relations().get(pk=document.pk)
    rulings = provision_rulings(told, version, on=on)
    statuses = {path: LegalStatus(ruling.status) for path, ruling in rulings.items()}
    assert from_the_api(client, document, on) == {p: s.value for p, s in statuses.items()}
    sheet = build_sheet(told, version, on=on)
    assert {block.path: block.status for block in sheet.blocks} == statuses
    whole = legal_status(told, on=on)
    assert sheet.status == str(whole.label)
    head, badges = from_the_page(client, document, on)
    assert str(whole.label) in head
    assert badges == {path: str(statuses[path].label) for path in badges}


def test_an_ended_provision_is_marked_on_the_page_and_in_the_feed_of_today(client):
    document = DocumentFactory(effective_on=FIRST)
    text_of(document)
    EffectFactory(
        target=document,
        target_path="dieu-2.khoan-1.diem-dd",
        is_partial=True,
        verb=Verb.REPEALS,
        in_force_on=date(2024, 1, 1),
    )
    _head, badges = from_the_page(client, document, date(2025, 1, 1))
    assert badges["dieu-2.khoan-1.diem-dd"] == "hết hiệu lực toàn bộ"
    assert from_the_page(client, document, date(2023, 1, 1))[1] == {}
    place = [document.kind, document.number_slug, document.day_part]
    feed = ElementTree.fromstring(
        client.get(reverse("guidelines:document_feed", args=place)).content
    )
    said = feed.find("{http://www.w3.org/2005/Atom}subtitle").text
    assert said.startswith("hết hiệu lực một phần")


def many_texts(seed: int) -> Document:
    """A document with texts of random days and languages, and one effect that may end it."""
    dice = random.Random(seed)
    document = DocumentFactory(effective_on=FIRST)
    days = dice.sample(range(2500), 6)
    for at in days:
        kept = {"language": dice.choice(("vi", "vi", "en", "ko"))}
        text_of(document, 1, valid_from=FIRST + timedelta(days=at), **kept)
    text_of(document, 1, valid_from=FIRST + timedelta(days=dice.randrange(2500)), draft=True)
    if dice.random() < 0.5:
        begins = FIRST + timedelta(days=dice.randrange(2500))
        verb = dice.choice((Verb.REPEALS, Verb.SUSPENDS, Verb.AMENDS))
        EffectFactory(target=document, verb=verb, in_force_on=begins)
    return document


def told_by_the_page(client, document, on, language):
    """Status and text as the page names them to machines."""
    page = client.get(address_in(document, language), {"on": on.isoformat()})
    linked = html.fromstring(page.content).xpath("//script[@type='application/ld+json']/text()")
    told = next(
        one for one in map(json.loads, linked) if isinstance(one, dict) and "workExample" in one
    )
    assert told["legislationDateVersion"] == on.isoformat()
    shown = told["workExample"]
    return page.context["text"]["version"], (shown["version"], shown["inLanguage"])


def address_in(document, language):
    with override(language):
        return document.get_absolute_url()


def told_by_the_file(client, monkeypatch, document, on, language):
    """What is handed to the typesetter for the file of that day."""
    monkeypatch.setitem(outputs.MAKERS, "pdf", lambda sheet, key: sheet.as_json().encode())
    file = client.get(f"{address_in(document, language)}download/pdf/", {"on": on.isoformat()})
    sheet = json.loads(b"".join(file.streaming_content))
    return sheet["text_of"], sheet["language"], sheet["status"]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_all_doors_show_the_same_text_and_status(client, monkeypatch, seed: int, language: str):
    document = many_texts(seed)
    dice = random.Random(seed + 1000)
    on = FIRST + timedelta(days=dice.randrange(-100, 2600))
    told = Document.objects.with_relations().get(pk=document.pk)
    status = legal_status(told, on=on)
    version = text_on(document, on, language).version
    named = (version.valid_from.isoformat(), version.language)
    assert told_by_the_page(client, document, on, language) == (version, named)
    asked = {"as_of": on.isoformat(), "language": language}
    row = json.loads(client.get(f"/api/v1/documents/{document.pk}", asked).content)
    assert (row["text_shown"]["id"], row["status"]) == (version.pk, status.value)
    rows = json.loads(client.get("/api/v1/provisions", {**asked, "document": document.pk}).content)[
        "results"
    ]
    assert {one["version"] for one in rows} == {version.pk}
    with override(version.language):
        printed = (short_day(version.valid_from), version.language, str(status.label))
    assert told_by_the_file(client, monkeypatch, document, on, language) == printed
    monkeypatch.setattr(timezone, "localdate", lambda *given: on)
    with override(language):
        place = [document.kind, document.number_slug, document.day_part]
        feed = client.get(reverse("guidelines:document_feed", args=place))
        words = (str(status.label), short_day(version.valid_from))
    said = ElementTree.fromstring(feed.content).find("{http://www.w3.org/2005/Atom}subtitle").text
    assert all(word in said for word in words)


def test_the_rule_for_texts_at_hand_is_that_of_the_database(db):
    documents = [many_texts(seed) for seed in range(20, 26)]
    texts = list(Version.objects.published())
    dice = random.Random(5)
    for _turn in range(12):
        on, language = (
            FIRST + timedelta(days=dice.randrange(-50, 2600)),
            dice.choice(["vi", "en", "ko"]),
        )
        held = {v.document_id: v for v in Version.objects.shown_on(on, language=language)}
        for document in documents:
            own = [text for text in texts if text.document_id == document.pk]
            assert text_for(own, on=on, language=language) == held[document.pk], (on, language)
