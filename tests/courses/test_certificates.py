"""From a completed enrolment to a certificate that can be checked: number, file, state, public page."""

import hashlib
import unicodedata
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from courses.certificates.pdf import composed, make_pdf
from courses.certificates.states import CERTIFICATE, CertificateState
from courses.exceptions import certificates as refusals
from courses.models import Certificate, CertificateEvent, CertificateRegister, Enrolment
from courses.services import certificate_acts as acts
from courses.services.certificates import issue
from courses.services.signing import TEST_REASON, check_pdf
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, participant
from tests.factories.courses_certificates import AT, RegisterFactory, completed, finished_session
from vkc.core.states import TransitionRefused
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db
LETTERS = "ăâđêôơư áàảãạ ắằẳẵặ ấầẩẫậ éèẻẽẹ ếềểễệ íìỉĩị óòỏõọ ốồổỗộ ớờởỡợ úùủũụ ứừửữự ýỳỷỹỵ"


@pytest.fixture
def register():
    return RegisterFactory(suffix="/2026/GCN")


@pytest.fixture
def registrar():
    return UserFactory(registrar=True)


@pytest.fixture
def issued(register):
    return issue(enrolment=completed(), by=None, at=AT)


def stored(certificate):
    with certificate.made.file.open("rb") as file:
        return file.read()


def test_a_completed_enrolment_gets_the_next_number_and_a_signed_file(register, registrar):
    first = issue(enrolment=completed(), by=registrar, at=AT)
    second = issue(enrolment=completed(), by=registrar, at=AT)
    assert [first.number, second.number] == ["0001/2026/GCN", "0002/2026/GCN"]
    assert first.facts["course_en"] == "Managing smart cities"
    assert first.facts["periods"] == 40
    pdf = stored(first)
    assert hashlib.sha256(pdf).hexdigest() == first.made.sha256
    assert check_pdf(pdf, signed_with=first.made.signed_with, moment=AT).holds
    assert len(first.code) >= 22
    assert Message.objects.filter(event="courses.certificate_issued").count() == 2


@pytest.mark.parametrize(
    ("state", "refusal"),
    [("confirmed", refusals.NotCompleted), ("not_completed", refusals.NotCompleted)],
)
def test_only_who_completed_gets_one(register, state, refusal):
    enrolment = Enrolment.objects.create(
        session=finished_session(), person=participant(), state=state, submitted_at=NOW
    )
    with pytest.raises(refusal):
        issue(enrolment=enrolment, by=None, at=AT)


def test_an_enrolment_is_certified_once_even_after_revocation(issued):
    acts.revoke(certificate=issued, by=None, at=AT, reason="Sai", reason_class="conditions")
    with pytest.raises(refusals.AlreadyIssued):
        issue(enrolment=issued.enrolment, by=None, at=AT)


def test_a_closed_series_and_a_missing_right_are_refused():
    closed = RegisterFactory(is_open=False)
    with pytest.raises(refusals.RegisterClosed):
        issue(enrolment=completed(), by=None, at=AT, register=closed)
    with pytest.raises(PermissionDenied):
        issue(enrolment=completed(), by=participant(), at=AT, register=RegisterFactory())


def test_sample_material_takes_no_real_number(register):
    session = finished_session(is_demo=True)
    with pytest.raises(refusals.SampleMixed):
        issue(enrolment=completed(session=session), by=None, at=AT, register=register)
    register.refresh_from_db()
    assert register.last_number == 0


def test_a_failure_while_the_file_is_made_leaves_no_number_and_no_row(register, monkeypatch):
    def broken(*args, **kwargs):
        raise refusals.SigningKeyBroken

    monkeypatch.setattr("courses.services.certificates.sign_pdf", broken)
    with pytest.raises(refusals.SigningKeyBroken):
        issue(enrolment=completed(), by=None, at=AT)
    register.refresh_from_db()
    assert (register.last_number, Certificate.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE courses_certificate SET holder_name = 'Người khác'",
        "UPDATE courses_certificate SET facts = '{}'",
        "UPDATE courses_certificate SET serial = serial + 1",
        "DELETE FROM courses_certificate",
        "UPDATE courses_certificatefile SET sha256 = 'x'",
        "DELETE FROM courses_certificatefile",
        "UPDATE courses_certificateevent SET reason = 'khác'",
        "UPDATE courses_certificateregister SET last_number = last_number - 1",
        "UPDATE courses_certificateregister SET last_number = last_number + 2",
        "UPDATE courses_certificateregister SET suffix = '/khác'",
        "DELETE FROM courses_certificateregister",
        "UPDATE courses_certificate SET state = 'revoked'; SET CONSTRAINTS ALL IMMEDIATE",
        "UPDATE courses_certificateregister SET last_number = last_number + 1;"
        " SET CONSTRAINTS ALL IMMEDIATE",
    ],
)
def test_the_database_refuses_to_change_what_was_issued(issued, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_saving_a_stale_copy_of_the_series_leaves_the_number(register):
    stale = CertificateRegister.objects.get(pk=register.pk)
    issue(enrolment=completed(), by=None, at=AT)
    stale.signer_name = "Trần Văn Mới"
    stale.save()
    register.refresh_from_db()
    assert (register.last_number, register.signer_name) == (1, "Trần Văn Mới")


def test_every_pair_of_state_and_event_is_allowed_or_refused():
    allowed = {
        ("issued", "suspend"), ("issued", "revoke"), ("issued", "supersede"),
        ("suspended", "lift"), ("suspended", "revoke"),
    }  # fmt: skip
    for state in CertificateState.values:
        for event in CERTIFICATE.events:
            if (state, event) in allowed:
                assert CERTIFICATE.next_state(state, event) in CertificateState.values
            else:
                with pytest.raises(TransitionRefused):
                    CERTIFICATE.next_state(state, event)


def test_suspending_lifting_and_revoking_leave_events_and_mails(issued, registrar):
    acts.suspend(
        certificate=issued, by=registrar, at=AT, reason="Xem lại", reason_class="under_review"
    )
    acts.lift(certificate=issued, by=registrar, at=AT + timedelta(hours=1), reason="Đúng")
    acts.revoke(
        certificate=issued,
        by=registrar,
        at=AT + timedelta(days=1),
        reason="Sai điều kiện",
        reason_class="conditions",
    )
    events = CertificateEvent.objects.filter(subject=issued).order_by("id")
    assert [e.event for e in events] == ["issue", "suspend", "lift", "revoke"]
    assert events.last().by == registrar
    with pytest.raises(TransitionRefused):
        acts.lift(certificate=issued, by=registrar, at=AT, reason="Nhầm")
    with pytest.raises(refusals.CertificateReasonMissing):
        acts.revoke(certificate=issued, by=registrar, at=AT, reason=" ", reason_class="other")
    with pytest.raises(PermissionDenied):
        acts.suspend(certificate=issued, by=participant(), at=AT, reason="x", reason_class="other")
    assert Message.objects.filter(about=f"courses.certificate:{issued.pk}").count() == 4


def test_a_correction_keeps_number_and_day_and_points_both_ways(issued, registrar):
    later = AT + timedelta(days=30)
    with pytest.raises(refusals.NothingToCorrect):
        acts.supersede(
            certificate=issued,
            by=registrar,
            at=later,
            reason="x",
            changes={"name": issued.holder_name},
        )
    new = acts.supersede(
        certificate=issued,
        by=registrar,
        at=later,
        reason="Sai dấu",
        changes={"name": "Nguyễn Thị Bười"},
    )
    old = Certificate.objects.get(pk=issued.pk)
    assert (old.state, old.superseded_by, new.supersedes) == ("superseded", new, old)
    assert (new.number, new.issued_on, new.state) == (old.number, old.issued_on, "issued")
    assert (old.holder_name, new.holder_name) == ("Nguyễn Thị Bưởi", "Nguyễn Thị Bười")
    assert new.code != old.code
    assert check_pdf(stored(new), signed_with=new.made.signed_with, moment=later).holds
    page = Client().get(f"/vi/certificates/{old.code}/").content.decode()
    assert f"/vi/certificates/{new.code}/" in page
    assert old.made.sha256 in Client().get(f"/vi/certificates/{new.code}/").content.decode()


@pytest.mark.parametrize("name", [LETTERS[:60], LETTERS[20:80].upper(), "Nguyễn Phúc Ưỡng Đặng"])
def test_composed_and_decomposed_names_print_the_same_bytes(issued, name):
    issued.facts = {**issued.facts, "name": unicodedata.normalize("NFC", name)}
    first = make_pdf(issued, is_test_key=True)
    issued.facts = {**issued.facts, "name": unicodedata.normalize("NFD", name)}
    assert make_pdf(issued, is_test_key=True) == first
    assert composed({"name": unicodedata.normalize("NFD", name)})["name"] == name


def test_the_printed_text_holds_name_number_and_address(issued):
    import pypdfium2

    page = pypdfium2.PdfDocument(stored(issued))
    text = unicodedata.normalize("NFC", page[0].get_textpage().get_text_bounded())
    assert len(page) == 1
    for words in ("Nguyễn Thị Bưởi", issued.number, "40 tiết", "04/05/2026 đến 08/05/2026"):
        assert words in text
    assert issued.code in text.replace("\r\n", "")


def test_the_longest_name_and_title_stay_on_one_page(issued):
    import pypdfium2

    long_title = "Bồi dưỡng kiến thức quản lý phát triển đô thị thông minh bền vững " * 4
    issued.facts = {**issued.facts, "name": ("Nguyễn Phước Hoàng Bảo Trâm " * 5)[:150].strip(),
                    "course_vi": long_title[:300], "course_en": ("Management of smart city development " * 8)[:300],
                    "place_vi": "Hội trường lớn, Học viện, " * 8}  # fmt: skip
    document = pypdfium2.PdfDocument(make_pdf(issued, is_test_key=True))
    assert len(document) == 1


def test_a_pdf_names_its_standard_and_its_test_key(issued):
    pdf = stored(issued)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    from io import BytesIO

    from pyhanko.pdf_utils.reader import PdfFileReader

    signature = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    assert TEST_REASON in signature.sig_object["/Reason"]
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_one_altered_byte_or_an_appended_one_is_noticed(issued):
    pdf = stored(issued)
    altered = bytearray(pdf)
    altered[len(pdf) // 3] ^= 1
    row = issued.made.signed_with
    assert not check_pdf(bytes(altered), signed_with=row, moment=AT).holds
    assert not check_pdf(pdf + b"\n% them", signed_with=row, moment=AT).holds


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_public_page_says_everything_printed_and_touches_no_session(
    issued, language, django_assert_max_num_queries
):
    with override(language):
        url = reverse("certificates:check", args=[issued.code])
    with django_assert_max_num_queries(4):
        answer = Client().get(url)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in page
    assert "Cookie" not in answer.get("Vary", "")
    assert "noindex" in answer["X-Robots-Tag"]
    for words in (issued.number, issued.holder_name, issued.made.sha256, "04/05/2026"):
        assert words in page
    assert issued.person.email not in page
    assert page.count("<h1") == 1


def test_the_public_page_of_a_revoked_one_stays_and_says_so(issued):
    acts.revoke(
        certificate=issued, by=None, at=AT, reason="Nội bộ: bí mật", reason_class="conditions"
    )
    answer = Client().get(f"/vi/certificates/{issued.code}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-tone="withdrawn"' in page
    assert "20/05/2026" in page
    assert "bí mật" not in page


def test_a_wrong_code_is_explained_and_guessing_ends(issued):
    client = Client()
    for _number in range(30):
        answer = client.get("/vi/certificates/khong-co-ma-nay/")
    assert answer.status_code == 404
    assert "khong-co-ma-nay" in answer.content.decode()
    assert client.get("/vi/certificates/khong-co-ma-nay/").status_code == 429
    assert client.get("/vi/certificates/", {"code": "x"}).status_code == 302


def test_the_field_takes_a_whole_address(issued):
    typed = f" https://portal.example.vn/vi/certificates/{issued.code}/ "
    answer = Client().get("/vi/certificates/", {"code": typed})
    assert answer["Location"] == f"/vi/certificates/{issued.code}/"


@pytest.mark.parametrize("what", ["file", "badge"])
def test_only_holder_and_registrar_take_the_file(issued, client, registrar, what):
    url = reverse(f"courses:certificate_{what}", args=[issued.code])
    assert Client().get(url).status_code == 302
    client.force_login(participant())
    assert client.get(url).status_code == 404
    client.force_login(issued.person)
    answer = client.get(url)
    assert answer.status_code == 200
    if what == "file":
        assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == issued.made.sha256


def test_viewing_never_renders_again(issued, client, monkeypatch):
    def rendered(*args, **kwargs):
        raise AssertionError("rendered on view")

    monkeypatch.setattr("vkc.core.typesetting.typeset", rendered)
    monkeypatch.setattr("courses.certificates.pdf.typeset", rendered)
    client.force_login(issued.person)
    url = reverse("courses:certificate_file", args=[issued.code])
    first = b"".join(client.get(url).streaming_content)
    assert b"".join(client.get(url).streaming_content) == first
    assert client.get(f"/vi/certificates/{issued.code}/").status_code == 200


def test_the_holder_finds_certificates_and_hours(issued, client):
    client.force_login(issued.person)
    page = client.get(reverse("courses:my_certificates")).content.decode()
    assert issued.number in page
    assert len(mail.outbox) == 0
