"""Assignments: handed in as versions, graded with words."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.exceptions import learning as exceptions
from courses.models import Enrolment, Lesson, Submission
from courses.permissions import can_grade
from courses.services.files import keep_upload
from courses.services.learning import check_counts, check_unlocked
from courses.services.telling import tell
from vkc.core.uploads import MEGABYTE

KINDS = ("pdf", "docx", "xlsx", "png", "jpeg")
MOST_BYTES = 20 * MEGABYTE
MOST_VERSIONS = 10


@transaction.atomic
def hand_in(
    *, lesson: Lesson, enrolment: Enrolment, upload: Any, words: str, by: Any, at: datetime
) -> Submission:
    """Keep one more version of an assignment; raises UploadRefused and LearningRefused."""
    locked = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    enrolment = locked.select_related("session__course").get(pk=enrolment.pk)
    check_counts(enrolment, at=at)
    check_unlocked(lesson, enrolment)
    versions = list(Submission.objects.filter(lesson=lesson, enrolment=enrolment))
    if any(version.is_accepted for version in versions):
        raise exceptions.AlreadyAccepted
    if len(versions) >= MOST_VERSIONS:
        raise exceptions.TooManyVersions
    if upload is None:
        raise exceptions.NothingHandedIn
    return Submission.objects.create(
        lesson=lesson,
        enrolment=enrolment,
        version=len(versions) + 1,
        file=keep_upload(upload, kinds=KINDS, most_bytes=MOST_BYTES, by=by, at=at),
        words=words.strip()[:2000],
        submitted_at=at,
    )


@transaction.atomic
def grade(
    *,
    submission: Submission,
    is_accepted: bool,
    points: int | None,
    feedback: str,
    by: Any,
    at: datetime,
) -> Submission:
    """Accept an assignment or give it back, with words; the learner gets them by mail."""
    found = Submission.objects.select_for_update(of=("self",)).select_related(
        "enrolment__session__course", "enrolment__person", "lesson"
    )
    locked = found.get(pk=submission.pk)
    if not can_grade(by, locked.enrolment.session):
        raise PermissionDenied
    if not feedback.strip():
        raise exceptions.GradeWithoutWords
    locked.is_accepted, locked.points, locked.feedback = is_accepted, points, feedback.strip()
    locked.graded_at, locked.graded_by = at, by
    locked.save(update_fields=["is_accepted", "points", "feedback", "graded_at", "graded_by"])
    tell(locked.enrolment, "assignment_graded", at=at, submission=locked)
    return locked
