"""Publishing with four eyes, withdrawing with a reason, following through."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from guidelines import services
from guidelines.choices import DocumentState
from guidelines.exceptions import OwnWorkRefused, ReasonMissing
from guidelines.models import Document
from guidelines.permissions import can_publish_document
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def approver():
    return UserFactory(approver=True)


@pytest.fixture
def told(monkeypatch):
    """What was announced to followers and what was put into the index."""
    heard = {"announced": [], "indexed": []}
    monkeypatch.setattr(
        services.documents, "announce", lambda **facts: heard["announced"].append(facts)
    )
    monkeypatch.setattr(
        services.documents.search, "index", lambda row: heard["indexed"].append(row)
    )
    return heard


def test_an_approver_publishes_what_an_editor_wrote(editor, approver, told):
    document = DocumentFactory(draft=True)
    document.save_revision(user=editor)
    services.publish_document(document=document, by=approver, at=timezone.now())
    assert document.state == DocumentState.PUBLISHED
    assert document.live
    event = document.events.get()
    assert (event.event, event.by, event.author) == ("publish", approver, editor)
    assert [row.pk for row in told["indexed"]] == [document.pk]
    assert [facts["event"] for facts in told["announced"]] == ["guidelines.document_published"]
    assert document.addresses.get().path == document.path


def test_nobody_publishes_what_they_wrote(approver, told):
    document = DocumentFactory(draft=True)
    document.save_revision(user=approver)
    with pytest.raises(OwnWorkRefused):
        services.publish_document(document=document, by=approver, at=timezone.now())
    assert Document.objects.get(pk=document.pk).state == DocumentState.DRAFT
    assert told["announced"] == []


def test_not_even_by_publishing_the_revision_directly(approver):
    document = DocumentFactory(draft=True)
    revision = document.save_revision(user=approver)
    with pytest.raises(OwnWorkRefused):
        revision.publish(user=approver)
    assert not Document.objects.get(pk=document.pk).live


def test_an_administrator_of_everything_is_bound_by_four_eyes():
    person = UserFactory(is_superuser=True, is_staff=True)
    document = DocumentFactory(draft=True)
    document.save_revision(user=person)
    with pytest.raises(OwnWorkRefused):
        services.publish_document(document=document, by=person, at=timezone.now())


def test_an_editor_does_not_publish(editor):
    document = DocumentFactory(draft=True)
    document.save_revision(user=UserFactory(editor=True))
    with pytest.raises(PermissionDenied):
        services.publish_document(document=document, by=editor, at=timezone.now())


@pytest.mark.parametrize(
    ("role", "is_author", "may"),
    [
        ("approver", False, True),
        ("approver", True, False),
        ("editor", False, False),
        ("official", False, False),
        ("administrator", False, False),
    ],
)
def test_who_may_publish(role, is_author, may):
    person = UserFactory(**{role: True})
    document = DocumentFactory(draft=True)
    document.save_revision(user=person if is_author else UserFactory(editor=True))
    assert can_publish_document(person, document) is may


def test_a_correction_of_a_published_document_is_not_announced_again(editor, approver, told):
    document = DocumentFactory()
    document.title_vi = "Trích yếu đã sửa"
    document.change_note_vi = "Sửa lỗi chính tả."
    document.save_revision(user=editor)
    services.publish_document(document=document, by=approver, at=timezone.now())
    assert Document.objects.get(pk=document.pk).title_vi == "Trích yếu đã sửa"
    assert told["announced"] == []


def test_withdrawing_needs_a_reason_and_keeps_the_page(approver, told):
    document = DocumentFactory()
    with pytest.raises(ReasonMissing):
        services.withdraw_document(document=document, by=approver, reason=" ", at=timezone.now())
    services.withdraw_document(
        document=document, by=approver, reason="Nhập nhầm số", at=timezone.now()
    )
    document = Document.objects.get(pk=document.pk)
    assert document.state == DocumentState.WITHDRAWN
    assert document.withdrawal_reason == "Nhập nhầm số"
    assert document in Document.objects.readable()
    assert document not in Document.objects.published()


def test_an_editor_does_not_withdraw(editor):
    with pytest.raises(PermissionDenied):
        services.withdraw_document(
            document=DocumentFactory(), by=editor, reason="Sai", at=timezone.now()
        )
