"""Hours of training: written once, when a person completes a session."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from courses.choices import EnrolmentState
from courses.exceptions.certificates import NotCompleted
from courses.models import Enrolment, HoursRecord, Session


def periods_of(session: Session) -> int | None:
    """Periods (tiết) of a session: the sum of its timetable where every meeting states them,
    else what the course states, else None, which is not zero."""
    stated = [meeting.periods for meeting in session.meetings.all()]
    if stated and None not in stated:
        return sum(stated)
    return session.course.periods


@transaction.atomic
def record_hours(*, enrolment: Enrolment, at: datetime) -> HoursRecord:
    """Freeze the hours of a completed enrolment; a second call returns the first record.

    Raises NotCompleted. The year is that of the session's last day, else of `at`.
    """
    if enrolment.state != EnrolmentState.COMPLETED:
        raise NotCompleted
    found = HoursRecord.objects.filter(enrolment=enrolment).first()
    if found is not None:
        return found
    completed_on = _completed_on(enrolment.session, at)
    record, _is_new = HoursRecord.objects.get_or_create(
        enrolment=enrolment,
        defaults={
            "person_id": enrolment.person_id,
            "year": completed_on.year,
            "completed_on": completed_on,
            "recorded_at": at,
            **_of_session(enrolment.session),
            **_of_agency(enrolment),
        },
    )
    return record


def _completed_on(session: Session, at: datetime) -> date:
    today = timezone.localdate(at)
    last = session.ends_on or session.starts_on
    return min(last, today) if last else today


def _of_session(session: Session) -> dict:
    course = session.course
    return {
        "training_type_id": course.training_type_id,
        "periods": periods_of(session),
        "course_title_vi": course.title_vi,
        "course_title_en": course.title_en,
        "course_title_ko": course.title_ko,
        "starts_on": session.starts_on,
        "ends_on": session.ends_on,
    }


def _of_agency(enrolment: Enrolment) -> dict:
    agency, unit = enrolment.agency, enrolment.unit
    return {
        "agency": agency,
        "agency_name": agency.name_vi if agency else "",
        "unit_scheme": unit.scheme if unit else None,
        "unit_code": unit.code if unit else "",
        "unit_name": unit.name_vi if unit else "",
    }
