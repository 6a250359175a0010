"""Materials: who may open which one, and add, order, remove, bring back."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from courses.attendance.states import SEATED
from courses.choices import SessionState
from courses.choices.attendance import MaterialAccess
from courses.models import Course, Enrolment, Material, Meeting, Session, StoredFile
from courses.permissions import can_manage_session, can_take_attendance

BEGUN = (SessionState.RUNNING, SessionState.FINISHED)


def open_access(*, session: Session, user: Any) -> set[str]:
    """Which kinds of access this person has in a session as it stands now."""
    if can_take_attendance(user, session):
        return set(MaterialAccess.values)
    found: set[str] = {MaterialAccess.PUBLIC}
    if not user.is_authenticated:
        return found
    mine = Enrolment.objects.filter(session=session, person=user, state__in=SEATED)
    if not mine.exists():
        return found
    found.add(MaterialAccess.SEATED)
    if session.state in BEGUN:
        found.add(MaterialAccess.BEGUN)
    if session.state == SessionState.FINISHED:
        found.add(MaterialAccess.FINISHED)
    return found


def materials_of(session: Session) -> QuerySet[Material]:
    """Those of the session first by their order, then those of its course."""
    own = Q(session=session) | Q(course=session.course_id)
    found = Material.objects.filter(own, removed_at=None)
    return found.select_related("file", "meeting").order_by("course", "position", "pk")


def can_open(*, material: Material, user: Any) -> bool:
    """Of a course's material: whoever may open it in any session of the course."""
    if material.removed_at:
        return can_manage_session(user)
    if material.access == MaterialAccess.PUBLIC or can_manage_session(user):
        return True
    if not user.is_authenticated:
        return False
    if material.session_id:
        sessions = [material.session]
    else:
        taught = Q(teachers=user) | Q(enrolments__person=user)
        sessions = list(material.course.sessions.filter(taught).distinct())
    return any(material.access in open_access(session=row, user=user) for row in sessions)


@transaction.atomic
def add_material(
    *,
    owner: Course | Session,
    title: str,
    note: str,
    file: StoredFile | None,
    link: str,
    access: MaterialAccess,
    meeting: Meeting | None,
    by: Any,
    at: datetime,
) -> Material:
    """Add a file or a link at the end of the owner's list."""
    _check(by)
    row = _row_of(owner)
    if meeting and meeting.session_id != getattr(row.get("session"), "pk", None):
        raise PermissionDenied
    last = _siblings(owner).aggregate(last=Max("position"))["last"] or 0
    return Material.objects.create(
        **row,
        title=title,
        note=note,
        file=file,
        link=link,
        access=access,
        meeting=meeting,
        position=last + 1,
        added_by=by,
        added_at=at,
    )


@transaction.atomic
def move_material(*, material: Material, steps: int, by: Any) -> None:
    """Up (-1) or down (+1) among its siblings; beyond the ends nothing happens."""
    _check(by)
    rows = list(_siblings(material.session or material.course).select_for_update(of=("self",)))
    place = next((n for n, row in enumerate(rows) if row.pk == material.pk), None)
    if place is None:
        return
    rows.insert(max(0, place + steps), rows.pop(place))
    for number, row in enumerate(rows, start=1):
        row.position = number
    Material.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_material(*, material: Material, by: Any, at: datetime) -> None:
    """Take it from the readers' list; it can be brought back."""
    _check(by)
    Material.objects.filter(pk=material.pk, removed_at=None).update(removed_at=at)


@transaction.atomic
def restore_material(*, material: Material, by: Any) -> None:
    _check(by)
    Material.objects.filter(pk=material.pk).update(removed_at=None)


def _check(by: Any) -> None:
    if not can_manage_session(by):
        raise PermissionDenied


def _row_of(owner: Course | Session) -> dict[str, Any]:
    return {"session": owner} if isinstance(owner, Session) else {"course": owner}


def _siblings(owner: Course | Session) -> QuerySet[Material]:
    return Material.objects.filter(**_row_of(owner), removed_at=None).order_by("position", "pk")
