"""Sample courses with sessions in the next months, labelled and removable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from courses.choices import Form, SessionState
from courses.demo import attendance as demo_attendance
from courses.demo import certificates as demo_certificates
from courses.demo import learning as demo_learning
from courses.demo import nominations as demo_nominations
from courses.demo import waiting as demo_waiting
from courses.demo.texts import PEOPLE, SAMPLES
from courses.models import (
    Course,
    Enrolment,
    EnrolmentEvent,
    Meeting,
    Session,
    SessionEvent,
)
from courses.services.audit import recount_session
from courses.services.enrolling import place
from courses.services.moves import move_session
from courses.services.seats import lock
from courses.services.waiting import fill_seats
from vkc.accounts.choices import AccountState, AgencyKind
from vkc.accounts.models import Agency, User
from vkc.core.append_only import purging
from vkc.places.models import Unit
from vkc.search import services as search
from vkc.topics.models import Topic

AGENCY_NAME = "Cơ quan minh họa"
MAIL_DOMAIN = "hoc-vien.mau.example"


@dataclass(frozen=True)
class Clock:
    """Days counted from today, at hours of the day in Viet Nam."""

    now: datetime

    def day(self, offset: int) -> date:
        return timezone.localdate(self.now) + timedelta(days=offset)

    def moment(self, offset: int, hour: int, minute: int = 0) -> datetime:
        return timezone.make_aware(datetime.combine(self.day(offset), time(hour, minute)))


@transaction.atomic
def load() -> dict[str, int]:
    """Add the sample courses once; a second call adds nothing."""
    if Course.objects.filter(is_demo=True).exists():
        return {"sample courses": 0, "sample sessions": 0, "sample enrolments": 0}
    clock, people = Clock(timezone.now()), _people()
    for sample in SAMPLES:
        course = _course(sample)
        session = _session(sample, course, clock)
        if sample.is_open:
            move_session(session, "open", by=None, at=clock.now)
            for person in people[: sample.enrolled]:
                place(session=lock(session.pk), person=person, at=clock.now)
        search.index(course)
    demo_attendance.load(people=people, at=clock.now)
    demo_learning.load(people=people[:6], at=clock.now)
    demo_waiting.load(people=people, at=clock.now)
    demo_certificates.load(people=people, at=clock.now)
    demo_nominations.load(people=people, at=clock.now)
    sessions = Session.objects.filter(is_demo=True)
    return {
        "sample courses": Course.objects.filter(is_demo=True).count(),
        "sample sessions": sessions.count(),
        "sample enrolments": Enrolment.objects.filter(session__in=sessions).count(),
    }


@transaction.atomic
def remove() -> dict[str, int]:
    """Remove sample courses, their sessions, and what sample people hold anywhere."""
    sessions = Session.objects.filter(is_demo=True)
    courses = Course.objects.filter(is_demo=True)
    enrolments = Enrolment.objects.filter(session__in=sessions)
    demo_nominations.remove()
    demo_certificates.remove()
    demo_attendance.remove()
    demo_learning.remove()
    demo_waiting.remove()
    _free_seats_of_sample_people()
    counts = {
        "sample courses": courses.count(),
        "sample sessions": sessions.count(),
        "sample enrolments": enrolments.count(),
    }
    with purging():
        EnrolmentEvent.objects.filter(subject__in=enrolments).delete()
        SessionEvent.objects.filter(subject__in=sessions).delete()
        enrolments.delete()
    for session in sessions:
        session.delete()
    for course in courses:
        search.remove(course)
        course.delete()
    User.objects.filter(is_demo=True, email__endswith=f"@{MAIL_DOMAIN}").delete()
    Agency.objects.filter(is_demo=True, name_vi__startswith=AGENCY_NAME).delete()
    return counts


def _free_seats_of_sample_people() -> None:
    """Sample people may have tried a real session: their places there go too."""
    tried = Enrolment.objects.filter(person__is_demo=True, session__is_demo=False)
    sessions = list(tried.values_list("session_id", flat=True).distinct())
    with purging():
        EnrolmentEvent.objects.filter(subject__in=tried).delete()
        tried.delete()
    for session_id in sessions:
        recount_session(session_id)
        fill_seats(session_id=session_id, at=timezone.now())


def _people() -> list[User]:
    units = list(Unit.objects.current()[:3])
    agencies = [_agency(f"{AGENCY_NAME} {unit.name_vi}", unit) for unit in units]
    agencies = agencies or [_agency(AGENCY_NAME, None)]
    return [_person(number, name, agencies) for number, name in enumerate(PEOPLE, start=1)]


def _agency(name: str, unit: Unit | None) -> Agency:
    kind = AgencyKind.PROVINCE if unit else AgencyKind.MINISTRY
    agency, _created = Agency.objects.get_or_create(
        name_vi=name, unit=unit, defaults={"kind": kind, "is_demo": True}
    )
    return agency


def _person(number: int, name: str, agencies: list[Agency]) -> User:
    email = f"hoc-vien-{number:02d}@{MAIL_DOMAIN}"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(
        email,
        full_name=name,
        agency=agencies[number % len(agencies)],
        is_demo=True,
        is_active=False,
        state=AccountState.APPROVED,
        approved_at=timezone.now(),
    )


def _course(sample) -> Course:
    course = Course(is_demo=True, periods=sample.periods, **sample.course)
    course.save()
    course.topics.set(Topic.objects.filter(key__in=sample.topics))
    course.save()
    return course


def _session(sample, course: Course, clock: Clock) -> Session:
    session = Session.objects.create(
        course=course,
        is_demo=True,
        form=sample.form,
        language="vi",
        capacity=sample.capacity,
        starts_on=clock.day(sample.starts_in),
        ends_on=clock.day(sample.starts_in + sample.days - 1),
        opens_at=clock.moment(sample.opens_in, 8),
        closes_at=clock.moment(sample.closes_in, 17),
        **sample.session,
    )
    SessionEvent.objects.create(
        subject=session, event="plan", to_state=SessionState.PLANNED, at=clock.now
    )
    Meeting.objects.bulk_create(_meetings(sample, session, clock))
    return session


def _meetings(sample, session: Session, clock: Clock) -> Iterable[Meeting]:
    where = {"room": sample.room} if sample.form != Form.ONLINE else {"link": sample.room}
    for number, topic in enumerate(sample.meetings):
        day, is_afternoon = divmod(number, 2)
        hour = 13 if is_afternoon else 8
        offset = sample.starts_in + day
        yield Meeting(
            session=session,
            starts_at=clock.moment(offset, hour, 30 if is_afternoon else 0),
            ends_at=clock.moment(offset, hour + 3, 30 if is_afternoon else 15),
            periods=4,
            topic=topic,
            **where,
        )
