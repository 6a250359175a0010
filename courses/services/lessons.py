"""What staff do to lessons, questions, surveys and their settings."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from courses.learning.question_sheets import read_questions
from courses.models import (
    Course,
    CourseLearning,
    Lesson,
    Question,
    QuizSettings,
    SurveyAnswer,
    SurveyQuestion,
)
from courses.permissions import can_edit_learning
from courses.services.files import keep_upload
from vkc.core.uploads import MEGABYTE, inspect

VIDEO_KINDS, MOST_VIDEO = ("mp4", "webm"), 500 * MEGABYTE
CAPTION_KINDS, MOST_CAPTIONS = ("vtt",), MEGABYTE
DOCUMENT_KINDS, MOST_DOCUMENT = ("pdf", "docx", "xlsx"), 20 * MEGABYTE
FILES = {
    "video": (VIDEO_KINDS, MOST_VIDEO),
    "captions": (CAPTION_KINDS, MOST_CAPTIONS),
    "document": (DOCUMENT_KINDS, MOST_DOCUMENT),
}


@transaction.atomic
def save_lesson(*, lesson: Lesson, files: dict[str, Any], by: Any, at: datetime) -> Lesson:
    """Keep a lesson with the files that came along; raises UploadRefused, ValidationError."""
    _check(by)
    for name, upload in files.items():
        kinds, most = FILES[name]
        stored = keep_upload(upload, kinds=kinds, most_bytes=most, by=by, at=at)
        setattr(lesson, name, stored)
    if lesson.order is None:
        last = Lesson.objects.filter(course=lesson.course_id).aggregate(last=Max("order"))["last"]
        lesson.order = (last or 0) + 1
    lesson.full_clean()
    lesson.save()
    return lesson


@transaction.atomic
def move_lesson(*, lesson: Lesson, step: int, by: Any) -> None:
    """One place up (-1) or down (+1); the lessons of the course are numbered from 1 again."""
    _check(by)
    lessons = list(Lesson.objects.select_for_update().filter(course=lesson.course_id))
    lessons.sort(key=lambda row: (row.order, row.pk))
    place = next(n for n, row in enumerate(lessons) if row.pk == lesson.pk)
    other = place + step
    if 0 <= other < len(lessons):
        lessons[place], lessons[other] = lessons[other], lessons[place]
    for number, row in enumerate(lessons, start=1):
        Lesson.objects.filter(pk=row.pk).update(order=number)


@transaction.atomic
def save_settings(*, settings: CourseLearning | QuizSettings, by: Any) -> None:
    """How a course or a quiz is taken; attempts that run keep what they began with."""
    _check(by)
    settings.full_clean()
    settings.save()


@transaction.atomic
def save_question(*, question: Question, by: Any) -> Question:
    """Keep a question; attempts that drew it before keep its old words."""
    _check(by)
    question.full_clean()
    question.save()
    return question


@transaction.atomic
def load_questions(*, course: Course, upload: Any, by: Any) -> int:
    """Add all questions of an XLSX or none; returns how many are new.

    A question that the bank has word for word is not added again. Raises UploadRefused and
    BankRefused, which names every row.
    """
    _check(by)
    inspect(upload, kinds=("xlsx",), most_bytes=5 * MEGABYTE)
    found = read_questions(upload, course=course)
    known = set(Question.objects.filter(course=course).values_list("kind", "text_vi"))
    new = {(row.kind, row.text_vi): row for row in found if (row.kind, row.text_vi) not in known}
    return len(Question.objects.bulk_create(new.values()))


@transaction.atomic
def save_survey_question(*, question: SurveyQuestion, by: Any) -> SurveyQuestion:
    """Keep a question of a survey; one that has answers no longer changes its kind or choices."""
    _check(by)
    if question.pk and SurveyAnswer.objects.filter(question=question).exists():
        old = SurveyQuestion.objects.get(pk=question.pk)
        question.kind, question.options_vi = old.kind, old.options_vi
    if question.order is None:
        last = SurveyQuestion.objects.filter(lesson=question.lesson_id).aggregate(n=Max("order"))
        question.order = (last["n"] or 0) + 1
    if question.kind == "choice" and not question.options_vi.strip():
        raise ValidationError({"options_vi": ValidationError("", code="required")})
    question.save()
    return question


def _check(by: Any) -> None:
    if not can_edit_learning(by):
        raise PermissionDenied
