"""Legal status: from dates, effects and statements alone, the same in Python and in SQL."""

from datetime import date

import pytest

from guidelines.choices import LegalStatus, Verb
from guidelines.legal import Basis, legal_ruling, legal_status
from guidelines.models import Document
from tests.factories.guidelines import DocumentFactory, EffectFactory

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 1)
BEFORE, AFTER = date(2024, 1, 1), date(2024, 12, 1)

CASES = {
    "nothing is known": ({}, None, "unknown"),
    "only issued": ({"issued_on": BEFORE}, None, "unknown"),
    "in force from a day before": ({"effective_on": BEFORE}, None, "in_force"),
    "in force from this very day": ({"effective_on": DAY}, None, "in_force"),
    "in force from a day after": ({"effective_on": AFTER}, None, "not_yet_in_force"),
    "issued after that day": ({"issued_on": AFTER}, None, "not_yet_in_force"),
    "ended before": ({"effective_on": BEFORE, "expires_on": BEFORE}, None, "expired"),
    "ends on this very day": ({"effective_on": BEFORE, "expires_on": DAY}, None, "expired"),
    "ends after": ({"effective_on": BEFORE, "expires_on": AFTER}, None, "in_force"),
    "stated in force": ({"stated_status": "in_force", "stated_on": BEFORE}, None, "in_force"),
    "stated in force, but later": (
        {"stated_status": "in_force", "stated_on": AFTER},
        None,
        "unknown",
    ),
    "stated partly": (
        {"effective_on": BEFORE, "stated_status": "partly_in_force", "stated_on": BEFORE},
        None,
        "partly_in_force",
    ),
    "stated expired": (
        {"effective_on": BEFORE, "stated_status": "expired", "stated_on": BEFORE},
        None,
        "expired",
    ),
    "nobody checked since": ({"effective_on": BEFORE, "unverified_from": BEFORE}, None, "unknown"),
    "nobody will check after": (
        {"effective_on": BEFORE, "unverified_from": AFTER},
        None,
        "in_force",
    ),
    "checked again since": (
        {
            "effective_on": date(2020, 1, 1),
            "unverified_from": date(2023, 1, 1),
            "stated_status": "in_force",
            "stated_on": BEFORE,
        },
        None,
        "in_force",
    ),
    "amended": ({"effective_on": BEFORE}, {"verb": Verb.AMENDS}, "partly_in_force"),
    "amended, its own dates unknown": ({}, {"verb": Verb.AMENDS}, "partly_in_force"),
    "replaced": ({"effective_on": BEFORE}, {"verb": Verb.REPLACES}, "expired"),
    "repealed": ({"effective_on": BEFORE}, {"verb": Verb.REPEALS}, "expired"),
    "repealed in part": (
        {"effective_on": BEFORE},
        {"verb": Verb.REPEALS, "is_partial": True},
        "partly_in_force",
    ),
    "suspended": ({"effective_on": BEFORE}, {"verb": Verb.SUSPENDS}, "suspended"),
    "suspended until before": (
        {"effective_on": BEFORE},
        {"verb": Verb.SUSPENDS, "ends_on": DAY},
        "in_force",
    ),
    "guided": ({"effective_on": BEFORE}, {"verb": Verb.GUIDES}, "in_force"),
    "carried on": ({"effective_on": BEFORE}, {"verb": Verb.CONTINUES}, "in_force"),
    "replaced from a later day": (
        {"effective_on": BEFORE},
        {"verb": Verb.REPLACES, "in_force_on": AFTER},
        "in_force",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_case_has_one_status_in_python_and_in_sql(name):
    fields, effect, expected = CASES[name]
    fields = {"issued_on": None, **fields}
    if "stated_status" in fields:
        fields["stated_by"] = "vbpl.vn"
    document = DocumentFactory(**fields)
    if effect:
        acting = DocumentFactory(effective_on=date(2024, 3, 1))
        EffectFactory(acting=acting, target=document, **effect)
    assert legal_status(document, on=DAY) == expected
    row = Document.objects.with_legal_status(on=DAY).get(pk=document.pk)
    assert row.status_on_day == expected


def test_a_guiding_text_stays_in_force_when_the_guided_one_is_repealed():
    law = DocumentFactory(effective_on=BEFORE)
    circular = DocumentFactory(effective_on=BEFORE)
    EffectFactory(acting=circular, target=law, verb=Verb.GUIDES)
    new_law = DocumentFactory(effective_on=DAY)
    EffectFactory(acting=new_law, target=law, verb=Verb.REPEALS)
    assert legal_status(law, on=DAY) == LegalStatus.EXPIRED
    assert legal_status(circular, on=DAY) == LegalStatus.IN_FORCE


def test_an_effect_of_a_draft_changes_no_status():
    document = DocumentFactory(effective_on=BEFORE)
    EffectFactory(
        acting=DocumentFactory(draft=True, effective_on=BEFORE), target=document, verb=Verb.REPEALS
    )
    assert legal_status(document, on=DAY) == LegalStatus.IN_FORCE
    row = Document.objects.with_legal_status(on=DAY).get(pk=document.pk)
    assert row.status_on_day == LegalStatus.IN_FORCE


def test_an_effect_may_be_recorded_before_the_text_is_reworked():
    document = DocumentFactory(effective_on=BEFORE)
    effect = EffectFactory(
        acting=DocumentFactory(effective_on=None, issued_on=date(2024, 2, 1)), target=document
    )
    ruling = legal_ruling(document, on=DAY)
    assert ruling.status == LegalStatus.PARTLY
    assert ruling.effect == effect
    assert ruling.effect.is_start_assumed


def test_the_ruling_names_its_ground():
    document = DocumentFactory(effective_on=BEFORE, unverified_from=DAY)
    assert legal_ruling(document, on=BEFORE).basis == Basis.DATES
    assert legal_ruling(document, on=DAY).basis == Basis.UNVERIFIED


def test_in_force_finds_what_holds_wholly_or_in_part():
    whole = DocumentFactory(effective_on=BEFORE)
    partly = DocumentFactory(effective_on=BEFORE)
    EffectFactory(acting=DocumentFactory(effective_on=BEFORE), target=partly)
    DocumentFactory(effective_on=BEFORE, expires_on=BEFORE)
    DocumentFactory(effective_on=None)
    found = Document.objects.in_force(on=DAY)
    assert whole in found
    assert partly in found
    assert found.count() == 3
