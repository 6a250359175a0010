"""The file's characters come back from what is shown, whatever stands in the file."""

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.recognition.normalise import apply, clean, revert
from guidelines.recognition.parsed import Line, Normalisation, Parsed, Reading
from guidelines.recognition.recognise import recognise
from tests.guidelines.recognition.lines import DOCX, PDF, read

DIRT = 'aăâđ Ððơ\u0301\u0323\u0302\u00ad\u200b\u00a0\t\u3000“”"ÉÊ1.\u1100\u1161\ufeff'
OPENINGS = [
    "Điều 1. ", "Điều 2 ", "Điều15.", "Điều 3", "Điều 3a. ", "Chương I", "PHẦN II. ", "Mục 1. ", "I. ",
    "A. ", "1. ", "2) ", "1.1. ", "a) ", "đ) ", "- ", "“Điều 9. ", "PHỤ LỤC I", "(Ban hành kèm theo ",
    "KẾ HOẠCH", "Nơi nhận:", "", "12", "2018. ", "có hiệu lực kể từ ngày ", "Số: 1/QĐ-B", "QUYẾT ĐỊNH",
]  # fmt: skip
words = st.text(alphabet=DIRT + "bcdehnTQ:;,", max_size=12)
lines = st.builds(
    lambda opening, rest, number, page, nfd, bold: Line(
        text=unicodedata.normalize("NFD", opening + rest) if nfd else opening + rest,
        number=number,
        page=page,
        is_bold=bold,
    ),
    st.sampled_from(OPENINGS),
    st.one_of(words, st.builds("{}\n{}".format, words, words)),
    st.sampled_from(["", "", "", "1.", "a)", "Điều 4.", "-", "II."]),
    st.sampled_from([None, 1, 2, 3]),
    st.booleans(),
    st.booleans(),
)


@given(st.text(alphabet=DIRT + "xyz", max_size=30))
def test_clean_text_is_composed_and_can_be_reverted(raw):
    cleaned, changes = clean(raw)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert apply(raw, changes) == cleaned
    assert revert(cleaned, changes) == raw
    assert clean(cleaned) == (cleaned, [])


@given(st.lists(lines, max_size=25), st.sampled_from([DOCX, PDF, "text/plain"]))
@settings(max_examples=120, deadline=None)
def test_every_file_comes_back_from_its_provisions(given_lines, media_type):
    parsed = read(*given_lines, media_type=media_type)
    assert Parsed.from_json(json.loads(json.dumps(parsed.to_json()))) == parsed


def test_normalisations_of_another_text_are_refused():
    with pytest.raises(ValueError, match="not there"):
        revert("abc", [Normalisation("letter_d", 0, "Ð", "Đ")])


def test_a_long_text_is_recognised_whole():
    given_lines = []
    for article in range(1, 701):
        given_lines.append(Line(f"Điều {article}. Tên của điều số {article}"))
        for clause in range(1, 4):
            given_lines.append(Line(f"{clause}. Nội dung của khoản này gồm các việc sau đây:"))
            given_lines += [Line(f"{letter}) Một việc của khoản này;") for letter in "abc"]
    parsed = recognise(Reading(DOCX, tuple(given_lines)))
    assert sum(row.kind == "article" for row in parsed.provisions) == 700
    assert parsed.gaps == ()
