"""Packages: taken in whole or not at all; visits of learners, and what they reported."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.choices.learning import LessonKind
from courses.choices.scorm import DONE_STATUSES, LessonStatus
from courses.exceptions.scorm import NotAPackageLesson, OpenedElsewhere
from courses.models import Enrolment, Lesson, ScormPackage, ScormState, StoredFile
from courses.permissions import can_edit_learning
from courses.scorm.archive import Found, read_package
from courses.scorm.model import apply_report, read_values
from courses.services import learning
from courses.services.files import keep_checked
from vkc.core.file_names import clean_name

MEDIA_TYPE = "application/zip"
# How long the address of the files of one visit answers.
HOURS = 4
_SIGNER = signing.TimestampSigner(sep="~", salt="courses.scorm")


@dataclass(frozen=True)
class Visit:
    """A learner opens a package. `token` begins the addresses of its files."""

    state: ScormState
    token: str
    is_counted: bool


@transaction.atomic
def import_package(*, upload: Any, lesson: Lesson, by: Any, at: datetime) -> ScormPackage:
    """Keep a package for a lesson; raises PackageRefused with a sentence, and keeps nothing then.

    An earlier package stays with what learners did in it; from now on the new one plays.
    """
    if not can_edit_learning(by):
        raise PermissionDenied
    if lesson.kind != LessonKind.SCORM:
        raise NotAPackageLesson
    found = read_package(upload, name=clean_name(upload.name or ""))
    stored = keep_checked(upload, media_type=MEDIA_TYPE, by=by, at=at)
    return keep_package(lesson=lesson, found=found, stored=stored, at=at)


@transaction.atomic
def keep_package(*, lesson: Lesson, found: Found, stored: StoredFile, at: datetime) -> ScormPackage:
    """The row of a package that was looked through and stored."""
    manifest = found.manifest
    return ScormPackage.objects.create(
        lesson=lesson,
        file=stored,
        title=(manifest.title or str(lesson))[:300],
        identifier=manifest.identifier,
        launch_path=manifest.launch_path,
        launch_query=manifest.launch_query,
        launch_data=manifest.launch_data,
        mastery_score=manifest.mastery_score,
        entries=found.entries,
        inflated=found.inflated,
        added_at=at,
    )


def package_of(lesson: Lesson) -> ScormPackage | None:
    """The package that plays: the newest."""
    return ScormPackage.objects.filter(lesson=lesson).select_related("file").first()


def state_of(lesson: Lesson, enrolment: Enrolment) -> ScormState | None:
    """A learner's standing: in the package they finished, else in the one that plays."""
    found = ScormState.objects.filter(enrolment=enrolment, package__lesson=lesson)
    states = list(found.select_related("package__file").order_by("-package_id"))
    done = next((state for state in states if state.done_at), None)
    newest = package_of(lesson)
    current = next((state for state in states if newest and state.package_id == newest.pk), None)
    return done or current


def status_of(lesson: Lesson, enrolment: Enrolment) -> tuple[bool, Decimal | None]:
    """Whether the lesson is done, and the score (0 to 100) if one was reported."""
    state = state_of(lesson, enrolment)
    return (bool(state.done_at), state.score_raw) if state else (False, None)


@transaction.atomic
def open_package(
    *, package: ScormPackage, enrolment: Enrolment, at: datetime, is_counted: bool
) -> Visit:
    """Begin a visit: time of the last one is added up, and only this window may write from now on.

    Where nothing is counted any more (`is_counted` False) nothing is written either.
    """
    new = ScormState(
        enrolment=enrolment, package=package, launch=uuid4(), started_at=at, updated_at=at
    )
    found = ScormState.objects.filter(enrolment=enrolment, package=package)
    if not is_counted:
        state = found.select_related("package").first() or new
        return Visit(state, _token(new, is_counted=False), is_counted)
    ScormState.objects.bulk_create([new], ignore_conflicts=True)
    state = found.select_for_update(of=("self",)).select_related("package").get()
    if state.launch != new.launch:
        _begin_again(state, new.launch)
        state.save()
    return Visit(state, _token(state, is_counted=True), is_counted)


def _begin_again(state: ScormState, launch: UUID) -> None:
    state.total_seconds += state.session_seconds
    state.session_seconds = 0
    has_notes = bool(state.suspend_data or state.lesson_location)
    is_silent = state.lesson_status == LessonStatus.NOT_ATTEMPTED
    is_halfway = state.exit == "suspend" or state.lesson_status == LessonStatus.INCOMPLETE
    is_new = is_silent and not has_notes
    state.entry = "ab-initio" if is_new else "resume" if is_halfway or is_silent else ""
    state.exit = ""
    state.launch = launch


@transaction.atomic
def record(
    *, lesson: Lesson, enrolment: Enrolment, launch: UUID, values: Any, is_over: bool, at: datetime
) -> ScormState:
    """Keep what a package reported, all of it or nothing; the server's rules decide.

    Raises ValueRefused, OpenedElsewhere, and what `learning.check_counts` and `check_unlocked` do.
    `is_over`: the package called LMSFinish.
    """
    learning.check_counts(enrolment, at=at)
    learning.check_unlocked(lesson, enrolment)
    fields = read_values(values)
    mine = ScormState.objects.filter(enrolment=enrolment, package__lesson=lesson, launch=launch)
    state = mine.select_for_update(of=("self",)).select_related("package").first()
    if state is None:
        raise OpenedElsewhere
    apply_report(state, fields, is_over=is_over)
    state.updated_at = at
    if state.done_at is None and state.lesson_status in DONE_STATUSES:
        state.done_at = at
    state.save()
    return state


def _token(state: ScormState, *, is_counted: bool) -> str:
    return _SIGNER.sign_object([state.enrolment_id, state.package_id, is_counted])


def read_token(token: str) -> tuple[Enrolment, ScormPackage, bool] | None:
    """(enrolment, package, is_counted). Whose visit a token is, while they hold their seat; None for one that is not ours.

    Raises `signing.SignatureExpired` after `HOURS`.
    """
    try:
        enrolment_id, package_id, is_counted = _SIGNER.unsign_object(token, max_age=HOURS * 3600)
    except signing.SignatureExpired:
        raise
    except (signing.BadSignature, ValueError):
        return None
    seated = Enrolment.objects.filter(pk=enrolment_id, state__in=learning.LEARNERS)
    packages = ScormPackage.objects.filter(pk=package_id, lesson__is_published=True)
    enrolment = seated.select_related("person").first()
    package = packages.select_related("file").first()
    return (enrolment, package, is_counted) if enrolment and package else None
