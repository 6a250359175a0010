"""Questions in spreadsheets: the columns, the words for kinds, rows into questions."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from courses.choices.learning import QuestionKind
from courses.exceptions.bank import BankRefused, RowError
from courses.learning.grading import readings
from courses.models import Course, Question
from vkc.core.tabular import Column, as_xlsx
from vkc.core.text import nfc

MOST_ROWS = 2000
MOST_COLUMNS = 60
MOST_DIGITS = 5
TRUTHS = {"đúng": True, "true": True, "sai": False, "false": False}
KINDS = {
    "một": QuestionKind.SINGLE, "single": QuestionKind.SINGLE,
    "nhiều": QuestionKind.MULTIPLE, "multiple": QuestionKind.MULTIPLE,
    "đúng/sai": QuestionKind.TRUE_FALSE, "true_false": QuestionKind.TRUE_FALSE,
    "số": QuestionKind.NUMBER, "number": QuestionKind.NUMBER,
}  # fmt: skip
TEXTS = ("text_vi", "text_en", "text_ko", "explanation_vi", "explanation_en", "explanation_ko")
COLUMNS = ("kind", "text_vi", "options_vi", "right", "tolerance", "explanation_vi", "text_en",
           "options_en", "explanation_en", "text_ko", "options_ko", "explanation_ko")  # fmt: skip


def template_sheet() -> bytes:
    """An XLSX with the columns, one example a kind, and what each column means."""
    meanings = {
        "kind": _("một, nhiều, đúng/sai or số"),
        "text_vi": _("The question"),
        "options_vi": _("The answers, one a line in the cell; empty for đúng/sai and số"),
        "right": _("Numbers of the right answers (1, 3), đúng or sai, or the right number"),
        "tolerance": _("For a number: how far off an answer may be; empty is exact"),
        "explanation_vi": _("Shown with the result"),
    }
    columns = [Column(name, meanings.get(name, name)) for name in COLUMNS]
    rows = [
        ["một", "Thủ đô của Việt Nam?", "Hà Nội\nHuế\nĐà Nẵng", "1", "", "", *[""] * 6],
        ["nhiều", "Số nào là số chẵn?", "2\n3\n4", "1, 3", "", "", *[""] * 6],
        ["đúng/sai", "Một giờ có 60 phút.", "", "đúng", "", "", *[""] * 6],
        ["số", "3 cộng 4 bằng mấy?", "", "7", "0", "", *[""] * 6],
    ]
    return as_xlsx(columns, rows, title=_("Questions"))


def read_questions(upload: Any, *, course: Course) -> list[Question]:
    """Unsaved questions of a sheet; raises BankRefused with every error at once."""
    errors: list[RowError] = []
    found = []
    for number, cells in _rows(upload, errors):
        question = _question(number, cells, course, errors)
        if question is not None:
            found.append(question)
    if not found and not errors:
        errors.append(RowError(1, "", "", _("The sheet holds no question below its first row.")))
    if errors:
        raise BankRefused(errors)
    return found


def _rows(upload: Any, errors: list[RowError]) -> Iterator[tuple[int, dict[str, str]]]:
    names: list[str] = []
    for number, row in enumerate(_cells(upload), start=1):
        cells = [_text(cell) for cell in row]
        if number == 1:
            names = [cell.lower() for cell in cells]
            for name in ("kind", "text_vi", "right"):
                if name not in names:
                    rule = _("The first row must name this column.")
                    errors.append(RowError(1, name, "", rule))
            if errors:
                return
        elif any(cells):
            if number > MOST_ROWS + 1:
                rule = _("At most %(most)s questions at a time.") % {"most": MOST_ROWS}
                errors.append(RowError(number, "", "", rule))
                return
            yield number, dict(zip(names, cells, strict=False))


def _cells(upload: Any) -> Iterator[Sequence[Any]]:
    """The rows of the first sheet; raises BankRefused where the workbook is damaged."""
    try:
        sheet = load_workbook(upload, read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
    except Exception as error:  # openpyxl raises whatever its parsers raise
        rule = _("The file cannot be read. Open it, save it again as XLSX and try once more.")
        raise BankRefused([RowError(1, "", "", rule)]) from error


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "đúng" if cell else "sai"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return nfc(str(cell)).strip() if cell is not None else ""


def _question(
    number: int, cells: dict[str, str], course: Course, errors: list[RowError]
) -> Question | None:
    before = len(errors)

    def wrong(column: str, rule: str) -> None:
        errors.append(RowError(number, column, cells.get(column, "")[:80], rule))

    kind = KINDS.get(cells.get("kind", "").lower())
    if kind is None:
        wrong("kind", _("Write một, nhiều, đúng/sai or số."))
    if not cells.get("text_vi"):
        wrong("text_vi", _("The question is empty."))
    question = Question(
        course=course, kind=kind or "", **{name: cells.get(name, "") for name in TEXTS}
    )
    if kind == QuestionKind.NUMBER:
        _number(question, cells, wrong)
    elif kind == QuestionKind.TRUE_FALSE:
        truth = TRUTHS.get(cells.get("right", "").lower())
        if truth is None:
            wrong("right", _("Write đúng or sai."))
        question.options = true_or_false(bool(truth))
    elif kind is not None:
        _choices(question, cells, wrong)
    if len(errors) == before:
        _fit(question, wrong)
    return question if len(errors) == before else None


def _fit(question: Question, wrong: Any) -> None:
    """What the database cannot keep, such as a number of fifty digits."""
    try:
        question.full_clean(exclude=["course"])
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            wrong("right" if name == "number" else name, messages[0])


def _number(question: Question, cells: dict[str, str], wrong: Any) -> None:
    right, tolerance = readings(cells.get("right", "")), readings(cells.get("tolerance") or "0")
    if not right:
        wrong("right", _("Write one number, for example 12,5."))
        return
    if not tolerance or tolerance[-1] < 0:
        wrong("tolerance", _("Write a number of zero or more."))
        return
    question.number, question.tolerance = right[-1], tolerance[-1]


def _choices(question: Question, cells: dict[str, str], wrong: Any) -> None:
    lines = {code: _lines(cells.get(f"options_{code}", "")) for code in ("vi", "en", "ko")}
    wanted = [part.strip() for part in cells.get("right", "").replace(";", ",").split(",")]
    # `isdigit` takes “²” as well, and `int` does not.
    numbers = {int(part) if part.isdecimal() and len(part) < MOST_DIGITS else 0 for part in wanted}
    options = lines["vi"]
    if len(options) < 2:
        wrong("options_vi", _("Write at least two answers, one a line."))
        return
    if not numbers <= set(range(1, len(options) + 1)):
        rule = _("Write the numbers of right answers, from 1 to %(most)s.")
        wrong("right", rule % {"most": len(options)})
        return
    if question.kind == QuestionKind.SINGLE and len(numbers) != 1:
        wrong("right", _("This kind has exactly one right answer."))
    for code in ("en", "ko"):
        if lines[code] and len(lines[code]) != len(options):
            wrong(f"options_{code}", _("Give as many answers as in Vietnamese, in their order."))
    question.options = options_of(lines, numbers)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def options_of(lines: dict[str, list[str]], right: set[int]) -> list[dict[str, Any]]:
    """The stored form of answers; `right` holds places from 1."""
    return [
        {
            "key": str(place),
            "is_correct": place in right,
            "vi": text,
            "en": lines["en"][place - 1] if len(lines["en"]) == len(lines["vi"]) else "",
            "ko": lines["ko"][place - 1] if len(lines["ko"]) == len(lines["vi"]) else "",
        }
        for place, text in enumerate(lines["vi"], start=1)
    ]


def true_or_false(is_true: bool) -> list[dict[str, Any]]:
    """The two answers of a question that is true or false."""
    words = (("t", "Đúng", "True", "맞음", is_true), ("f", "Sai", "False", "틀림", not is_true))
    return [
        {"key": key, "vi": vi, "en": en, "ko": ko, "is_correct": right}
        for key, vi, en, ko, right in words
    ]


def decimal_or_none(text: str) -> Decimal | None:
    """A number as staff type it, the Vietnamese reading first."""
    found = readings(text)
    return found[-1] if found else None
