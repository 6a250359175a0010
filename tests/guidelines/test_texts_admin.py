"""The desk of texts: who sees what, which buttons, the way from draft to public, files that go along."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from guidelines.choices import DocumentState
from guidelines.models import Attachment, Version, VersionEvent
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory, text_of

pytestmark = pytest.mark.django_db
S = DocumentState


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def approver():
    return UserFactory(approver=True)


@pytest.fixture
def staff(client, settings):
    """A client signed in as somebody; the second factor has tests of its own."""
    middleware = "vkc.accounts.middleware.StaffSecondFactorMiddleware"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != middleware]

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _files_go_to_a_folder_of_their_own(settings, tmp_path):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


def url(name, *args):
    return reverse(f"guidelines_texts:{name}", args=args)


def draft(author, document=None, **fields):
    fields.setdefault("state", S.DRAFT)
    return text_of(document or DocumentFactory(), 2, draft=True, author=author, **fields)


def waiting(author, document=None, **fields):
    fields.setdefault("change_note_vi", "Đăng toàn văn.")
    return draft(author, document, state=S.IN_REVIEW, **fields)


def state_of(version):
    return Version.objects.get(pk=version.pk).state


def labels(page):
    return [str(act["verb"]) for act in page.context["acts"]]


def test_an_editor_writes_the_note_and_submits_in_one_step(staff, editor, approver):
    version = draft(editor)
    client = staff(editor)
    page = client.post(url("text", version.pk), {"vi": "", "submit": "1"})
    assert page.status_code == 200
    assert page.context["note_form"].errors["vi"]
    answer = client.post(url("text", version.pk), {"vi": "Đăng toàn văn.", "submit": "1"})
    assert answer.status_code == 302
    held = Version.objects.get(pk=version.pk)
    assert (held.state, held.change_note_vi) == (S.IN_REVIEW, "Đăng toàn văn.")


def test_an_approver_reads_the_text_and_publishes_it(staff, editor, approver):
    version = waiting(editor)
    client = staff(approver)
    assert str(version.document) in client.get(url("waiting")).content.decode()
    read = client.get(url("read", version.pk)).content.decode()
    assert "Kinh phí của việc số 2 do ngân sách bảo đảm." in read
    assert "noindex" in read
    page = client.get(url("text", version.pk))
    assert labels(page) == ["approve", "schedule", "return"]
    sure = client.get(url("act", version.pk, "approve")).content.decode()
    assert "Đăng toàn văn." in sure
    assert client.post(url("act", version.pk, "approve")).status_code == 302
    assert state_of(version) == S.PUBLISHED
    client.logout()
    assert client.get(f"/vi/{version.document.path}").status_code == 200


def test_an_approver_sees_what_changes_against_the_public_text(staff, editor, approver):
    document = DocumentFactory()
    text_of(document, 2)
    version = waiting(
        editor, document, valid_from=date(2022, 1, 1), words={"dieu-1.khoan-2": "Kinh phí mới."}
    )
    client = staff(approver)
    page = client.get(url("text", version.pk))
    assert page.context["changes_url"] in page.content.decode()
    changes = client.get(page.context["changes_url"]).content.decode()
    assert "<ins" in changes
    assert "mới" in changes
    first = waiting(editor)
    assert client.get(url("changes", first.pk)).status_code == 404


def test_the_author_sees_why_they_may_not_approve(staff):
    both = UserFactory(approver=True, editor=True)
    version = waiting(both)
    page = staff(both).get(url("text", version.pk))
    assert labels(page) == ["return"]
    assert page.context["why_not"] in page.content.decode()
    assert page.context["why_not"]
    answer = staff(both).post(url("act", version.pk, "approve"))
    assert answer.status_code == 200
    assert state_of(version) == S.IN_REVIEW


@pytest.mark.parametrize(
    ("state", "role", "offered"),
    [
        (S.DRAFT, "editor", ["submit", "discard"]),
        (S.DRAFT, "approver", ["submit", "discard"]),
        (S.IN_REVIEW, "editor", []),
        (S.IN_REVIEW, "approver", ["approve", "schedule", "return"]),
        (S.SCHEDULED, "editor", []),
        (S.SCHEDULED, "approver", ["approve", "schedule", "unschedule"]),
        (S.PUBLISHED, "editor", []),
        (S.PUBLISHED, "approver", ["withdraw"]),
        (S.WITHDRAWN, "approver", []),
    ],
)
def test_each_role_is_offered_exactly_its_buttons(staff, state, role, offered):
    columns = {
        S.SCHEDULED: {"publish_at": timezone.now() + timedelta(days=1)},
        S.PUBLISHED: {"published_at": timezone.now()},
        S.WITHDRAWN: {"withdrawn_at": timezone.now(), "withdrawal_reason": "Cũ"},
    }
    version = text_of(
        DocumentFactory(), 1, draft=True, state=state, change_note_vi="Đăng.",
        **columns.get(state, {}),
    )  # fmt: skip
    page = staff(UserFactory(**{role: True})).get(url("text", version.pk))
    assert labels(page) == offered


def test_a_scan_offers_approval_only_after_it_was_read_through(staff, editor, approver):
    version = waiting(editor, is_ocr=True)
    client = staff(approver)
    page = client.get(url("text", version.pk))
    assert labels(page) == ["read-through", "return"]
    assert page.context["why_not"]
    assert client.post(url("act", version.pk, "read-through")).status_code == 302
    assert "approve" in labels(client.get(url("text", version.pk)))


def test_a_moment_is_set_and_taken_back(staff, editor, approver):
    version = waiting(editor)
    client = staff(approver)
    past = client.post(url("act", version.pk, "schedule"), {"publish_at": "01/01/2020 08:00"})
    assert past.context["form"].errors["publish_at"]
    later = timezone.localtime() + timedelta(days=3)
    moment = {"publish_at": later.strftime("%d/%m/%Y %H:%M")}
    assert client.post(url("act", version.pk, "schedule"), moment).status_code == 302
    assert state_of(version) == S.SCHEDULED
    assert client.post(url("act", version.pk, "unschedule")).status_code == 302
    assert state_of(version) == S.IN_REVIEW


@pytest.mark.parametrize("verb", ["return", "withdraw"])
def test_a_reason_is_asked_for(staff, editor, approver, verb):
    version = waiting(editor) if verb == "return" else text_of(DocumentFactory(), 1)
    client = staff(approver)
    before = state_of(version)
    assert client.post(url("act", version.pk, verb), {"reason": ""}).status_code == 200
    assert state_of(version) == before
    assert client.post(url("act", version.pk, verb), {"reason": "Thiếu điều"}).status_code == 302
    assert VersionEvent.objects.get(subject=version).reason == "Thiếu điều"


def test_a_draft_is_deleted_after_a_page_that_says_what_follows(staff, editor):
    version = draft(editor)
    client = staff(editor)
    assert client.get(url("act", version.pk, "discard")).status_code == 200
    assert Version.objects.filter(pk=version.pk).exists()
    answer = client.post(url("act", version.pk, "discard"))
    assert answer.url == url("of_document", version.document_id)
    assert not Version.objects.filter(pk=version.pk).exists()


@pytest.mark.parametrize("role", ["registrar", "verifier", "official", "administrator"])
def test_other_roles_do_not_reach_the_desk(staff, role, editor):
    version = waiting(editor)
    client = staff(UserFactory(**{role: True}))
    addresses = [
        url("waiting"), url("text", version.pk), url("read", version.pk),
        url("of_document", version.document_id), url("act", version.pk, "approve"),
    ]  # fmt: skip
    for address in addresses:
        assert client.get(address).status_code in (302, 403), address
    assert client.post(url("act", version.pk, "approve")).status_code in (302, 403)
    assert state_of(version) == S.IN_REVIEW


def test_the_texts_of_a_document_are_listed_with_few_queries(
    staff, editor, django_assert_max_num_queries
):
    document = DocumentFactory()
    for year in range(2001, 2013):
        draft(editor, document, valid_from=date(year, 1, 1))
    client = staff(editor)
    client.get(url("of_document", document.pk))
    with django_assert_max_num_queries(18):
        page = client.get(url("of_document", document.pk)).content.decode()
    assert "01/01/2001" in page


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def attach(client, version, content=b"Loi van cua phu luc.\n", name="phu-luc.txt"):
    upload = SimpleUploadedFile(name, content)
    return client.post(url("attach", version.pk), {"file": upload, "title_vi": "Phụ lục kèm theo"})


def test_a_file_is_attached_by_what_it_is_and_not_by_its_name(staff, editor):
    version = draft(editor)
    client = staff(editor)
    assert attach(client, version).status_code == 302
    kept = Attachment.objects.get(version=version)
    assert kept.file.media_type == "text/plain"
    again = attach(client, version)
    assert again.context["attachment_form"].errors["file"]
    refused = {
        "anh.pdf": b"\x89PNG\r\n\x1a\n" + b"0" * 100,
        "trang.txt": b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>",
        "rong.txt": b"",
        "kho.docx": b"PK\x03\x04 khong phai zip",
    }
    for name, content in refused.items():
        page = attach(client, version, content, name)
        assert page.status_code == 200, name
        assert page.context["attachment_form"].errors["file"], name
    assert version.attachments.count() == 1


def test_an_attachment_follows_the_state_of_its_text(staff, client, editor, approver):
    version = draft(editor, change_note_vi="Đăng toàn văn.")
    staff(editor)
    attach(client, version)
    client.logout()
    kept = version.attachments.get()
    address = f"/vi/{version.document.path}attachments/{kept.pk}/"
    assert client.get(address).status_code == 404
    publish(version, editor, approver)
    answer = client.get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"Loi van cua phu luc.\n"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    withdraw(version, approver)
    gone = client.get(address)
    assert gone.status_code == 410
    assert version.document.path in gone.content.decode()


def test_files_are_fixed_once_the_text_is_submitted(staff, editor):
    version = draft(editor, change_note_vi="Đăng toàn văn.")
    client = staff(editor)
    attach(client, version)
    kept = version.attachments.get()
    Version.objects.filter(pk=version.pk).update(state=S.IN_REVIEW)
    client.post(url("detach", version.pk, kept.pk))
    assert attach(client, version, b"Mot tep khac.\n").status_code == 200
    assert list(version.attachments.all()) == [kept]


def test_a_file_is_taken_off_a_draft(staff, editor):
    version = draft(editor)
    client = staff(editor)
    attach(client, version)
    kept = version.attachments.get()
    assert client.get(url("attachment", version.pk, kept.pk)).status_code == 200
    assert client.post(url("detach", version.pk, kept.pk)).status_code == 302
    assert not version.attachments.exists()


def publish(version, editor, approver):
    from guidelines.services.publication import approve_text, submit_text

    submit_text(version=version, by=editor, at=timezone.now())
    approve_text(version=version, by=approver, at=timezone.now())


def withdraw(version, approver):
    from guidelines.services.publication import withdraw_text

    withdraw_text(version=version, by=approver, reason="Nhầm tệp", at=timezone.now())
