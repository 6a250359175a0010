import pytest

from guidelines.readers.word.numerals import knows, written


@pytest.mark.parametrize(
    ("number", "number_format", "expected"),
    [
        (12, "decimal", "12"),
        (7, "decimalZero", "07"),
        (14, "upperRoman", "XIV"),
        (49, "lowerRoman", "xlix"),
        (5, "lowerLetter", "e"),
        (27, "upperLetter", "AA"),
        (2_000_000_000, "lowerLetter", "2000000000"),
        (1, "vietnameseCounting", "một"),
        (21, "vietnameseCounting", "hai mươi mốt"),
        (15, "vietnameseCounting", "mười lăm"),
        (3, "none", ""),
        (3, "unheard-of", "3"),
    ],
)
def test_numbers_are_written_as_word_writes_them(number: int, number_format: str, expected: str):
    assert written(number, number_format) == expected


def test_a_custom_list_gives_the_vietnamese_points():
    assert [written(n, "custom", "a, b, c, d, đ, e, ...") for n in (4, 5, 6)] == ["d", "đ", "e"]
    assert written(9, "custom", "a, b") == "9"
    assert knows("custom", "a, b")
    assert not knows("ideographDigital")
