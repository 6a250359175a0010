"""The look keeps its promises: contrast in both themes, weight, contracts of components."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
TOKENS = {
    name: (light, dark) for name, light, dark in PAIR.findall((CSS / "tokens.css").read_text())
}
GROUNDS = ["paper", "paper-2"]
WORDS = ["ink", "ink-2", "water", "water-2", "red", "ochre", "leaf"]
TEXT_PAIRS = [
    *((word, ground) for word in WORDS for ground in GROUNDS),
    ("on-water", "water"), ("on-water", "water-2"), ("paper", "red"), ("paper", "ink"),
    ("ink-2", "paper-3"), ("ink", "mark"), ("ink-2", "mark"), ("water", "water-wash"), ("ink", "water-wash"),
    ("water-2", "water-wash"), ("red", "red-wash"), ("ink", "red-wash"), ("ochre", "ochre-wash"),
    ("ink", "ochre-wash"), ("leaf", "leaf-wash"), ("ink", "leaf-wash"),
]  # fmt: skip
SHAPE_PAIRS = [
    ("rule-2", "paper"), ("rule-2", "paper-2"), ("map-line", "paper"), ("rule-strong", "paper"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), TEXT_PAIRS)
def test_words_can_be_read_on_their_ground(word: str, ground: str, theme: int) -> None:
    assert contrast(TOKENS[word][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_controls_can_be_seen_on_their_ground(shape: str, ground: str, theme: int) -> None:
    assert contrast(TOKENS[shape][theme], TOKENS[ground][theme]) >= 3


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_map_steps_differ_in_lightness_in_one_direction(theme: int) -> None:
    steps = [luminance(TOKENS[f"map-{step}"][theme]) for step in range(6)]
    assert steps in (sorted(steps), sorted(steps, reverse=True))
    assert all(
        contrast(TOKENS[f"map-{i}"][theme], TOKENS[f"map-{i + 1}"][theme]) > 1.2 for i in range(5)
    )


def test_raw_colours_live_in_tokens_only() -> None:
    allowed = {"tokens.css", "admin.css", "print.css"}
    raw = re.compile(r"#[0-9a-f]{3,6}\b[;,) ]")
    found = [
        p.name for p in CSS.rglob("*.css") if p.name not in allowed and raw.search(p.read_text())
    ]
    assert found == []


def weight(sheets: list[Path]) -> int:
    return sum(len(gzip.compress(sheet.read_bytes())) for sheet in sheets)


def test_the_style_sheets_of_every_page_weigh_less_than_30_kb() -> None:
    of_courses = {CSS / "courses.css", *(CSS / "courses").glob("*.css")}
    sheets = [p for p in CSS.rglob("*.css") if p.name != "admin.css" and p not in of_courses]
    assert weight(sheets) < 30_000


def test_what_the_pages_of_courses_add_weighs_less_than_12_kb() -> None:
    assert weight([CSS / "courses.css", *(CSS / "courses").glob("*.css")]) < 12_000


@pytest.mark.parametrize("sheet", ["main.css", "courses.css"])
def test_each_sheet_imports_every_component_of_its_own(sheet) -> None:
    imported = set(re.findall(r'url\("([^"]+)"\)', (CSS / sheet).read_text()))
    there = {str(p.relative_to(CSS)) for p in CSS.rglob("*.css")}
    there -= {"main.css", "courses.css", "admin.css"}
    of_courses = {name for name in there if name.startswith("courses/")}
    assert imported == (of_courses if sheet == "courses.css" else there - of_courses)


def test_each_component_begins_by_saying_what_it_takes() -> None:
    files = (ROOT / "templates/components").glob("*.html")
    silent = [p.name for p in files if not p.read_text().startswith("{% comment %}")]
    assert silent == []


def test_templates_hold_no_inline_script_or_style() -> None:
    wrong = re.compile(
        r"\sstyle=|<style|\son\w+=\"|javascript:|<script(?![^>]*\s(?:src=|type=\"application/))"
    )
    found = [str(p.relative_to(ROOT)) for p in (ROOT / "templates").rglob("*.html")
             if "emails" not in p.parts and wrong.search(p.read_text())]  # fmt: skip
    assert found == []
