"""One normal form, one folding, one order of names."""

import unicodedata

import pytest

from vkc.core.text import fold, is_clean, nfc, slug_text, sort_key


def test_decomposed_text_comes_out_composed():
    decomposed = unicodedata.normalize("NFD", "Đà Nẵng")
    assert decomposed != "Đà Nẵng"
    assert nfc(decomposed) == "Đà Nẵng"


def test_the_icelandic_eth_of_old_files_becomes_the_vietnamese_letter():
    assert nfc("Ðề án và ðô thị") == "Đề án và đô thị"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đà Nẵng", "da nang"),
        ("QUYẾT ĐỊNH 950/QĐ-TTg", "quyet dinh 950/qd-ttg"),
        ("Ðề án", "de an"),
        (unicodedata.normalize("NFD", "Thừa Thiên Huế"), "thua thien hue"),
        ("ươ ừ ỡ", "uo u o"),
    ],
)
def test_folding_takes_marks_and_case_away(text, folded):
    assert fold(text) == folded


def test_folding_keeps_korean_syllables_whole():
    assert fold("스마트시티") == "스마트시티"
    assert fold(unicodedata.normalize("NFD", "스마트시티")) == "스마트시티"


def test_a_slug_of_a_name_is_plain_letters():
    assert slug_text("  Bà Rịa – Vũng Tàu ") == "ba-ria-vung-tau"
    assert slug_text("스마트 도시") == "스마트-도시"


def test_names_stand_in_the_order_of_a_vietnamese_dictionary():
    names = ["Đồng Nai", "Điện Biên", "Đà Nẵng", "An Giang", "Cà Mau", "Cao Bằng", "Ăn", "Em", "Âu"]
    ordered = [
        "An Giang",
        "Ăn",
        "Âu",
        "Cà Mau",
        "Cao Bằng",
        "Đà Nẵng",
        "Điện Biên",
        "Đồng Nai",
        "Em",
    ]
    assert sorted(names, key=sort_key) == ordered


def test_tones_decide_only_between_equal_letters():
    assert sorted(["ma", "má", "mà", "mạ", "mã", "mả"], key=sort_key) == [
        "ma", "mà", "mả", "mã", "má", "mạ",
    ]  # fmt: skip
    assert sort_key("mạ a") < sort_key("ma b")


def test_composed_and_decomposed_names_have_one_place():
    assert sort_key(unicodedata.normalize("NFD", "Đắk Lắk")) == sort_key("Đắk Lắk")


@pytest.mark.parametrize(("text", "clean"), [("950", True), ("a\x00b", False), ("", True)])
def test_only_a_nul_makes_text_unclean(text, clean):
    assert is_clean(text) is clean
