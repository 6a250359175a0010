"""A sample session that runs today: meetings, marks, materials. Labelled and removable."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone

from courses.choices import Form
from courses.choices.attendance import MarkSource, MarkState, MaterialAccess
from courses.models import (
    Announcement,
    AttendanceMark,
    AttendanceMarkEvent,
    Course,
    Enrolment,
    Material,
    Meeting,
    Session,
    SessionEvent,
)
from courses.services.enrolling import place
from courses.services.marks import Act, record
from courses.services.moves import move_session
from courses.services.seats import lock
from vkc.accounts.models import User
from vkc.core.append_only import purging
from vkc.search import services as search

COURSE = {
    "title_vi": "Dữ liệu mở trong quản lý đô thị",
    "title_en": "Open data in running a city",
    "title_ko": "도시 관리에서의 개방 데이터",
    "summary_vi": "Lớp đang diễn ra: xem cách điểm danh, tài liệu và thông báo hoạt động.",
    "summary_en": "A session that is running: see how attendance, materials and mail work.",
    "summary_ko": "진행 중인 과정: 출석, 자료, 안내 메일이 어떻게 작동하는지 볼 수 있습니다.",
    "audience_vi": "Cán bộ phụ trách dữ liệu của các sở",
    "audience_en": "Officials in charge of data in departments",
    "audience_ko": "지방 부서의 데이터 담당 공무원",
}
TOPICS = (
    "Dữ liệu nào nên mở",
    "Chuẩn dữ liệu và siêu dữ liệu",
    "Thực hành công bố một bộ dữ liệu",
    "Đo lường việc sử dụng dữ liệu",
)
LENGTH = timedelta(hours=3)
MOST_PEOPLE = 9


def load(*, people: list[User], at: datetime) -> Session:
    """Add the session with those people, the sample official and a partner who teaches it."""
    course = Course(is_demo=True, periods=16, **COURSE)
    course.save()
    session = _session(course, at)
    meetings = _meetings(session, at)
    for person in [*_accounts("can-bo"), *people[:MOST_PEOPLE]]:
        place(session=lock(session.pk), person=person, at=at - timedelta(days=9))
    for event, days in (("close", 3), ("start", 2)):
        move_session(session, event, by=None, at=at - timedelta(days=days))
    _mark(session, meetings, at)
    _add_materials(course, session, meetings, at)
    search.index(course)
    return session


def _session(course: Course, at: datetime) -> Session:
    session = Session.objects.create(
        course=course,
        is_demo=True,
        form=Form.IN_PERSON,
        language="vi",
        capacity=20,
        place_vi="Hà Nội",
        place_en="Hà Nội",
        place_ko="하노이",
        starts_on=(at - timedelta(days=1)).date(),
        ends_on=(at + timedelta(days=1)).date(),
        opens_at=at - timedelta(days=20),
        closes_at=at - timedelta(days=4),
    )
    session.teachers.add(*_accounts("doi-tac"))
    session.save()
    SessionEvent.objects.create(
        subject=session, event="plan", to_state=session.state, at=at - timedelta(days=21)
    )
    move_session(session, "open", by=None, at=at - timedelta(days=20))
    return session


def _accounts(name: str) -> list[User]:
    return list(User.objects.filter(is_demo=True, email=f"{name}@demo.vkc.localhost"))


def _meetings(session: Session, at: datetime) -> list[Meeting]:
    """Two are over, one runs, one is tomorrow; at hours of teaching save the one that runs."""
    today = timezone.localtime(at).replace(minute=0, second=0, microsecond=0)
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    begins = (
        yesterday.replace(hour=8),
        yesterday.replace(hour=13),
        today - timedelta(hours=1),
        tomorrow.replace(hour=8),
    )
    return [
        Meeting.objects.create(
            session=session, starts_at=start, ends_at=start + LENGTH, periods=4,
            room="Phòng 305", topic=topic,
        )
        for start, topic in zip(begins, TOPICS, strict=True)
    ]  # fmt: skip


def _mark(session: Session, meetings: list[Meeting], at: datetime) -> None:
    """At the first meeting all but two, at the second all but one, now the first three."""
    everybody = list(Enrolment.objects.filter(session=session).order_by("pk"))
    present = (everybody[:-2], everybody[1:], everybody[1:4])
    for meeting, people in zip(meetings, present, strict=False):
        acts = [
            Act(uuid4(), meeting.pk, row.pk, MarkState.PRESENT, MarkSource.STAFF) for row in people
        ]
        then = min(at, meeting.starts_at + timedelta(minutes=5))
        record(session_id=session.pk, acts=acts, by=None, at=then)


def _add_materials(course: Course, session: Session, meetings: list[Meeting], at: datetime) -> None:
    rows = (
        ("Trang dữ liệu mở của cổng", "/vi/programmes/", {"course": course}, MaterialAccess.PUBLIC),
        ("Thư viện văn bản hướng dẫn", "/vi/guidelines/", {"session": session}, MaterialAccess.SEATED),
        (
            "Bài thực hành: mô tả một bộ dữ liệu",
            "/api/docs/",
            {"session": session, "meeting": meetings[2]},
            MaterialAccess.BEGUN,
        ),
    )  # fmt: skip
    for number, (title, link, owner, access) in enumerate(rows, start=1):
        Material.objects.create(
            title=f"{title} (dữ liệu minh họa)", link=link, access=access, position=number,
            added_at=at, **owner,
        )  # fmt: skip


def remove() -> None:
    """Acts and mails of sample sessions and sample people; and the marks themselves."""
    ours = Q(session__is_demo=True)
    enrolments = Enrolment.objects.filter(ours | Q(person__is_demo=True)).values("pk")
    events = AttendanceMarkEvent.objects.filter(subject__enrolment__in=enrolments)
    with purging():
        events.delete()
        Announcement.objects.filter(ours).delete()
        AttendanceMark.objects.filter(enrolment__in=enrolments).delete()
