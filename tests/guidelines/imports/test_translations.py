"""A translation is matched to the Vietnamese text by its numbers; what differs is listed."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from guidelines.choices import Verb
from guidelines.models import Version
from guidelines.provisions_status import provision_rulings
from guidelines.services.import_reading import run_import
from guidelines.services.imports import start_import
from guidelines.services.texts import store_text
from guidelines.translations import named
from tests.cms.test_back_office import signed_in
from tests.factories.guidelines import DocumentFactory, EffectFactory, text_of
from tests.guidelines.imports.parsing import upload
from tests.guidelines.recognition.lines import read

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)
WHOLE = [
    "Article 1. First task",
    "Clause 1. Provinces draw up lists:",
    "Point a) of works;",
    "Point đ) of sensors.",
    "Clause 2. Funds come from the budget.",
]


def stored(document, lines, now, *, language="en") -> Version:
    parsed = read(*lines)
    facts = {"valid_from": DAY, "by": None, "at": now, "source": None}
    return store_text(document=document, parsed=parsed, language=language, **facts)


def lineages(version: Version) -> dict[str, object]:
    return dict(version.provisions.values_list("path", "lineage"))


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", WHOLE),
        ("ko", ["제1조 (첫째)", "제1항 목록을 만든다:", "a) 공사;", "đ) 감지기.", "제2항 예산."]),
    ],
)
def test_a_translation_shares_the_provisions_of_the_original(now, language, lines):
    document = DocumentFactory(effective_on=DAY)
    original = text_of(document, 1, valid_from=DAY)
    version = stored(document, lines, now, language=language)
    assert lineages(version) == lineages(original)
    assert version.findings["warnings"] == [
        found for found in version.findings["warnings"] if "translation" not in found["code"]
    ]


def test_an_effect_on_a_provision_is_on_its_translation_too(now):
    document = DocumentFactory(effective_on=DAY)
    original = text_of(document, 1, valid_from=DAY)
    version = stored(document, WHOLE, now)
    EffectFactory(
        target=document,
        target_path="dieu-1.khoan-2",
        target_lineage=lineages(original)["dieu-1.khoan-2"],
        is_partial=True,
        verb=Verb.REPEALS,
        in_force_on=DAY,
    )
    rulings = provision_rulings(document, version, on=date(2025, 1, 1))
    assert rulings["dieu-1.khoan-2"].status == "expired"
    assert rulings["dieu-1.khoan-1"].status == "in_force"


def test_what_does_not_match_is_kept_matched_to_nothing_and_listed(now):
    document = DocumentFactory(effective_on=DAY)
    original = text_of(document, 1, valid_from=DAY)
    version = stored(document, [*WHOLE[:3], "Clause 3. Something else."], now)
    own, held = lineages(version), lineages(original)
    assert own["dieu-1.khoan-3"] not in held.values()
    found = {one["code"]: one["facts"] for one in version.findings["warnings"]}
    assert found["translation_extra"] == {"count": 1, "places": "khoản 3 Điều 1"}
    assert found["translation_missing"] == {
        "count": 2,
        "places": "điểm đ khoản 1 Điều 1; khoản 2 Điều 1",
    }


def test_the_preview_proposes_the_language_and_lists_what_does_not_match(editor, kept, now):
    document = DocumentFactory(effective_on=DAY, issued_on=DAY)
    text_of(document, 1, valid_from=DAY)
    file = upload("\n".join([*WHOLE, "Article 2. Another"]) + "\n", name="decision-en.txt")
    job = start_import(upload=file, by=editor, at=now, document=document)
    run_import(job_id=job.pk)
    page = signed_in(editor).get(reverse("guidelines_imports:show", args=[job.pk]))
    assert page.context["form"]["language"].value() == "en"
    assert page.context["translation"]["matched"] == 5
    (row,) = page.context["translation"]["found"]["rows"]
    assert "Điều 2" in row["sentence"]
    assert "Điều 2" in strip_tags(page.content.decode())


def test_what_lies_in_a_provision_that_is_named_is_not_named_again():
    paths = ["dieu-2", "dieu-2.khoan-1", "dieu-2.khoan-1.diem-a", "dieu-3.khoan-1"]
    assert named(paths) == "Điều 2; khoản 1 Điều 3"


def test_a_file_without_numbering_stays_one_block(now):
    document = DocumentFactory(effective_on=DAY)
    text_of(document, 1, valid_from=DAY)
    version = stored(document, ["This decision is about lighting.", "It applies to all."], now)
    assert [row.path for row in version.provisions.all()] == ["mo-dau"]
