"""Packages: taken in whole or not at all; visits of learners, and what they reported."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count

from courses.choices.learning import LessonKind
from courses.choices.scorm import DONE_STATUSES, LessonStatus
from courses.exceptions.scorm import NotAPackageLesson, OpenedElsewhere, PartLocked
from courses.models import Enrolment, Lesson, ScormPackage, ScormPart, ScormState, StoredFile
from courses.permissions import can_edit_learning
from courses.scorm.archive import Found, read_package
from courses.scorm.model import apply_report, read_values
from courses.scorm.rollup import Standing
from courses.services import learning
from courses.services.files import keep_checked
from vkc.core.file_names import clean_name

MEDIA_TYPE = "application/zip"
# How long the address of the files of one visit answers.
HOURS = 4
_SIGNER = signing.TimestampSigner(sep="~", salt="courses.scorm")


@dataclass(frozen=True)
class Visit:
    """A learner opens a part. `token` begins the addresses of the files."""

    state: ScormState
    token: str
    is_counted: bool


@dataclass(frozen=True)
class Grant:
    """What a token answers for: the files of the package, and the report of this one visit."""

    enrolment: Enrolment
    part: ScormPart
    launch: UUID
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
    """The rows of a package that was looked through and stored."""
    manifest = found.manifest
    package = ScormPackage.objects.create(
        lesson=lesson,
        file=stored,
        title=(manifest.title or str(lesson))[:300],
        identifier=manifest.identifier,
        entries=found.entries,
        inflated=found.inflated,
        warnings=found.warnings,
        added_at=at,
    )
    ScormPart.objects.bulk_create(
        ScormPart(package=package, order=order, **vars(part))
        for order, part in enumerate(manifest.parts, start=1)
    )
    return package


def package_of(lesson: Lesson) -> ScormPackage | None:
    """The package that plays: the newest."""
    return ScormPackage.objects.filter(lesson=lesson).select_related("file").first()


def standing_of(lesson: Lesson, enrolment: Enrolment) -> Standing | None:
    """A learner's standing: in the newest package they finished, else in the one that plays."""
    packages = list(ScormPackage.objects.filter(lesson=lesson).select_related("file"))
    if not packages:
        return None
    parts: dict[int, list[ScormPart]] = defaultdict(list)
    for part in ScormPart.objects.filter(package__lesson=lesson).order_by("order"):
        parts[part.package_id].append(part)
    states: dict[int, dict[int, ScormState]] = defaultdict(dict)
    mine = ScormState.objects.filter(enrolment=enrolment, part__package__lesson=lesson)
    for state in mine.select_related("part"):
        states[state.part.package_id][state.part_id] = state
    found = [Standing(row, parts[row.pk], states[row.pk]) for row in packages]
    return next((row for row in found if row.is_done), found[0])


def status_of(lesson: Lesson, enrolment: Enrolment) -> tuple[bool, Decimal | None]:
    """Whether the lesson is done, and the score (0 to 100) if one was reported."""
    standing = standing_of(lesson, enrolment)
    return (standing.is_done, standing.score) if standing else (False, None)


def learners_by_package(lesson: Lesson) -> dict[int, dict[str, int]]:
    """Package → how many learners begun it and how many have done every part."""
    parts = ScormPart.objects.filter(package__lesson=lesson).order_by()
    sizes = dict(parts.values_list("package").annotate(count=Count("pk")))
    found = {key: {"begun": 0, "done": 0} for key in sizes}
    states = ScormState.objects.filter(part__package__lesson=lesson).order_by()
    per_learner = states.values_list("part__package", "enrolment")
    for key, _who, done in per_learner.annotate(done=Count("done_at")):
        found[key]["begun"] += 1
        found[key]["done"] += done == sizes[key]
    return found


def check_part(part: ScormPart, standing: Standing, enrolment: Enrolment) -> None:
    """Raise PartLocked where the course is taken in order and a part before was not gone through."""
    before = standing.missing_before(part)
    if before is not None and learning.settings_of(enrolment.session.course).is_in_order:
        raise PartLocked(str(before))


@transaction.atomic
def open_part(*, part: ScormPart, enrolment: Enrolment, at: datetime, is_counted: bool) -> Visit:
    """Begin a visit: time of the last one is added up, and only this window may write from now on.

    Where nothing is counted any more (`is_counted` False) nothing is written either. A page without
    the interface reports nothing: it is done by being opened.
    """
    new = ScormState(enrolment=enrolment, part=part, launch=uuid4(), started_at=at, updated_at=at)
    found = ScormState.objects.filter(enrolment=enrolment, part=part).select_related("part")
    if not is_counted:
        return Visit(found.first() or new, _token(new, is_counted=False), is_counted)
    if part.is_asset:
        new.lesson_status, new.done_at = LessonStatus.COMPLETED, at
    ScormState.objects.bulk_create([new], ignore_conflicts=True)
    state = found.select_for_update(of=("self",)).get()
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
    of_lesson = {"part__package__lesson": lesson, "launch": launch}
    mine = ScormState.objects.filter(enrolment=enrolment, **of_lesson)
    state = mine.select_for_update(of=("self",)).select_related("part").first()
    if state is None:
        raise OpenedElsewhere
    apply_report(state, fields, is_over=is_over)
    state.updated_at = at
    if state.done_at is None and state.lesson_status in DONE_STATUSES:
        state.done_at = at
    state.save()
    return state


def _token(state: ScormState, *, is_counted: bool) -> str:
    return _SIGNER.sign_object([state.enrolment_id, state.part_id, state.launch.hex, is_counted])


def read_token(token: str) -> Grant | None:
    """What a token answers for while its learner holds the seat; None for one that is not ours.

    Raises `signing.SignatureExpired` after `HOURS`.
    """
    try:
        said = _SIGNER.unsign_object(token, max_age=HOURS * 3600)
        enrolment_id, part_id, launch, is_counted = said
    except signing.SignatureExpired:
        raise
    except (signing.BadSignature, ValueError):
        return None
    seated = Enrolment.objects.filter(pk=enrolment_id, state__in=learning.LEARNERS)
    parts = ScormPart.objects.filter(pk=part_id, package__lesson__is_published=True)
    enrolment = seated.select_related("person", "session__course").first()
    part = parts.select_related("package__file", "package__lesson").first()
    return Grant(enrolment, part, UUID(launch), is_counted) if enrolment and part else None
