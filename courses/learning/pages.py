"""What the pages of learning show: lessons with their standing, quizzes without their answers."""

import re
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from courses import presenters
from courses.choices.learning import LessonKind, QuestionKind, SurveyKind
from courses.models import Attempt, Enrolment, Lesson, LessonProgress
from courses.services import learning
from courses.services.surveys import SCALE, choices_of

_CUE_TIME = re.compile(r"^[\d:.,]+\s+-->\s")


def lesson_address(enrolment: Enrolment, lesson: Lesson) -> str:
    return reverse("courses:lesson", args=[enrolment.session_id, lesson.pk])


def lesson_rows(
    enrolment: Enrolment, lessons: list[Lesson], done: set[int], *, is_in_order: bool
) -> list[dict[str, Any]]:
    """The lessons of the learn page: which are done, begun, open, locked and behind what."""
    begun = set(
        LessonProgress.objects.filter(enrolment=enrolment).values_list("lesson_id", flat=True)
    )
    rows = []
    for number, lesson in enumerate(lessons, start=1):
        before = learning.missing_before(lesson, lessons, done) if is_in_order else None
        tone, label = _standing(lesson, done, begun, is_locked=before is not None)
        rows.append(
            {
                "number": number,
                "title": str(lesson),
                "title_lang": presenters.title_language(lesson),
                "kind": lesson.get_kind_display(),
                "is_required": lesson.is_required,
                "url": "" if before else lesson_address(enrolment, lesson),
                "before": str(before) if before else "",
                "tone": tone,
                "label": label,
            }
        )
    return rows


def _standing(lesson: Lesson, done: set[int], begun: set[int], *, is_locked: bool) -> tuple:
    if lesson.pk in done and lesson.kind == LessonKind.ASSIGNMENT:
        return "verified", pgettext("assignment", "handed in")
    if lesson.pk in done:
        return "verified", pgettext("lesson", "done")
    if is_locked:
        return "closed", pgettext("lesson", "locked")
    if lesson.pk in begun:
        return "proposed", pgettext("lesson", "begun")
    return "planned", pgettext("lesson", "not begun")


def transcript_of(lesson: Lesson) -> list[str]:
    """The words of a video's captions, cue by cue, to read instead of hearing."""
    if lesson.captions is None:
        return []
    with lesson.captions.file.open("rb") as file:
        lines = file.read().decode("utf-8-sig", errors="replace").splitlines()
    cues: list[str] = []
    is_cue = False
    for line in lines:
        text = re.sub(r"<[^>]*>", "", line).strip()
        if _CUE_TIME.match(text):
            is_cue = True
            cues.append("")
        elif not text:
            is_cue = False
        elif is_cue:
            cues[-1] = f"{cues[-1]} {text}".strip()
    return [cue for cue in cues if cue]


def quiz_facts(quiz: Any, *, drawn: int, used: int) -> list[dict[str, Any]]:
    """The rules of a quiz, before it begins."""
    return [
        {"label": _("Questions"), "value": drawn or None},
        {
            "label": pgettext("quiz", "Time"),
            "value": _("%(minutes)s minutes") % {"minutes": quiz.minutes},
        },
        {
            "label": _("Attempts"),
            "value": _("%(used)s of %(of)s used") % {"used": used, "of": quiz.attempts},
        },
        {"label": _("Pass mark"), "value": f"{quiz.pass_percent}%"},
        {"label": _("Right answers are shown"), "value": quiz.get_shows_answers_display()},
    ]


def attempt_rows(attempts: list[Attempt], enrolment: Enrolment) -> list[dict[str, Any]]:
    """A learner's attempts at one quiz."""
    return [
        {
            "number": attempt.number,
            "url": attempt_address(attempt, enrolment),
            "when": presenters.moment(attempt.submitted_at or attempt.started_at),
            "score": score_in_words(attempt),
            "tone": "proposed" if attempt.is_running else result_tone(attempt),
            "label": pgettext("attempt", "running")
            if attempt.is_running
            else result_label(attempt),
        }
        for attempt in attempts
    ]


def attempt_address(attempt: Attempt, enrolment: Enrolment) -> str:
    return reverse(
        "courses:attempt", args=[enrolment.session_id, attempt.lesson_id, attempt.number]
    )


def score_in_words(attempt: Attempt) -> str | None:
    if attempt.percent is None:
        return None
    facts = {
        "right": attempt.right,
        "of": len(attempt.questions),
        "percent": number_format(attempt.percent.normalize(), use_l10n=True),
    }
    return _("%(right)s of %(of)s right (%(percent)s%%)") % facts


def result_tone(attempt: Attempt) -> str:
    return "verified" if attempt.is_passed else "late"


def result_label(attempt: Attempt) -> str:
    return pgettext("quiz", "passed") if attempt.is_passed else pgettext("quiz", "not passed")


def sheet_of(attempt: Attempt) -> list[dict[str, Any]]:
    """The questions as they are put: nothing here tells which answers are right."""
    return [
        {
            "place": place,
            "number": place + 1,
            "text": _said(drawn["text"]),
            "is_number": drawn["kind"] == QuestionKind.NUMBER,
            "input": "checkbox" if drawn["kind"] == QuestionKind.MULTIPLE else "radio",
            "hint": _hint(drawn["kind"]),
            "was": ",".join(given),
            "typed": given[0] if given else "",
            "options": [
                {
                    "key": option["key"],
                    "text": _said(option["text"]),
                    "is_on": option["key"] in given,
                }
                for option in drawn["options"]
            ],
        }
        for place, drawn in enumerate(attempt.questions)
        for given in [attempt.answers.get(str(place), [])]
    ]


def _hint(kind: str) -> str:
    if kind == QuestionKind.MULTIPLE:
        return _("Several answers may be right: choose all of them.")
    return _("Write a number, for example 12,5.") if kind == QuestionKind.NUMBER else ""


def corrected_sheet(attempt: Attempt) -> list[dict[str, Any]]:
    """The questions after the last attempt: what was answered, what is right, and why."""
    from courses.learning.grading import is_right

    rows = []
    for place, drawn in enumerate(attempt.questions):
        given = attempt.answers.get(str(place), [])
        is_good = is_right(drawn, given)
        rows.append(
            {
                "number": place + 1,
                "text": _said(drawn["text"]),
                "tone": "verified" if is_good else "late",
                "label": pgettext("answer", "right") if is_good else pgettext("answer", "wrong"),
                "given": _answers(drawn, given) or _("not answered"),
                "right": "" if is_good else _answers(drawn, _right_keys(drawn)),
                "explanation": _said(drawn["explanation"]),
            }
        )
    return rows


def _right_keys(drawn: dict[str, Any]) -> list[str]:
    if drawn["kind"] == QuestionKind.NUMBER:
        return [number_format(drawn["number"].rstrip("0").rstrip("."), use_l10n=False)]
    return [option["key"] for option in drawn["options"] if option["is_correct"]]


def _answers(drawn: dict[str, Any], keys: list[str]) -> str:
    if drawn["kind"] == QuestionKind.NUMBER:
        return "".join(keys).replace(".", ",") if get_language() == "vi" else "".join(keys)
    return "; ".join(_said(o["text"]) for o in drawn["options"] if o["key"] in keys)


def _said(texts: dict[str, str]) -> str:
    """A frozen text in the reader's language, else the first there is."""
    wanted = get_language() or "vi"
    return next((texts[c] for c in (wanted, "vi", "en", "ko") if texts.get(c)), "")


def survey_fields(questions: list[Any], given: dict[int, str], missing: list[int]) -> list[dict]:
    """The questions of a survey as the page puts them."""
    return [
        {
            "name": f"s{question.pk}",
            "text": str(question),
            "is_text": question.kind == SurveyKind.TEXT,
            "is_scale": question.kind == SurveyKind.SCALE,
            "options": [
                {"key": key, "text": text, "is_on": given.get(question.pk) == key}
                for key, text in _options(question)
            ],
            "typed": given.get(question.pk, ""),
            "is_required": question.is_required,
            "is_missing": question.pk in missing,
        }
        for question in questions
    ]


def _options(question: Any) -> list[tuple[str, str]]:
    if question.kind == SurveyKind.SCALE:
        return [(value, value) for value in SCALE]
    return choices_of(question) if question.kind == SurveyKind.CHOICE else []


def submission_rows(submissions: list[Any], address: Any) -> list[dict[str, Any]]:
    """Versions of an assignment, the newest first. `address(submission)` gives the file's."""
    return [
        {
            "version": row.version,
            "when": presenters.moment(row.submitted_at),
            "file": row.file,
            "type": row.file.name.rpartition(".")[2].upper() if row.file else "",
            "url": address(row),
            "words": row.words,
            "tone": grade_tone(row),
            "label": grade_label(row),
            "points": row.points,
            "feedback": row.feedback,
        }
        for row in sorted(submissions, key=lambda row: -row.version)
    ]


def grade_tone(submission: Any) -> str:
    return {None: "pending", True: "verified", False: "late"}[submission.is_accepted]


def grade_label(submission: Any) -> str:
    return {
        None: pgettext("assignment", "waits for grading"),
        True: pgettext("assignment", "accepted"),
        False: pgettext("assignment", "to be reworked"),
    }[submission.is_accepted]


def item_rows(items: list[Any]) -> list[dict[str, Any]]:
    """What completion asks, each with a word and a sentence."""
    return [
        {
            "sentence": item.sentence,
            "tone": "verified" if item.is_met else "pending",
            "label": pgettext("completion", "met")
            if item.is_met
            else pgettext("completion", "not met yet"),
        }
        for item in items
    ]


def clock(value: datetime) -> str:
    """Hours, minutes and seconds in the portal's time zone."""
    return timezone.localtime(value).strftime("%H:%M:%S")
