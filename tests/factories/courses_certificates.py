"""Certificates: an open series, and people who completed a session."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from courses.models import CertificateRegister, Enrolment
from tests.factories.courses import NOW, CourseFactory, SessionFactory, participant

AT = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)


class RegisterFactory(DjangoModelFactory):
    class Meta:
        model = CertificateRegister

    name = factory.Sequence(lambda n: f"Sổ thử {n}")
    suffix = factory.Sequence(lambda n: f"/2026/T{n}")
    parent_body_vi = "Bộ thử nghiệm"
    body_vi = "Học viện thử nghiệm"
    body_en = "Test academy"
    place_vi = "Hà Nội"
    signer_name = "Lê Thị Thử"
    signer_title_vi = "Giám đốc"
    signer_title_en = "Director"


def finished_session(**fields):
    course = fields.pop("course", None) or CourseFactory(
        title_vi="Quản lý đô thị thông minh", title_en="Managing smart cities", periods=40
    )
    given = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 8), "language": "vi"}
    return SessionFactory(course=course, finished=True, **{**given, **fields})


def completed(*, session=None, name="Nguyễn Thị Bưởi", **fields):
    """An enrolment that was completed; rows may be created in any state."""
    person = fields.pop("person", None) or participant(full_name=name)
    return Enrolment.objects.create(
        session=session or finished_session(),
        person=person,
        agency=person.agency,
        unit=person.agency.unit,
        state="completed",
        submitted_at=NOW,
        **fields,
    )
