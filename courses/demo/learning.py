"""A sample online course: two texts, a quiz, an assignment, a survey, and what completing asks."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from courses.choices import Form, SessionState
from courses.choices.learning import LessonKind
from courses.demo import learning_texts as texts
from courses.demo import scorm as demo_scorm
from courses.models import (
    Attempt,
    CompletionOverride,
    CompletionRule,
    Conclusion,
    Course,
    CourseLearning,
    Enrolment,
    Lesson,
    LessonProgress,
    Question,
    QuizSettings,
    Session,
    SessionEvent,
    StoredFile,
    Submission,
    SurveyQuestion,
)
from courses.services.enrolling import place
from courses.services.files import drop_file
from courses.services.moves import move_session
from courses.services.seats import lock
from vkc.accounts.models import User
from vkc.core.append_only import purging
from vkc.search import services as search

# The sample official of `demo_accounts` sits in this course, so that a visitor can try it.
TRIES_IT = "can-bo@demo.vkc.localhost"
LESSONS = (
    (LessonKind.TEXT, texts.TEXT_ONE),
    (LessonKind.TEXT, texts.TEXT_TWO),
    (LessonKind.QUIZ, texts.QUIZ),
    (LessonKind.ASSIGNMENT, texts.ASSIGNMENT),
    (LessonKind.SURVEY, texts.SURVEY),
)


def load(*, people: list[User], at: datetime) -> dict[str, int]:
    """Add the sample online course, running since a week, once."""
    if Lesson.objects.filter(course__is_demo=True).exists():
        return {"sample lessons": 0}
    course = Course.objects.create(is_demo=True, periods=8, **texts.COURSE)
    _fill(course, at)
    session = _session(course, at)
    tries = User.objects.filter(email=TRIES_IT).first()
    for person in [*people, *([tries] if tries else [])]:
        place(session=lock(session.pk), person=person, at=at)
    for event in ("close", "start"):
        session.refresh_from_db()
        move_session(session, event, by=None, at=at)
    search.index(course)
    return {"sample lessons": course.lessons.count()}


def _fill(course: Course, at: datetime) -> None:
    CourseLearning.objects.create(course=course)
    for order, (kind, words) in enumerate(LESSONS, start=1):
        lesson = Lesson.objects.create(
            course=course, order=order, kind=kind, is_published=True, **words
        )
        if kind == LessonKind.QUIZ:
            QuizSettings.objects.create(lesson=lesson, draws=5, minutes=20, attempts=3)
        if kind == LessonKind.SURVEY:
            for place_, question in enumerate(texts.SURVEY_QUESTIONS, start=1):
                SurveyQuestion.objects.create(lesson=lesson, order=place_, **question)
    demo_scorm.load(course=course, order=len(LESSONS) + 1, at=at)
    for question in texts.QUESTIONS:
        Question.objects.create(course=course, **question)
    CompletionRule.objects.create(
        course=course, version=1, valid_from=timezone.localdate(at) - timedelta(days=90),
        needs_lessons=True, needs_quiz=True, needs_assignment=True, needs_survey=True,
        note="Dữ liệu minh họa", made_at=at,
    )  # fmt: skip


def _session(course: Course, at: datetime) -> Session:
    today = timezone.localdate(at)
    session = Session.objects.create(
        course=course, is_demo=True, form=Form.ONLINE, language="vi", capacity=40,
        starts_on=today - timedelta(days=7), ends_on=today + timedelta(days=21),
    )  # fmt: skip
    SessionEvent.objects.create(subject=session, event="plan", to_state=SessionState.PLANNED, at=at)
    move_session(session, "open", by=None, at=at)
    return session


def remove() -> dict[str, int]:
    """Remove what was learned and written in sample courses; the courses go after it."""
    of_sample = Q(enrolment__session__is_demo=True) | Q(enrolment__person__is_demo=True)
    keys = [
        *Submission.objects.filter(of_sample).values_list("file_id", flat=True),
        *_files_of_lessons(),
        *demo_scorm.file_ids(),
    ]
    lessons = Lesson.objects.filter(course__is_demo=True)
    count = lessons.count()
    with purging():
        sample = Enrolment.objects.filter(Q(session__is_demo=True) | Q(person__is_demo=True))
        CompletionOverride.objects.filter(enrolment__in=sample).delete()
        Conclusion.objects.filter(of_sample).delete()
        for model in (Submission, Attempt, LessonProgress):
            model.objects.filter(of_sample).delete()
        lessons.delete()
        CompletionRule.objects.filter(course__is_demo=True).delete()
    for stored in StoredFile.objects.filter(pk__in=[key for key in keys if key]):
        drop_file(stored)
    return {"sample lessons": count}


def _files_of_lessons() -> list[int]:
    rows = Lesson.objects.filter(course__is_demo=True).values_list(
        "video_id", "captions_id", "document_id"
    )
    return [key for row in rows for key in row if key]
