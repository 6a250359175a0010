"""The reading page as readers use it: keyboard, anchors, a day of the past, a phone, no script."""

import pytest

from tests.browser.test_main_pages import COLOURS, LEVELS, violations

TEXT = "/vi/guidelines/quyet-dinh/01-qd-mh/2024-12-02/"
POINT = "kem-theo-1.dieu-4.khoan-2.diem-dd"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_text_breaks_no_rule_of_accessibility(open_page, dark: bool) -> None:
    page = open_page(TEXT, dark=dark)
    assert page.answer.status == 200
    assert violations(page, COLOURS if dark else LEVELS) == []


def test_a_text_fits_a_phone_and_reports_no_error(open_page) -> None:
    page = open_page(TEXT, width=360)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    assert page.errors == []


def test_the_anchor_of_a_point_leads_to_it_also_without_a_script(open_page) -> None:
    page = open_page(f"{TEXT}#{POINT}", js=False)
    place = page.locator(f"[id='{POINT}']")
    assert place.count() == 1
    box = place.bounding_box()
    assert 0 <= box["y"] <= 900
    assert "đ)" in place.inner_text()


def test_the_keyboard_reaches_the_citation_of_a_provision(open_page) -> None:
    page = open_page(TEXT)
    page.wait_for_load_state("networkidle")
    page.locator("[id='kem-theo-1.dieu-4'] .legal-label").first.focus()
    tools = page.locator(".provision-tools button")
    assert tools.count() >= 2
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.provision-tools') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".provision-tools").count() == 0


def test_another_day_shows_another_text(open_page) -> None:
    today, before = open_page(TEXT), open_page(f"{TEXT}?on=2025-03-01")
    words = "[id='kem-theo-1.dieu-4']"
    assert today.locator(words).text_content() != before.locator(words).text_content()
