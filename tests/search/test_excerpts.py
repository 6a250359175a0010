"""The line of text under a result: short, around the match, marked, and safe."""

import pytest

from vkc.search.excerpts import LENGTH, excerpt

LONG = "Mở đầu nói chuyện khác. " * 20 + "Phát triển đô thị thông minh bền vững. " + "Hết. " * 60


@pytest.mark.parametrize("query", ["đô thị", "do thi", "ĐÔ THỊ"])
def test_matches_are_marked_with_or_without_marks(query):
    assert "<mark>đô</mark> <mark>thị</mark>" in excerpt(LONG, query)


def test_a_long_text_is_cut_around_the_first_match():
    text = excerpt(LONG, "do thi")
    assert text.startswith("… ")
    assert text.endswith("…")
    assert len(text.replace("<mark>", "").replace("</mark>", "")) <= LENGTH + 3


def test_a_text_without_a_match_is_shown_from_its_beginning():
    assert excerpt("Mở đầu.", "nước") == "Mở đầu."


def test_a_match_inside_a_word_is_none():
    assert "<mark>" not in excerpt("Quan hệ", "an")
    assert excerpt("quan " * 100 + "an toàn", "an").endswith("<mark>an</mark> toàn")


@pytest.mark.parametrize("query", ["script", "x", "alert <script>"])
def test_markup_in_the_text_is_shown_not_run(query):
    text = excerpt('<script>alert("x")</script> & <b>x</b>', query)
    bare = text.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert "&lt;" in bare
    assert "&amp;" in bare


def test_korean_syllables_are_marked_whole():
    assert excerpt("한국 스마트시티 사업", "스마트") == "한국 <mark>스마트</mark>시티 사업"


def test_a_whole_word_is_marked_rather_than_the_beginning_of_another():
    assert excerpt("chỗ còn thiếu, đô thị", "thi") == "chỗ còn thiếu, đô <mark>thị</mark>"
