"""A sample session that is full: a line of provinces and ministry, and one offer to answer."""

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from courses.choices import Form
from courses.models import (
    Course,
    Enrolment,
    Meeting,
    SeatGrant,
    SeatPool,
    Session,
    SessionEvent,
)
from courses.services import seats
from courses.services.enrolling import place
from courses.services.moves import move_enrolment, move_session
from courses.services.offer_times import offer_until
from vkc.accounts.models import User
from vkc.core.append_only import purging
from vkc.search import services as search

COURSE = {
    "title_vi": "Ứng phó ngập lụt đô thị bằng dữ liệu và cảm biến",
    "title_en": "Answering urban floods with data and sensors",
    "title_ko": "데이터와 센서를 활용한 도시 침수 대응",
    "summary_vi": "Lớp đã đủ người: xem cách danh sách chờ và lời mời nhận chỗ hoạt động.",
    "summary_en": "A session that is full: see how the waiting list and offers of a seat work.",
    "summary_ko": "정원이 찬 과정: 대기자 명단과 자리 제안이 어떻게 운영되는지 볼 수 있습니다.",
    "audience_vi": "Cán bộ hạ tầng kỹ thuật và phòng chống thiên tai của các tỉnh, thành phố",
    "audience_en": "Officials of provinces in charge of infrastructure and disaster response",
    "audience_ko": "지방 기반시설 및 재난 대응 담당 공무원",
}
TOPICS = ("Bản đồ điểm ngập và dữ liệu mưa", "Đặt cảm biến ở đâu, đọc số đo thế nào")
SEATS, QUOTA, STARTS_IN = 5, 2, 40
# The sample official of `demo_accounts` has the offer, so that a visitor can answer it.
ANSWERS_IT = "can-bo@demo.vkc.localhost"


def load(*, people: list[User], at: datetime) -> Session:
    """Add the session: five seats, two of them one province's; one was given back an hour ago."""
    course = Course(is_demo=True, periods=8, **COURSE)
    course.save()
    session = _session(course, at)
    _give_quota(session, people[0])
    move_session(session, "open", by=None, at=at - timedelta(days=6))
    rows = []
    for number, person in enumerate(_in_order(people)):
        moment = at - timedelta(days=5) + timedelta(hours=number)
        rows.append(place(session=seats.lock(session.pk), person=person, at=moment))
    _offer_a_seat(session, rows, at=at - timedelta(hours=1))
    search.index(course)
    return session


def remove() -> None:
    """Unlink what would keep sample enrolments and sessions from being removed."""
    of_samples = Q(session__is_demo=True) | Q(person__is_demo=True)
    with purging():
        SeatGrant.objects.filter(subject__in=Enrolment.objects.filter(of_samples)).delete()
        Enrolment.objects.filter(of_samples, replaces__isnull=False).update(replaces=None)
        Session.objects.filter(is_demo=True, moved_to__isnull=False).update(moved_to=None)


def _in_order(people: list[User]) -> list[User]:
    """The sample official stands first in the line of the national pool."""
    tries = list(User.objects.filter(email=ANSWERS_IT))
    return [*people[:SEATS], *tries, *people[SEATS : SEATS + 4]]


def _session(course: Course, at: datetime) -> Session:
    first = timezone.localdate(at) + timedelta(days=STARTS_IN)
    session = Session.objects.create(
        course=course,
        is_demo=True,
        form=Form.IN_PERSON,
        language="vi",
        capacity=SEATS,
        place_vi="Đà Nẵng",
        place_en="Đà Nẵng",
        place_ko="다낭",
        starts_on=first,
        ends_on=first,
        opens_at=at - timedelta(days=6),
        closes_at=at + timedelta(days=STARTS_IN - 10),
    )
    SessionEvent.objects.create(
        subject=session, event="plan", to_state=session.state, at=at - timedelta(days=8)
    )
    Meeting.objects.bulk_create(
        Meeting(
            session=session,
            starts_at=_clock(first, 8 + 5 * number),
            ends_at=_clock(first, 11 + 5 * number),
            periods=4,
            topic=topic,
            room="Hội trường B",
        )
        for number, topic in enumerate(TOPICS)
    )
    return session


def _clock(day, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _give_quota(session: Session, person: User) -> None:
    unit_id = seats.holder_unit(person)
    if unit_id is None:
        return
    SeatPool.objects.filter(session=session, unit=None).update(quota=SEATS - QUOTA)
    SeatPool.objects.create(session=session, unit_id=unit_id, quota=QUOTA, promised=QUOTA)


def _offer_a_seat(session: Session, rows: list[Enrolment], *, at: datetime) -> None:
    """As the services do it, without their mails: nobody writes to sample people."""
    seated = [row for row in rows if row.pool_id and row.pool.unit_id is None]
    line = [row for row in rows if row.is_waiting]
    if not seated or not line:
        return
    locked, pool_id = seats.lock(session.pk), seated[-1].pool_id
    move_enrolment(seated[-1], "withdraw", by=seated[-1].person, at=at, reason="Bận công tác")
    seats.give_back_seat(locked, pool_id=pool_id)
    seats.take_of(locked, SeatPool.objects.get(pk=pool_id))
    until = offer_until(locked, at=at)
    event = move_enrolment(
        line[0], "offer", by=None, at=at, pool_id=pool_id, offered_at=at, offer_expires_at=until
    )
    SeatGrant.objects.create(event=event, subject=line[0], unit=None)
