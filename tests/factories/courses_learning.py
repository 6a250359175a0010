"""A course with lessons, and a learner with a seat in its running session."""

from datetime import timedelta

from django.db import transaction

from courses.choices.learning import LessonKind
from courses.learning.question_sheets import true_or_false
from courses.models import (
    CompletionRule,
    Course,
    CourseLearning,
    Enrolment,
    EnrolmentEvent,
    Lesson,
    Question,
    QuizSettings,
    Session,
    SurveyQuestion,
)
from courses.services.enrolling import place
from courses.services.moves import move_session
from courses.services.seats import lock
from tests.factories.courses import NOW, CourseFactory, SessionFactory, participant

RIGHT, WRONG = "Đáp án đúng bí mật", "Đáp án sai"
WHY = "Lời giải thích bí mật"


def online_course(*kinds: str, is_in_order: bool = True) -> Course:
    """A course with one published lesson of each kind, in that order."""
    course = CourseFactory()
    CourseLearning.objects.create(course=course, is_in_order=is_in_order)
    for order, kind in enumerate(kinds, start=1):
        lesson(course, kind, order=order)
    return course


def lesson(course: Course, kind: str = LessonKind.TEXT, **fields) -> Lesson:
    row = Lesson.objects.create(
        **{"course": course, "kind": kind, "order": 1, "title_vi": f"Bài {kind}", "body_vi": "Nội dung",
           "is_published": True, **fields}
    )  # fmt: skip
    if kind == LessonKind.QUIZ:
        QuizSettings.objects.create(lesson=row, draws=3, minutes=10, attempts=2, pass_percent=60)
        bank(course)
    if kind == LessonKind.SURVEY:
        survey_questions(row)
    return row


def bank(course: Course, count: int = 4) -> list[Question]:
    return [
        Question.objects.create(
            course=course, kind="single", text_vi=f"Câu hỏi {number}", explanation_vi=WHY,
            options=[
                {"key": "1", "vi": RIGHT, "en": "", "ko": "", "is_correct": True},
                {"key": "2", "vi": WRONG, "en": "", "ko": "", "is_correct": False},
            ],
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def truth(course: Course, is_true: bool) -> Question:
    return Question.objects.create(
        course=course, kind="true_false", text_vi="Một câu", options=true_or_false(is_true)
    )


def survey_questions(row: Lesson) -> list[SurveyQuestion]:
    return [
        SurveyQuestion.objects.create(lesson=row, order=1, kind="scale", text_vi="Có ích không?"),
        SurveyQuestion.objects.create(
            lesson=row, order=2, kind="choice", text_vi="Phần nào?", options_vi="Một\nHai"
        ),
        SurveyQuestion.objects.create(
            lesson=row, order=3, kind="text", text_vi="Nên sửa gì?", is_required=False
        ),
    ]


def rule(course: Course, **fields) -> CompletionRule:
    first = {"version": 1, "valid_from": (NOW - timedelta(days=500)).date(), "made_at": NOW}
    return CompletionRule.objects.create(course=course, **{**first, **fields})


def running_session(course: Course, **fields) -> Session:
    """Began ten days before NOW, with seats left."""
    began = (NOW - timedelta(days=10)).date()
    session = SessionFactory(
        course=course, open=True, capacity=50, starts_on=began, ends_on=NOW.date(), **fields
    )
    return session


def learner(session: Session, **person) -> Enrolment:
    """A confirmed enrolment of a new person."""
    someone = participant(**person)
    with transaction.atomic():
        return place(session=lock(session.pk), person=someone, at=NOW)


def finish(session: Session, at=NOW) -> None:
    for event in ("close", "start", "finish"):
        session.refresh_from_db()
        move_session(session, event, by=None, at=at)


def events_of(enrolment: Enrolment) -> list[str]:
    found = EnrolmentEvent.objects.filter(subject=enrolment).order_by("pk")
    return list(found.values_list("event", flat=True))
