"""Sample letters of nomination: one submitted with its scan, one draft; both of a sample agency's."""

from datetime import datetime, timedelta

import typst
from django.core.files.base import ContentFile
from django.db.models import Q
from django.utils import timezone

from courses.choices import Channel, SessionState
from courses.models import Enrolment, Nomination, NominationEvent, Nominee, Session, StoredFile
from courses.services import files, seats
from courses.services.enrolling import place
from courses.services.moves import move_nomination
from vkc.accounts.models import Agency, User
from vkc.core.append_only import purging

# The sample coordinator of `demo_accounts`, so that a visitor sees the letters from inside.
SENT_BY = "dau-moi@demo.vkc.localhost"
NUMBER = "00/CV-MINHHOA"
ISSUER = "Cơ quan minh họa"
PAGE = """
#set page(paper: "a4", margin: 2.5cm)
#set text(font: ("Be Vietnam Pro", "DejaVu Sans"), size: 12pt, lang: "vi")
#align(center, text(weight: "bold", size: 16pt)[DỮ LIỆU MINH HỌA])
#v(1cm)
Số: 00/CV-MINHHOA
#v(0.5cm)
Công văn này chỉ để minh họa cách cử người tham dự lớp bồi dưỡng trên cổng VKC. Không cơ quan nào đã
ký hoặc ban hành văn bản này.
"""


def load(*, people: list[User], at: datetime) -> int:
    """Add the letters in the name of the sample coordinator, else of the first sample agency."""
    session = Session.objects.filter(is_demo=True, state=SessionState.OPEN).order_by("pk").first()
    if session is None:
        return 0
    coordinator = User.objects.filter(email=SENT_BY).select_related("agency").first()
    agency = coordinator.agency if coordinator else people[0].agency
    _submitted(session, agency, coordinator, at=at)
    _draft(session, agency, coordinator, at=at)
    return 2


def remove() -> None:
    """Remove sample letters, and whatever ties sample people and sessions to other letters."""
    sample = Q(session__is_demo=True) | Q(person__is_demo=True)
    tied = Enrolment.objects.filter(sample)
    letters = Nomination.objects.filter(
        Q(is_demo=True) | Q(session__is_demo=True) | Q(made_by__is_demo=True)
    )
    keys = list(letters.values_list("pk", flat=True))
    held = list(letters.exclude(letter=None).select_related("letter"))
    with purging():
        Enrolment.objects.filter(Q(replaces__in=tied) | Q(pk__in=tied)).update(replaces=None)
        Nominee.objects.filter(Q(enrolment__in=tied) | Q(nomination__in=keys)).delete()
        Enrolment.objects.filter(nomination__in=keys).update(nomination=None)
        NominationEvent.objects.filter(subject__in=keys).delete()
        Nomination.objects.filter(pk__in=keys).delete()
    for row in held:
        files.drop_file(row.letter)


def _submitted(session: Session, agency: Agency, by: User | None, *, at: datetime) -> None:
    letter = _letter(session, agency, by, at=at)
    letter.letter = _scan(by, at=at)
    letter.letter_number, letter.letter_on = NUMBER, timezone.localdate(at)
    letter.save()
    move_nomination(letter, "submit", by=by, at=at, submitted_at=at)
    for one in _nominees(letter, 3):
        person = User.objects.create_user(
            one.email, full_name=one.full_name, agency=agency, position=one.position, is_demo=True,
            is_active=False, state="approved", approved_at=at,
        )  # fmt: skip
        locked = seats.lock(session.pk)
        one.enrolment = place(
            session=locked, person=person, at=at, by=by, channel=Channel.NOMINATED,
            nomination=letter,
        )  # fmt: skip
        one.save()


def _draft(session: Session, agency: Agency, by: User | None, *, at: datetime) -> None:
    letter = _letter(session, agency, by, at=at)
    letter.letter_due_on = timezone.localdate(at) + timedelta(days=5)
    letter.save()
    _nominees(letter, 2, start=4)


def _letter(session: Session, agency: Agency, by: User | None, *, at: datetime) -> Nomination:
    letter = Nomination.objects.create(
        session=session, agency=agency, unit=agency.unit, letter_issuer=ISSUER, made_by=by,
        is_demo=True, note="Dữ liệu minh họa.",
    )  # fmt: skip
    NominationEvent.objects.create(
        subject=letter, event="begin", to_state=letter.state, at=at, by=by
    )
    return letter


def _nominees(letter: Nomination, count: int, *, start: int = 1) -> list[Nominee]:
    return [
        Nominee.objects.create(
            nomination=letter, rank=rank, full_name=f"Người được cử {start + rank - 1} (minh họa)",
            email=f"nguoi-duoc-cu-{start + rank - 1:02d}@hoc-vien.mau.example",
            position="Chuyên viên",
        )
        for rank in range(1, count + 1)
    ]  # fmt: skip


def _scan(by: User | None, *, at: datetime) -> StoredFile:
    content = ContentFile(typst.compile(PAGE.encode()), name="cong-van-minh-hoa.pdf")
    return files.keep_upload(content, kinds=("pdf",), most_bytes=10**6, by=by, at=at)
