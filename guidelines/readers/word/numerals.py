"""Numbers as Word writes them in lists (ISO/IEC 29500-1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def letters(number: int) -> str:
    """a … z, aa, bb …: Word repeats the letter, up to thirty times."""
    if not 0 < number <= 780:
        return str(number)
    times, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (times + 1)


def roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for size, sign in _ROMAN:
        count, number = divmod(number, size)
        written += sign * count
    return written


def vietnamese(number: int) -> str:
    """Cardinals below one hundred in words: hai mươi mốt, ba mươi lăm."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    last = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _DIGITS[ones])
    return f"{'mười' if tens == 1 else _DIGITS[tens] + ' mươi'} {last}".strip()


_FORMATS = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "vietnameseCounting": vietnamese,
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda number: "",
}


def knows(number_format: str, listed: str = "") -> bool:
    return number_format in _FORMATS or (number_format == "custom" and "," in listed)


def written(number: int, number_format: str, listed: str = "") -> str:
    """The number in a format; `listed` gives the signs of a custom one: "a, b, c, d, đ, e"."""
    if number_format == "custom" and "," in listed:
        signs = [sign.strip() for sign in listed.split(",") if sign.strip(" .…")]
        if 0 < number <= len(signs):
            return signs[number - 1]
    return _FORMATS.get(number_format, str)(number)
