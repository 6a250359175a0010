"""Sample certificates in a finished sample session: one valid, one revoked; “MẪU” is printed across."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from courses.models import (
    Certificate,
    CertificateEvent,
    CertificateFile,
    CertificateRegister,
    Course,
    Enrolment,
    EnrolmentEvent,
    HoursRecord,
    IssueRun,
    Meeting,
    Session,
    SessionEvent,
    TrainingType,
)
from courses.services import certificate_acts
from courses.services.audit import recount_session
from courses.services.certificates import issue
from courses.services.hours import record_hours
from vkc.accounts.models import User
from vkc.core.append_only import purging
from vkc.search import services as search

SUFFIX = "/MINH-HOA"
TITLE = "Khóa minh họa đã kết thúc: dữ liệu đô thị dùng chung"


@transaction.atomic
def load(*, people: list[User], at: datetime) -> None:
    """Two people who completed a session last month; `people` are sample people."""
    register, _is_new = CertificateRegister.objects.get_or_create(
        suffix=SUFFIX,
        defaults={
            "name": "Sổ minh họa", "body_vi": "Đơn vị minh họa", "body_en": "Sample body",
            "signer_name": "Người ký minh họa", "signer_title_vi": "Chức danh minh họa",
            "signer_title_en": "Sample title", "place_vi": "Hà Nội", "is_demo": True,
        },
    )  # fmt: skip
    session = _session(at)
    made = [_certified(session, person, register, at) for person in people[:2]]
    recount_session(session.pk)
    certificate_acts.revoke(
        certificate=made[-1], by=None, at=at,
        reason="Dữ liệu minh họa: chứng nhận bị thu hồi trông như thế nào.",
        reason_class=CertificateEvent.ReasonClass.CONDITIONS,
    )  # fmt: skip


def _session(at: datetime) -> Session:
    first = (at - timedelta(days=33)).date()
    course = Course(
        is_demo=True, periods=16, title_vi=TITLE, title_en="Sample course that ended: shared city data",
        title_ko="종료된 예시 과정: 도시 데이터 공유",
        training_type=TrainingType.objects.filter(reference_key="smart_city").first(),
    )  # fmt: skip
    course.save()
    session = Session.objects.create(
        course=course, is_demo=True, state="finished", form="in_person", language="vi",
        starts_on=first, ends_on=first + timedelta(days=1), place_vi="Hà Nội", place_en="Hanoi",
        capacity=20,
    )  # fmt: skip
    search.index(course)
    SessionEvent.objects.create(subject=session, event="plan", to_state=session.state, at=at)
    for day in range(2):
        begins = timezone.localtime(at - timedelta(days=33 - day)).replace(
            hour=8, minute=0, second=0, microsecond=0
        )
        Meeting.objects.create(
            session=session, starts_at=begins, ends_at=begins + timedelta(hours=7), periods=8,
            topic=f"Buổi {day + 1}",
        )  # fmt: skip
    return session


def _certified(
    session: Session, person: User, register: CertificateRegister, at: datetime
) -> Certificate:
    enrolment = Enrolment.objects.create(
        session=session, person=person, agency=person.agency,
        unit=person.agency.unit if person.agency else None, state="completed",
        pool=session.pools.get(unit=None), submitted_at=at - timedelta(days=60),
    )  # fmt: skip
    EnrolmentEvent.objects.create(
        subject=enrolment, event="complete", to_state=enrolment.state, at=at - timedelta(days=31)
    )
    record_hours(enrolment=enrolment, at=at)
    return issue(enrolment=enrolment, by=None, at=at - timedelta(days=30), register=register)


def remove() -> None:
    """Remove sample certificates with their files, hours and series, before their enrolments go.

    Inside a transaction; also what staff tried with sample sessions.
    """
    mine = Certificate.objects.filter(is_demo=True)
    files = CertificateFile.objects.filter(certificate__in=mine)
    paths = [(row.file.storage, row.file.name) for row in files]
    with connection.cursor() as cursor:
        # What was issued in this same transaction is checked now, while its rows are there.
        cursor.execute("SET CONSTRAINTS courses_number_is_borne IMMEDIATE")
        cursor.execute("SET CONSTRAINTS courses_number_is_borne DEFERRED")
    with purging():
        files.delete()
        CertificateEvent.objects.filter(subject__in=mine).delete()
        for certificate in mine.order_by("-pk"):  # a correction before what it corrects
            certificate.delete()
        of_samples = Q(enrolment__session__is_demo=True) | Q(enrolment__person__is_demo=True)
        HoursRecord.objects.filter(of_samples).delete()
        IssueRun.objects.filter(session__is_demo=True).delete()
        CertificateRegister.objects.filter(is_demo=True).delete()
    for storage, name in paths:
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
