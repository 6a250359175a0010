"""What only a browser shows: accessibility, overflow, errors, a page without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.addresses import LANGUAGES, MAIN

LEVELS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


# The dark theme changes colours only.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def violations(page, rules: dict) -> list[str]:
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", MAIN)
def test_main_page_breaks_no_rule_of_accessibility(open_page, name: str, dark: bool) -> None:
    page = open_page("/vi" + MAIN[name], dark=dark)
    assert page.answer.status == 200
    assert violations(page, COLOURS if dark else LEVELS) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAIN)
def test_main_page_fits_a_phone_and_reports_no_error(open_page, name: str, language: str) -> None:
    page = open_page(f"/{language}" + MAIN[name], width=360)
    assert page.answer.status == 200
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert page.errors == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0


@pytest.mark.parametrize("name", MAIN)
def test_main_page_says_its_content_without_javascript(open_page, name: str) -> None:
    page = open_page("/vi" + MAIN[name], js=False)
    assert page.answer.status == 200
    assert page.locator("h1").inner_text().strip()
    assert page.locator("header a[hreflang], header a[lang]").count() >= 2


def test_the_slash_key_leads_to_the_search_box(open_page) -> None:
    page = open_page("/vi/guidelines/")
    page.wait_for_load_state("networkidle")  # behaviours are imported after the page is drawn
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


def test_the_first_tab_offers_to_skip_to_the_content(open_page) -> None:
    page = open_page("/vi/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("scheme", [34, 63])
def test_both_archipelagos_are_drawn_and_named_at_every_width(
    open_page, width: int, scheme: int
) -> None:
    page = open_page(f"/vi/places/?scheme={scheme}", width=width)
    for name in ("Quần đảo Hoàng Sa", "Quần đảo Trường Sa"):
        box = page.locator(f"svg.country text:has-text('{name}')").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.locator("svg.country circle.map-island").count() == 39


def test_every_unit_of_the_map_is_reached_by_keyboard(open_page) -> None:
    page = open_page("/vi/places/")
    names = page.locator("svg.country a").evaluate_all(
        "links => links.map(a => a.getAttribute('aria-label'))"
    )
    assert len(names) == 34 + 2
    assert all(names)
    page.locator("svg.country a").first.focus()
    assert page.evaluate("document.activeElement.tagName.toLowerCase()") == "a"
