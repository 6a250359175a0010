"""Surveys whose answers belong to nobody; results in steps of at least five answers.

Whoever sees the results before and after one person has answered would know the answers of that
person. So a question's results change only when five or more new answers to it came together.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db import connection, transaction

from courses.choices.learning import SurveyKind
from courses.exceptions import learning as exceptions
from courses.models import Enrolment, Lesson, Session, SurveyAnswer, SurveyQuestion, SurveyTaken
from courses.services.learning import check_counts, check_unlocked

FEWEST = 5
SCALE = ("1", "2", "3", "4", "5")
LONGEST = 2000
_CHANCE = random.SystemRandom()


@transaction.atomic
def answer_survey(
    *, lesson: Lesson, enrolment: Enrolment, answers: dict[int, str], at: datetime
) -> None:
    """Keep answers (question key → value) and, apart from them, that this enrolment has answered.

    Raises SurveyAnswered, SurveyIncomplete (`facts["missing"]`: keys of the questions).
    """
    _one_at_a_time(lesson, enrolment.session_id)
    enrolment = Enrolment.objects.select_related("session__course").get(pk=enrolment.pk)
    check_counts(enrolment, at=at)
    check_unlocked(lesson, enrolment)
    if SurveyTaken.objects.filter(lesson=lesson, enrolment=enrolment).exists():
        raise exceptions.SurveyAnswered
    questions = list(SurveyQuestion.objects.filter(lesson=lesson))
    values = {question.pk: _sensible(question, answers) for question in questions}
    missing = [q.pk for q in questions if q.is_required and not values[q.pk]]
    if missing:
        raise exceptions.SurveyIncomplete(missing=missing)
    given = [(key, value) for key, value in values.items() if value]
    _mark_taken(lesson, enrolment)
    _mix_in(lesson, enrolment.session_id, given)


def _one_at_a_time(lesson: Lesson, session_id: int) -> None:
    """Two who answer at once would each rewrite the other's answers: one waits for the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [lesson.pk, session_id])


def _sensible(question: SurveyQuestion, answers: dict[int, str]) -> str:
    value = " ".join((answers.get(question.pk) or "").split())[:LONGEST]
    if question.kind == SurveyKind.SCALE:
        return value if value in SCALE else ""
    if question.kind == SurveyKind.CHOICE:
        places = [str(place) for place in range(len(question.options_vi.splitlines()))]
        return value if value in places else ""
    return value


def _mark_taken(lesson: Lesson, enrolment: Enrolment) -> None:
    """Write anew, shuffled, who has answered: no row is the one that came with the last answers."""
    before = SurveyTaken.objects.filter(lesson=lesson, enrolment__session=enrolment.session_id)
    keys = [*before.values_list("enrolment_id", flat=True), enrolment.pk]
    before.delete()
    _CHANCE.shuffle(keys)
    SurveyTaken.objects.bulk_create(SurveyTaken(lesson=lesson, enrolment_id=key) for key in keys)


def _mix_in(lesson: Lesson, session_id: int, given: list[tuple[int, str]]) -> None:
    """Write all answers of this survey and session anew, shuffled, under new random keys.

    PostgreSQL keeps for each row the transaction that wrote it and its place in the table. After
    this all rows share one transaction, and their places follow the shuffle.
    """
    before = SurveyAnswer.objects.filter(session=session_id, question__lesson=lesson)
    rows = [*before.values_list("question_id", "value", "is_published")]
    rows += [(key, value, False) for key, value in given]
    before.delete()
    waiting = Counter(key for key, _value, is_published in rows if not is_published)
    _CHANCE.shuffle(rows)
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            id=uuid4(),
            session_id=session_id,
            question_id=key,
            value=value,
            is_published=is_published or waiting[key] >= FEWEST,
        )
        for key, value, is_published in rows
    )


@dataclass(frozen=True)
class Result:
    """One question's answers as last published. `counts` holds (label, number)."""

    question: SurveyQuestion
    total: int
    counts: list[tuple[str, int]] = field(default_factory=list)
    mean: float | None = None
    texts: list[str] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return self.total >= FEWEST


def results(*, lesson: Lesson, session: Session) -> list[Result]:
    """The survey of one lesson in one session, question by question, as far as it is published.

    Fewer than five answers after the last step are never shown, nor how many they are, also once
    the session is finished.
    """
    found: dict[int, list[str]] = {}
    mine = {"session": session, "question__lesson": lesson}
    answers = SurveyAnswer.objects.filter(**mine, is_published=True)
    for key, value in answers.values_list("question_id", "value"):
        found.setdefault(key, []).append(value)
    questions = SurveyQuestion.objects.filter(lesson=lesson)
    return [_result(question, found.get(question.pk, [])) for question in questions]


def _result(question: SurveyQuestion, values: list[str]) -> Result:
    if len(values) < FEWEST:
        return Result(question, 0)
    if question.kind == SurveyKind.TEXT:
        return Result(question, len(values), texts=sorted(values))
    counted = Counter(values)
    if question.kind == SurveyKind.SCALE:
        mean = sum(int(value) for value in values) / len(values)
        return Result(question, len(values), [(v, counted[v]) for v in SCALE], mean=mean)
    labels = choices_of(question)
    return Result(question, len(values), [(text, counted[key]) for key, text in labels])


def choices_of(question: SurveyQuestion) -> list[tuple[str, str]]:
    """The choices in the reader's language where all are translated, else in Vietnamese."""
    lines = [line.strip() for line in question.options_vi.splitlines()]
    here = [line.strip() for line in question.in_language("options").text.splitlines()]
    shown = here if len(here) == len(lines) else lines
    return [(str(place), text) for place, text in enumerate(shown)]
