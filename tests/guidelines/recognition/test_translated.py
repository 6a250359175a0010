"""Numbering of English and Korean translations gives the paths of the Vietnamese text."""

import pytest

from guidelines.recognition.translated import language_of, opening_of
from tests.guidelines.recognition.lines import at, paths, read

ENGLISH = [
    "DECREE",
    "Chapter I",
    "GENERAL PROVISIONS",
    "Article 1. Scope",
    "Clause 1. This Decree sets out the work of provinces:",
    "Point a) lists of lighting works;",
    "đ) flood sensors.",
    "2. Article 5 of this Decree does not apply to communes.",
    "Article 2a. Entry into force",
    "This Decree takes effect on 1 March 2026.",
]
KOREAN = [
    "제1장 총칙",
    "제1조(적용 범위)",
    "제1항 이 규정은 다음을 정한다:",
    "a) 조명 시설 목록;",
    "② 제5조 제2항에 따라 시행한다.",
    "제2조 (시행)",
    "제1조에 따른 사항은 시행일부터 적용한다.",
]


def test_an_english_translation_has_the_paths_of_the_original():
    parsed = read(*ENGLISH)
    assert paths(parsed)[1:] == [
        "chuong-1",
        "dieu-1",
        "dieu-1.khoan-1",
        "dieu-1.khoan-1.diem-a",
        "dieu-1.khoan-1.diem-dd",
        "dieu-1.khoan-2",
        "dieu-2a",
    ]
    article = at(parsed, "dieu-1")
    assert (article.label, article.heading) == ("Article 1", "Scope")
    assert at(parsed, "dieu-1.khoan-1.diem-a").text == "lists of lighting works;"
    assert language_of(parsed.provisions) == "en"


def test_a_korean_translation_has_the_paths_of_the_original():
    parsed = read(*KOREAN)
    assert paths(parsed) == [
        "chuong-1",
        "dieu-1",
        "dieu-1.khoan-1",
        "dieu-1.khoan-1.diem-a",
        "dieu-1.khoan-2",
        "dieu-2",
    ]
    assert at(parsed, "dieu-2").text.startswith("제1조에 따른")
    assert language_of(parsed.provisions) == "ko"


@pytest.mark.parametrize(
    "text",
    [
        "Article 5 of this Decree",
        "Articles 5 and 6.",
        "Part of the works",
        "Clause 2 of Article 5 applies",
        "Point of contact: the department",
        "제5조에 따라",
        "제5조 제2항에 따라",
        "Section heads report",
        "Chapter heads report",
    ],
)
def test_a_line_that_speaks_of_a_provision_opens_none(text: str):
    assert opening_of(text) is None


def test_a_translation_without_numbering_stays_one_block():
    parsed = read("This decree is about lighting.", "It applies to all provinces.")
    assert paths(parsed) == ["mo-dau"]
    assert language_of(parsed.provisions) == ""
