"""Marking of quizzes: pure functions over what was drawn and what was answered."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from courses.choices.learning import QuestionKind

_NUMBER = re.compile(r"^-?\d{1,15}(\.\d{1,15})?$")
_GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$")


def is_right(drawn: dict[str, Any], answer: Sequence[str]) -> bool:
    """Whether the answer to one drawn question is right; several right answers must all be there."""
    if drawn["kind"] == QuestionKind.NUMBER:
        right, tolerance = Decimal(drawn["number"]), Decimal(drawn["tolerance"])
        return any(abs(value - right) <= tolerance for value in readings("".join(answer)))
    wanted = {option["key"] for option in drawn["options"] if option["is_correct"]}
    return bool(wanted) and set(answer) == wanted


def readings(text: str) -> list[Decimal]:
    """What a typed number may mean: 1.234,5 in Vietnamese, 1234.5, and 1.234 both ways."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    forms = [plain.replace(",", ".")]
    if _GROUPED.match(plain):
        forms.append(plain.replace(".", "").replace(",", "."))
    return [Decimal(form) for form in forms if _NUMBER.match(form)]


def mark(questions: list[dict[str, Any]], answers: dict[str, list[str]]) -> tuple[int, Decimal]:
    """How many are right, and that in % with two decimals; an empty answer is a wrong one."""
    right = sum(is_right(drawn, answers.get(str(n), [])) for n, drawn in enumerate(questions))
    share = Decimal(100 * right) / Decimal(max(1, len(questions)))
    return right, share.quantize(Decimal("0.01"))
