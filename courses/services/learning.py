"""Lessons in order: who may learn when, what is done, and where each one left off."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.formats import date_format

from courses.choices import EnrolmentState, SessionState
from courses.choices.learning import LessonKind
from courses.exceptions import learning as exceptions
from courses.models import (
    Attempt,
    Course,
    CourseLearning,
    Enrolment,
    Lesson,
    LessonProgress,
    QuizSettings,
    ScormPart,
    ScormState,
    Session,
    Submission,
    SurveyTaken,
)
from courses.services.files import drop_file

# Who reads lessons; only the confirmed still have something counted.
LEARNERS = (
    EnrolmentState.CONFIRMED,
    EnrolmentState.COMPLETED,
    EnrolmentState.NOT_COMPLETED,
    EnrolmentState.NO_SHOW,
)
Pairs = Iterable[tuple[int, int]]
DEFAULT_ATTEMPTS = QuizSettings._meta.get_field("attempts").default
READ_AND_TICKED = (LessonKind.TEXT, LessonKind.VIDEO, LessonKind.DOCUMENT)


def settings_of(course: Course) -> CourseLearning:
    """How the lessons are taken; the defaults where staff have set nothing."""
    return CourseLearning.objects.filter(course=course).first() or CourseLearning(course=course)


def lessons_of(course: Course) -> list[Lesson]:
    """The published lessons of a course, in order."""
    lessons = Lesson.objects.filter(course=course, is_published=True)
    return list(lessons.select_related("video", "captions", "document", "quiz"))


def check_opened(session: Session, *, at: datetime) -> None:
    """Raise LearningNotYetOpen before the first day, unless the session was started."""
    if session.state in (SessionState.RUNNING, SessionState.FINISHED):
        return
    first = session.starts_on
    if first is None or timezone.localdate(at) < first:
        raise exceptions.LearningNotYetOpen(
            date_format(first, "SHORT_DATE_FORMAT") if first else ""
        )


def closes_at(session: Session) -> datetime | None:
    """When nothing counts any more: the end of a finished session plus its days of grace."""
    if session.state != SessionState.FINISHED:
        return None
    finished = session.events.filter(event="finish").order_by("-id").first()
    ended = finished.at if finished else _end_of(session)
    return ended + timedelta(days=settings_of(session.course).grace_days) if ended else None


def _end_of(session: Session) -> datetime | None:
    last = session.ends_on or session.starts_on
    if last is None:
        return None
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time())
    return timezone.make_aware(midnight)


def check_counts(enrolment: Enrolment, *, at: datetime) -> None:
    """Raise where reading is still possible and nothing more is counted."""
    check_opened(enrolment.session, at=at)
    if enrolment.state != EnrolmentState.CONFIRMED:
        raise exceptions.AlreadyConcluded
    until = closes_at(enrolment.session)
    if until is not None and at >= until:
        raise exceptions.LearningClosed


def done_ids(enrolment: Enrolment, lessons: Iterable[Lesson]) -> set[int]:
    """Which of these lessons one enrolment has done."""
    return done_by_enrolment([enrolment.pk], lessons).get(enrolment.pk, set())


def done_by_enrolment(enrolments: list[int], lessons: Iterable[Lesson]) -> dict[int, set[int]]:
    """The one answer to “which lessons are done”, for many enrolments: each kind is asked once."""
    by_kind: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        kind = "ticked" if lesson.kind in READ_AND_TICKED else lesson.kind
        by_kind.setdefault(kind, []).append(lesson)
    done: dict[int, set[int]] = {}
    for kind, group in by_kind.items():
        pairs = DONE[kind](enrolments, group) if kind in DONE else ()
        for enrolment_id, lesson_id in pairs:
            done.setdefault(enrolment_id, set()).add(lesson_id)
    return done


def _ticked(enrolments: list[int], lessons: list[Lesson]) -> Pairs:
    found = LessonProgress.objects.filter(enrolment__in=enrolments, lesson__in=lessons)
    return found.exclude(done_at=None).values_list("enrolment_id", "lesson_id")


def _quizzed(enrolments: list[int], lessons: list[Lesson]) -> Pairs:
    """Passed, or no attempt left: whoever failed for good may still go on reading."""
    most = dict(QuizSettings.objects.filter(lesson__in=lessons).values_list("lesson", "attempts"))
    found = Attempt.objects.filter(enrolment__in=enrolments, lesson__in=lessons)
    rows = found.exclude(submitted_at=None).values("enrolment_id", "lesson_id").order_by()
    counted = rows.annotate(
        used=Count("pk"), passed=Count("pk", filter=Q(percent__gte=F("pass_percent")))
    )
    return [
        (row["enrolment_id"], row["lesson_id"])
        for row in counted
        if row["passed"] or row["used"] >= most.get(row["lesson_id"], DEFAULT_ATTEMPTS)
    ]


def _handed_in(enrolments: list[int], lessons: list[Lesson]) -> Pairs:
    found = Submission.objects.filter(enrolment__in=enrolments, lesson__in=lessons)
    return found.values_list("enrolment_id", "lesson_id")


def _surveyed(enrolments: list[int], lessons: list[Lesson]) -> Pairs:
    found = SurveyTaken.objects.filter(enrolment__in=enrolments, lesson__in=lessons)
    return found.values_list("enrolment_id", "lesson_id")


def _played(enrolments: list[int], lessons: list[Lesson]) -> Pairs:
    """Every part done, in any package of the lesson: a newer one takes nothing back."""
    parts = ScormPart.objects.filter(package__lesson__in=lessons).order_by()
    sizes = dict(parts.values_list("package").annotate(count=Count("pk")))
    found = ScormState.objects.filter(enrolment__in=enrolments, part__package__lesson__in=lessons)
    packages = ("enrolment_id", "part__package__lesson_id", "part__package_id")
    done = found.exclude(done_at=None).order_by().values_list(*packages)
    rows = done.annotate(count=Count("pk"))
    return [(who, lesson) for who, lesson, package, count in rows if count == sizes[package]]


# A further kind of lesson says here when it is done: (enrolments, lessons) → (enrolment, lesson).
DONE: dict[str, Callable[[list[int], list[Lesson]], Pairs]] = {
    "ticked": _ticked,
    LessonKind.QUIZ: _quizzed,
    LessonKind.ASSIGNMENT: _handed_in,
    LessonKind.SURVEY: _surveyed,
    LessonKind.SCORM: _played,
}


def missing_before(lesson: Lesson, lessons: list[Lesson], done: set[int]) -> Lesson | None:
    """The first required lesson before this one that is not done, in a course taken in order."""
    for earlier in lessons:
        if earlier.pk == lesson.pk:
            return None
        if earlier.is_required and earlier.pk not in done:
            return earlier
    return None


def check_unlocked(
    lesson: Lesson, enrolment: Enrolment, *, lessons: list[Lesson] | None = None
) -> None:
    """Raise LessonLocked where the course is taken in order and something before is not done."""
    course = enrolment.session.course
    if not settings_of(course).is_in_order:
        return
    lessons = lessons if lessons is not None else lessons_of(course)
    before = missing_before(lesson, lessons, done_ids(enrolment, lessons))
    if before is not None:
        raise exceptions.LessonLocked(before)


@transaction.atomic
def begin_lesson(*, lesson: Lesson, enrolment: Enrolment, at: datetime) -> LessonProgress:
    """Note that the learner is here; called again, that they came back."""
    progress, is_new = LessonProgress.objects.get_or_create(
        lesson=lesson, enrolment=enrolment, defaults={"started_at": at, "seen_at": at}
    )
    if not is_new:
        LessonProgress.objects.filter(pk=progress.pk).update(seen_at=at)
        progress.seen_at = at
    return progress


@transaction.atomic
def keep_position(*, lesson: Lesson, enrolment: Enrolment, seconds: int, at: datetime) -> None:
    """Where a video was left, in seconds from its beginning."""
    check_counts(enrolment, at=at)
    progress = begin_lesson(lesson=lesson, enrolment=enrolment, at=at)
    within = max(0, min(int(seconds), 24 * 3600))
    LessonProgress.objects.filter(pk=progress.pk).update(position_seconds=within)


@transaction.atomic
def finish_lesson(*, lesson: Lesson, enrolment: Enrolment, at: datetime) -> LessonProgress:
    """The learner says a text, video or document is done; once is enough."""
    check_counts(enrolment, at=at)
    check_unlocked(lesson, enrolment)
    progress = begin_lesson(lesson=lesson, enrolment=enrolment, at=at)
    if lesson.kind in READ_AND_TICKED and progress.done_at is None:
        LessonProgress.objects.filter(pk=progress.pk, done_at=None).update(done_at=at)
        progress.done_at = at
    return progress


def where_left(enrolment: Enrolment, lessons: list[Lesson], done: set[int]) -> Lesson | None:
    """The lesson to go on with: the one seen last if it is not done, else the first not done."""
    last = LessonProgress.objects.filter(enrolment=enrolment).order_by("-seen_at", "-pk").first()
    open_ones = [lesson for lesson in lessons if lesson.pk not in done]
    if last is not None:
        found = next((lesson for lesson in open_ones if lesson.pk == last.lesson_id), None)
        if found is not None:
            return found
    return open_ones[0] if open_ones else None


def erase_learning(*, person: Any) -> None:
    """Forget what somebody did in lessons; judgements stay with the unnamed enrolment."""
    mine = {"enrolment__person": person}
    for submission in Submission.objects.filter(**mine).select_related("file"):
        stored = submission.file
        submission.delete()
        if stored is not None:
            drop_file(stored)
    Attempt.objects.filter(**mine).delete()
    ScormState.objects.filter(**mine).delete()
    LessonProgress.objects.filter(**mine).delete()
