"""The data model of SCORM 1.2 (RTE, section 3.4): what a package may read, and report, and how.

Optional parts (objectives, interactions, comments) answer “not implemented” (401), as the standard
allows. The patterns hold in Python and in JavaScript alike: the browser answers the package by
them, and the server trusts nothing before it asked them again.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from courses.choices.scorm import DONE_STATUSES, LessonStatus
from courses.exceptions.scorm import ValueRefused
from courses.models import ScormState

_SCORE = r"(?:100(?:\.0{1,20})?|[0-9]{1,2}(?:\.[0-9]{1,20})?)?"
_TIMESPAN = r"[0-9]{2,4}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,2})?"
# Element → pattern of the whole value.
WRITABLE = {
    "cmi.core.lesson_status": "passed|completed|failed|incomplete|browsed",
    "cmi.core.lesson_location": r"[^\u0000]{0,255}",
    "cmi.core.score.raw": _SCORE,
    "cmi.core.score.min": _SCORE,
    "cmi.core.score.max": _SCORE,
    "cmi.core.exit": "(?:time-out|suspend|logout)?",
    "cmi.core.session_time": _TIMESPAN,
    "cmi.suspend_data": r"[^\u0000]{0,4096}",
}
WRITE_ONLY = ("cmi.core.exit", "cmi.core.session_time")
KEYWORDS = {
    "cmi.core._children": (
        "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,"
        "lesson_mode,exit,session_time"
    ),
    "cmi.core.score._children": "raw,min,max",
    "cmi.student_data._children": "mastery_score",
}
_FIELDS = {
    "cmi.core.lesson_status": "lesson_status",
    "cmi.core.lesson_location": "lesson_location",
    "cmi.core.score.raw": "score_raw",
    "cmi.core.score.min": "score_min",
    "cmi.core.score.max": "score_max",
    "cmi.core.exit": "exit",
    "cmi.core.session_time": "session_seconds",
    "cmi.suspend_data": "suspend_data",
}
# What a review of a finished lesson no longer changes.
_SETTLED = ("lesson_status", "score_raw", "score_min", "score_max")


def read_values(values: Any) -> dict[str, Any]:
    """Fields of a ScormState from {element: text}; raises ValueRefused for the first bad one."""
    if not isinstance(values, dict):
        raise ValueRefused("cmi")
    return {_field(element): _value(element, text) for element, text in values.items()}


def _field(element: str) -> str:
    if element not in _FIELDS:
        raise ValueRefused(element[:100])
    return _FIELDS[element]


def _value(element: str, text: Any) -> Any:
    if not isinstance(text, str) or not re.fullmatch(WRITABLE[element], text):
        raise ValueRefused(element)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueRefused(element)
    if ".score." in element:
        return Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP) if text else None
    return seconds_of(text) if element == "cmi.core.session_time" else text


def seconds_of(timespan: str) -> int:
    """Whole seconds of HHHH:MM:SS.SS."""
    hours, minutes, seconds = timespan.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(Decimal(seconds))


def timespan_of(seconds: int) -> str:
    """HHHH:MM:SS, the most it can say being 9999 hours."""
    hours, rest = divmod(min(seconds, 9999 * 3600), 3600)
    return f"{hours:04d}:{rest // 60:02d}:{rest % 60:02d}"


def apply_report(state: ScormState, fields: dict[str, Any], *, is_over: bool) -> None:
    """Put a report into a state. A lesson once done keeps its status and score (a review).

    `is_over`: the package called LMSFinish. Then a score beside a mastery score decides between
    passed and failed, and a package that says nothing of its status counts as completed unless it
    was left halfway (RTE, cmi.core.lesson_status).
    """
    for name, value in fields.items():
        if not (state.done_at and name in _SETTLED):
            setattr(state, name, value)
    if is_over and not state.done_at:
        state.lesson_status = _at_the_end(state)


def _at_the_end(state: ScormState) -> str:
    status, mastery = state.lesson_status, state.part.mastery_score
    if status == LessonStatus.NOT_ATTEMPTED:
        is_halfway = state.exit in ("suspend", "time-out")
        return LessonStatus.INCOMPLETE if is_halfway else LessonStatus.COMPLETED
    has_ended = status in (*DONE_STATUSES, LessonStatus.FAILED)
    if has_ended and mastery is not None and state.score_raw is not None:
        return LessonStatus.PASSED if state.score_raw >= mastery else LessonStatus.FAILED
    return status


def start_values(state: ScormState, *, name: str, is_counted: bool) -> dict[str, str]:
    """Element → text of everything a part may read when it starts."""
    part = state.part
    is_review = state.done_at is not None or not is_counted
    return {
        **KEYWORDS,
        "cmi.core.student_id": f"hv-{state.enrolment_id}",
        "cmi.core.student_name": name[:255],
        "cmi.core.lesson_location": state.lesson_location,
        "cmi.core.lesson_status": state.lesson_status,
        "cmi.core.credit": "no-credit" if is_review else "credit",
        "cmi.core.lesson_mode": "review" if is_review else "normal",
        "cmi.core.entry": state.entry,
        "cmi.core.score.raw": _score_text(state.score_raw),
        "cmi.core.score.min": _score_text(state.score_min),
        "cmi.core.score.max": _score_text(state.score_max),
        "cmi.core.total_time": timespan_of(state.total_seconds),
        "cmi.suspend_data": state.suspend_data,
        "cmi.launch_data": part.launch_data,
        "cmi.student_data.mastery_score": _score_text(part.mastery_score),
    }


def _score_text(score: Decimal | None) -> str:
    return "" if score is None else f"{score.normalize():f}"
