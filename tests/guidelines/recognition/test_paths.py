import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.recognition.ordering import rank
from guidelines.recognition.paths import (
    figure_of,
    label_of,
    path_of,
    provision_path,
    roman_of,
    segment,
    words_of,
)

WORDS = {
    "dieu-5": "Điều 5",
    "dieu-70b": "Điều 70b",
    "dieu-5.khoan-2.diem-dd": "điểm đ khoản 2 Điều 5",
    "dieu-5.khoan-2.diem-d": "điểm d khoản 2 Điều 5",
    "dieu-1.muc-2.khoan-1": "khoản 1 mục II Điều 1",
    "muc-a.muc-1": "mục I mục A",
    "chuong-2.muc-1": "Mục 1 Chương II",
    "phan-1.chuong-3": "Chương III Phần I",
    "phu-luc-1.khoan-3": "khoản 3 Phụ lục I",
    "phu-luc": "Phụ lục",
    "kem-theo-1.dieu-2": "Điều 2 văn bản kèm theo",
    "kem-theo-2.dieu-2": "Điều 2 văn bản kèm theo 2",
    "muc-1.khoan-1.khoan-1-2": "khoản 1.2 khoản 1 mục I",
    "dieu-1.khoan-1.bang-1": "bảng 1 khoản 1 Điều 1",
    "dieu-1.khoan-2a": "khoản 2a Điều 1",
    "dieu-1.khoan-1-lan-2.diem-a": "điểm a khoản 1 (lần 2) Điều 1",
    "mo-dau": "phần mở đầu",
    "ket-thuc": "phần kết thúc",
}


@pytest.mark.parametrize(("path", "words"), WORDS.items())
def test_paths_and_words_are_two_ways_of_writing_the_same(path, words):
    assert words_of(path) == words
    assert path_of(words) == path


def test_words_may_be_written_with_commas_and_capitals():
    assert path_of("Điểm đ, Khoản 2, điều 5") == "dieu-5.khoan-2.diem-dd"


@pytest.mark.parametrize("words", ["", "Điều kiện", "việc khác", "Điều 5 và gì nữa"])
def test_other_words_are_no_path(words):
    assert path_of(words) == ""


def test_other_paths_have_no_words():
    assert words_of("hoc-phan-1") == ""


def test_numbers_become_segments():
    assert segment("chapter", "IV") == "chuong-4"
    assert segment("part", "thứ nhất") == "phan-1"
    assert segment("annex", "III") == "phu-luc-3"
    assert segment("point", "Đ") == "diem-dd"
    assert segment("clause", "1.2") == "khoan-1-2"
    assert segment("preamble") == "mo-dau"


def test_articles_hang_on_their_body_and_all_else_on_its_parent():
    assert provision_path(body="", parent="chuong-1", kind="article", number="5") == "dieu-5"
    assert provision_path(body="kem-theo-1", parent="kem-theo-1.dieu-1", kind="clause", number="2") == (
        "kem-theo-1.dieu-1.khoan-2"
    )  # fmt: skip


def test_labels():
    assert label_of("point", "đ") == "điểm đ"
    assert label_of("chapter", "2") == "Chương II"


@given(st.integers(1, 399))
def test_roman_numerals_come_back(figure):
    if roman_of(figure) not in ("C", "L"):
        assert figure_of(roman_of(figure)) == figure


def test_what_is_no_roman_numeral():
    assert [figure_of(word) for word in ("", "IIX", "A", "VV", "D", "tên")] == [None] * 6


def test_numbers_sort_as_texts_do():
    points = ["đ", "e", "a", "d", "aa", "k", "i"]
    assert sorted(points, key=lambda n: rank("point", n)) == ["a", "d", "đ", "e", "i", "k", "aa"]
    articles = ["71", "70b", "70", "7", "70a"]
    assert sorted(articles, key=lambda n: rank("article", n)) == ["7", "70", "70a", "70b", "71"]
    clauses = ["1.10", "1.2", "2"]
    assert sorted(clauses, key=lambda n: rank("clause", n)) == ["1.2", "1.10", "2"]
