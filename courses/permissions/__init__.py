"""Who may do what with courses. Roles are permissions; nothing here knows a group."""

from typing import Any

from courses.models import Course, Enrolment, Session
from courses.states import BEFORE_THE_START


def can_enrol(user: Any) -> bool:
    """An approved person of an agency who holds the right to enrol."""
    return bool(
        user.is_authenticated
        and user.is_active
        and user.is_approved
        and user.agency_id
        and user.has_perm("courses.enrol_session")
    )


def can_enrol_in_session(user: Any, session: Session) -> bool:
    """In A every eligible person may enrol in every published session."""
    return session.course.live and can_enrol(user)


def can_withdraw_enrolment(user: Any, enrolment: Enrolment) -> bool:
    """One's own, or anyone's for those who manage the session, until the session begins."""
    is_theirs = user.is_authenticated and enrolment.person_id == user.pk
    may = is_theirs or can_manage_session(user, enrolment.session)
    return may and enrolment.is_open and enrolment.session.state in BEFORE_THE_START


def can_answer_offer(user: Any, enrolment: Enrolment) -> bool:
    """The person it is made to, or whoever manages the session, on their behalf."""
    is_theirs = user.is_authenticated and enrolment.person_id == user.pk
    return is_theirs or can_manage_session(user, enrolment.session)


def can_manage_session(user: Any, session: Session | None = None) -> bool:
    """Open, close, cancel, start and finish sessions, and see who is enrolled."""
    return bool(user.is_authenticated and user.has_perm("courses.change_session"))


def can_grade(user: Any, session: Session) -> bool:
    """Registrars, and the teachers of the session."""
    if can_manage_session(user, session):
        return True
    return bool(user.is_authenticated and session.teachers.filter(pk=user.pk).exists())


def can_edit_learning(user: Any) -> bool:
    """Write lessons, questions, surveys and rules: editors of courses, and registrars."""
    return bool(user.has_perm("courses.change_course") or user.has_perm("courses.change_session"))


def can_view_enrolments(user: Any) -> bool:
    return bool(user.is_authenticated and user.has_perm("courses.view_enrolment"))


def can_publish_course(user: Any, course: Course) -> bool:
    """Approvers publish, and never the version they wrote themselves."""
    latest = course.latest_revision
    is_own = latest is not None and latest.user_id == user.pk
    return user.has_perm("courses.publish_course") and not is_own


def can_take_attendance(user: Any, session: Session) -> bool:
    """The registrar, or a teacher of this session: marks, corrections, sheets, announcements."""
    if not user.is_authenticated or not user.is_active:
        return False
    teaching = Session.teachers.through.objects.filter(session=session.pk, user=user.pk)
    return can_manage_session(user, session) or teaching.exists()
