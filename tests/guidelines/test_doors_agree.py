"""Page, API, feed and made files say the same of every provision on every day."""

import json
import random
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from lxml import html

from guidelines.choices import LegalStatus, Verb
from guidelines.legal import legal_status
from guidelines.models import Document
from guidelines.outputs.sheet import build_sheet
from guidelines.provisions_status import provision_rulings, text_on
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
