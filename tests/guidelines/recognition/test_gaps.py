import pytest

from guidelines.recognition import findings_words
from guidelines.recognition.parsed import Parsed
from tests.guidelines.recognition.lines import read


def said(parsed: Parsed) -> list[tuple[str, str]]:
    return [(gap.code, str(gap.facts.get("place", ""))) for gap in parsed.gaps]


def articles(*numbers: object) -> list[str]:
    return [f"Điều {number}. Tên điều {number}" for number in numbers]


def test_a_missing_article_is_named():
    parsed = read(*articles(*range(1, 47), 48, 49))
    assert said(parsed) == [("missing_number", "Điều 47")]
    assert parsed.gaps[0].line == 46


def test_articles_run_on_through_chapters():
    parsed = read("Chương I", "A", *articles(1, 2), "Chương II", "B", *articles(4))
    assert said(parsed) == [("missing_number", "Điều 3")]


def test_articles_that_begin_late_lack_the_first():
    assert said(read(*articles(2, 3))) == [("missing_number", "Điều 1")]


def test_missing_clauses_and_points_are_named_with_their_place():
    parsed = read("Điều 1. Tên", "1. Một:", "a) A;", "b) B;", "d) D;", "e) E;", "g) G.", "3. Ba.")
    assert said(parsed) == [
        ("missing_number", "điểm c khoản 1 Điều 1"),
        ("missing_number", "điểm đ khoản 1 Điều 1"),
        ("missing_number", "khoản 2 Điều 1"),
    ]


def test_letters_that_vietnamese_lacks_are_not_missed():
    letters = "abcdđeghiklmnopqrstuvxy"
    assert said(read("Điều 1. Tên", *[f"{letter}) Việc." for letter in letters])) == []


def test_inserted_numbers_leave_no_gap_unless_the_first_is_missing():
    assert said(read(*articles(1, "1a", "1b", 2))) == []


def test_duplicates_and_numbers_out_of_order():
    parsed = read(*articles(1, 2, 2, 4, 3))
    assert said(parsed) == [
        ("duplicate_number", "Điều 2"),
        ("number_out_of_order", "Điều 3"),
    ]


def test_a_long_gap_is_one_finding():
    parsed = read(*articles(1, 200))
    assert [(gap.code, gap.facts) for gap in parsed.gaps] == [
        ("missing_range", {"first": "Điều 2", "last": "Điều 199"})
    ]


def test_chapters_sections_and_annexes_are_counted():
    parsed = read(
        "Chương I", "A", *articles(1), "Chương III", "B", "Mục 1", "C", *articles(2), "Mục 3", "D",
        *articles(3), "PHỤ LỤC I", "E", "PHỤ LỤC III", "G",
    )  # fmt: skip
    assert said(parsed) == [
        ("missing_number", "Chương II"),
        ("missing_number", "mục 2 Chương III"),
        ("missing_number", "Phụ lục II"),
    ]


def test_chapters_that_run_on_in_a_later_part_leave_no_gap():
    parsed = read(
        "PHẦN I", "A", "Chương I", "B", *articles(1), "PHẦN II", "C", "Chương II", "D", *articles(2)
    )
    assert said(parsed) == []


def test_decimal_clauses_are_counted_below_their_own():
    parsed = read("I. VIỆC", "1. Một", "1.1. A", "1.3. B", "2. Hai", "2.1. C")
    assert said(parsed) == [("missing_number", "khoản 1.2 khoản 1 mục I")]


@pytest.mark.parametrize(
    ("code", "facts", "words"),
    [
        ("missing_number", {"place": "Điều 47"}, "Điều 47"),
        ("missing_range", {"first": "Điều 2", "last": "Điều 9"}, "Điều 9"),
        ("duplicate_path", {"path": "dieu-1", "now": "dieu-1-lan-2"}, "dieu-1-lan-2"),
        ("something_new", {}, "something_new"),
    ],
)
def test_every_code_has_a_sentence_with_its_facts(code, facts, words):
    assert words in findings_words.sentence(code, facts)


def test_every_rule_has_words():
    assert findings_words.rule_words("letter_d") != "letter_d"
