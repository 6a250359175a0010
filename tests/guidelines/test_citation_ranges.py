"""Ranges and headings that cite: stored, linked on the page, counted for each provision inside."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from lxml import html

from guidelines.linking import cited_by, cited_by_rows
from guidelines.models import Citation, Version
from guidelines.range_gaps import ranges_with_gaps
from guidelines.reading import text_page
from guidelines.services.citations import record_citations
from guidelines.services.rendering import store_rendering
from tests.factories.guidelines import DocumentFactory, ProvisionFactory, VersionFactory, text_of
from tests.guidelines.test_citations import citing_text, decree

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
NAMED = "Nghị định số 269/2025/NĐ-CP"


def test_every_provision_inside_a_range_counts_as_cited() -> None:
    target = decree()
    text_of(target, 8)
    version = citing_text(f"theo quy định từ Điều 2 đến Điều 5 {NAMED}.")
    record_citations(version=version)
    for path in ("dieu-2", "dieu-3", "dieu-4", "dieu-5", "dieu-3a"):
        (row,) = cited_by_rows(target, path, on=DAY)
        assert "từ Điều 2 đến Điều 5" in row["quoted"]
    for path in ("dieu-1", "dieu-6", "dieu-3.khoan-1"):
        assert not cited_by(target, path, on=DAY).exists()


def test_a_range_of_clauses_counts_for_their_article_too() -> None:
    target = decree()
    version = citing_text(f"theo khoản 1 đến khoản 3 Điều 2 {NAMED}.")
    record_citations(version=version)
    for path in ("dieu-2", "dieu-2.khoan-1", "dieu-2.khoan-2", "dieu-2.khoan-3"):
        assert cited_by(target, path, on=DAY).count() == 1


def page_of(version: Version):
    shown = text_page(version.document, version=version, on=DAY)
    return html.fromstring(f"<div>{shown['html']}</div>")


def test_the_words_of_a_range_are_one_link_to_the_first_that_names_the_end() -> None:
    version = citing_text("theo từ Điều 2 đến Điều 3 Thông tư này.", "Một.", "Hai.")
    record_citations(version=version)
    (link,) = page_of(version).xpath("//a[@class='cited']")
    assert link.text == "Điều 2 đến Điều 3 Thông tư này"
    assert link.get("href") == "#dieu-2"
    assert link.get("title").endswith("Điều 3")


def test_members_of_a_range_that_no_text_holds_are_listed() -> None:
    text_of(decree(), 3)
    whole = citing_text(f"theo Điều 1 đến Điều 3 {NAMED}.")
    cut = citing_text(
        f"theo Điều 2 đến Điều 5 {NAMED}; theo từ Điều 1 đến Điều 3 Quyết định này.",
        document=DocumentFactory(number="8/QĐ-BXD", issued_on=date(2026, 2, 1)),
    )
    for version in (whole, cut):
        record_citations(version=version)
    missing = {citation.quoted: paths for citation, paths in ranges_with_gaps(on=DAY)}
    assert missing == {
        f"Điều 2 đến Điều 5 {NAMED}": ["dieu-4", "dieu-5"],
        "Điều 1 đến Điều 3 Quyết định này": ["dieu-2", "dieu-3"],
    }


def headed(heading: str, words: str = "") -> Version:
    document = DocumentFactory(number="7/2026/TT-BXD", kind="thong-tu", issued_on=date(2026, 2, 1))
    version = VersionFactory(document=document, valid_from=date(2026, 2, 1))
    ProvisionFactory(version=version, number="1", heading=heading, words__text=words)
    return version


@pytest.mark.parametrize("is_stored", [False, True])
def test_a_citation_in_a_heading_is_stored_and_linked(is_stored: bool) -> None:
    target = decree()
    heading = f"Sửa đổi Điều 2 {NAMED} & phụ lục"
    version = headed(heading, f"Theo {NAMED}.")
    if is_stored:
        store_rendering(version=version)
    record_citations(version=version)
    record_citations(version=version)
    rows = Citation.objects.filter(provision__version=version)
    assert [row.in_heading for row in rows] == [True, False]
    page = page_of(version)
    (link,) = page.xpath("//h2//a[@class='cited']")
    assert link.text == f"Điều 2 {NAMED}"
    assert page.xpath("string(//h2)") == f"Điều 1. {heading}"
    assert len(page.xpath("//p//a[@class='cited']")) == 1
    quoted = {row["quoted"] for row in cited_by_rows(target, on=DAY)}
    assert any("phụ lục" in words for words in quoted)


def test_two_citations_at_one_place_of_a_heading_are_refused() -> None:
    decree()
    version = headed(f"Về {NAMED}")
    record_citations(version=version)
    row = Citation.objects.get()
    with pytest.raises(IntegrityError, match="one_citation_per_place"), transaction.atomic():
        Citation.objects.create(
            provision=row.provision,
            in_heading=True,
            start=row.start,
            end=row.end,
            quoted=row.quoted,
            state=row.state,
        )
