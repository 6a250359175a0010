"""Quizzes: drawn at random, timed by the clock of the server, marked from what was drawn."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from courses.choices.learning import QuestionKind, ShowAnswers
from courses.exceptions import learning as exceptions
from courses.learning.grading import mark
from courses.models import Attempt, Course, Enrolment, Lesson, Question, QuizSettings
from courses.services.learning import check_counts, check_unlocked

LANGUAGES = ("vi", "en", "ko")
LONGEST_ANSWER = 60
MOST_DIGITS = 5
_SYSTEM = random.SystemRandom()


def quiz_of(lesson: Lesson) -> QuizSettings:
    """The settings of a quiz; the defaults where staff have set nothing."""
    return QuizSettings.objects.filter(lesson=lesson).first() or QuizSettings(lesson=lesson)


def attempts_of(lesson: Lesson, enrolment: Enrolment, *, at: datetime) -> list[Attempt]:
    """All attempts, the first one first; one whose time is over is marked on the way."""
    found = list(Attempt.objects.filter(lesson=lesson, enrolment=enrolment).order_by("number"))
    return [settle(attempt=a, at=at) if a.is_running and at > a.deadline else a for a in found]


def start_attempt(
    *, lesson: Lesson, enrolment: Enrolment, at: datetime, rng: random.Random = _SYSTEM
) -> Attempt:
    """Draw questions and start the clock; a running attempt is taken up again instead.

    Raises NoAttemptsLeft, AlreadyPassed, BankTooSmall, and what closes the lesson.
    """
    settle_overdue(enrolments=[enrolment.pk], at=at)
    with transaction.atomic():
        # Two tabs that start at once wait for each other here.
        locked = Enrolment.objects.select_for_update(of=("self",), no_key=True)
        enrolment = locked.select_related("session__course").get(pk=enrolment.pk)
        attempts = list(Attempt.objects.filter(lesson=lesson, enrolment=enrolment))
        running = next((attempt for attempt in attempts if attempt.is_running), None)
        if running is not None:
            return running
        check_counts(enrolment, at=at)
        check_unlocked(lesson, enrolment)
        return _draw(lesson, enrolment, attempts, at, rng)


def _draw(
    lesson: Lesson, enrolment: Enrolment, attempts: list[Attempt], at: datetime, rng: random.Random
) -> Attempt:
    quiz = quiz_of(lesson)
    if any(attempt.is_passed for attempt in attempts):
        raise exceptions.AlreadyPassed
    if len(attempts) >= quiz.attempts:
        raise exceptions.NoAttemptsLeft
    bank = list(Question.objects.filter(course_id=lesson.course_id, is_active=True))
    if not bank:
        raise exceptions.BankTooSmall
    drawn = rng.sample(bank, min(quiz.draws, len(bank)))
    return Attempt.objects.create(
        lesson=lesson,
        enrolment=enrolment,
        number=len(attempts) + 1,
        questions=[freeze(question, rng) for question in drawn],
        pass_percent=quiz.pass_percent,
        started_at=at,
        deadline=at + timedelta(minutes=quiz.minutes),
    )


def freeze(question: Question, rng: random.Random) -> dict[str, Any]:
    """A question as it is put: options shuffled, their keys named after their place alone."""
    options = list(question.options)
    if question.kind != QuestionKind.TRUE_FALSE:
        rng.shuffle(options)
    is_number = question.kind == QuestionKind.NUMBER
    return {
        "question": question.pk,
        "kind": question.kind,
        "text": {code: getattr(question, f"text_{code}") for code in LANGUAGES},
        "explanation": {code: getattr(question, f"explanation_{code}") for code in LANGUAGES},
        "options": [
            {
                "key": str(place),
                "is_correct": bool(option["is_correct"]),
                "text": {code: option.get(code, "") for code in LANGUAGES},
            }
            for place, option in enumerate(options)
        ],
        "number": str(question.number) if is_number else None,
        "tolerance": str(question.tolerance) if is_number else None,
    }


def save_answers(*, attempt: Attempt, answers: dict[str, list[str]], at: datetime) -> Attempt:
    """Keep answers while the attempt runs; raises TooLate or AlreadySubmitted.

    Only the questions named in `answers` change: another tab's answers stay.
    """
    with transaction.atomic():
        locked = _locked(attempt)
        if not locked.is_running:
            raise _why_over(locked, at)
        is_late = at > locked.deadline
        if is_late:
            _close(locked, at=locked.deadline)
        else:
            locked.answers = {**locked.answers, **_sensible(locked, answers)}
            locked.saved_at = at
            locked.save(update_fields=["answers", "saved_at"])
    if is_late:
        raise exceptions.TooLate
    return locked


def submit(*, attempt: Attempt, answers: dict[str, list[str]], at: datetime) -> Attempt:
    """Hand in an attempt and mark it. Handed in twice, it is marked once.

    After the deadline what was saved in time is marked, and TooLate is raised.
    """
    with transaction.atomic():
        locked = _locked(attempt)
        if not locked.is_running:
            return locked
        is_late = at > locked.deadline
        if not is_late:
            locked.answers = {**locked.answers, **_sensible(locked, answers)}
            locked.saved_at = at
        _close(locked, at=min(at, locked.deadline))
    if is_late:
        raise exceptions.TooLate
    return locked


@transaction.atomic
def settle(*, attempt: Attempt, at: datetime) -> Attempt:
    """Mark an attempt whose time is over from what was saved in time."""
    locked = _locked(attempt)
    if locked.is_running and at > locked.deadline:
        _close(locked, at=locked.deadline)
    return locked


def settle_overdue(*, at: datetime, enrolments: Iterable[int] | None = None) -> int:
    """Mark all attempts whose time is over, of some enrolments or of everybody; returns how many."""
    overdue = Attempt.objects.filter(submitted_at=None, deadline__lt=at)
    if enrolments is not None:
        overdue = overdue.filter(enrolment__in=list(enrolments))
    return len([settle(attempt=attempt, at=at) for attempt in overdue])


def shows_answers(attempt: Attempt, quiz: QuizSettings, *, attempts: list[Attempt]) -> bool:
    """Whether right answers and explanations may be shown with this attempt."""
    if attempt.is_running or quiz.shows_answers == ShowAnswers.NEVER:
        return False
    if any(other.is_running for other in attempts):
        return False
    if quiz.shows_answers == ShowAnswers.EACH:
        return True
    is_last = len(attempts) >= quiz.attempts
    return is_last or any(other.is_passed for other in attempts)


def bank_size(course: Course) -> int:
    return Question.objects.filter(course=course, is_active=True).count()


def _locked(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)


def _close(attempt: Attempt, *, at: datetime) -> None:
    attempt.right, attempt.percent = mark(attempt.questions, attempt.answers)
    attempt.submitted_at = at
    attempt.save(update_fields=["answers", "saved_at", "right", "percent", "submitted_at"])


def _why_over(attempt: Attempt, at: datetime) -> exceptions.QuizRefused:
    return exceptions.TooLate() if at > attempt.deadline else exceptions.AlreadySubmitted()


def _sensible(attempt: Attempt, answers: dict[str, list[str]]) -> dict[str, list[str]]:
    """Answers to questions that were put, with keys that exist; anything else is left out."""
    kept: dict[str, list[str]] = {}
    for place, values in answers.items():
        is_place = place.isdecimal() and len(place) < MOST_DIGITS
        if not is_place or int(place) >= len(attempt.questions):
            continue
        drawn = attempt.questions[int(place)]
        if drawn["kind"] == QuestionKind.NUMBER:
            kept[place] = [value.strip()[:LONGEST_ANSWER] for value in values[:1] if value.strip()]
            continue
        known = {option["key"] for option in drawn["options"]}
        chosen = [value for value in values if value in known]
        kept[place] = chosen if drawn["kind"] == QuestionKind.MULTIPLE else chosen[:1]
    return kept
