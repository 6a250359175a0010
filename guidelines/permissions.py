"""Who may do what with a document and its texts. Services ask again; templates only hide."""

from typing import Any

from guidelines.choices import DocumentState
from guidelines.exceptions import ChangeNoteMissing, OwnTextRefused, OwnWorkRefused
from guidelines.models import Document, Version
from guidelines.models.workflow import lacks_note, wrote_latest
from vkc.core.states import Refusal


def can_edit_document(user: Any, document: Document | None = None) -> bool:
    return user.has_perm("guidelines.change_document")


def publish_refusal(user: Any, document: Document) -> Refusal | None:
    """Why this approver may not publish this document, or None. Holds for every role."""
    if wrote_latest(user, document):
        return OwnWorkRefused()
    return ChangeNoteMissing() if lacks_note(document) else None


def can_publish_document(user: Any, document: Document) -> bool:
    """Approvers publish, and never the version they wrote themselves."""
    if not user.has_perm("guidelines.publish_document"):
        return False
    return publish_refusal(user, document) is None


def can_withdraw_document(user: Any, document: Document) -> bool:
    return user.has_perm("guidelines.publish_document")


def can_edit_text(user: Any, version: Version) -> bool:
    """Drafts are open to those who write documents; later the words and the note are fixed."""
    return version.state == DocumentState.DRAFT and can_edit_document(user)


def can_return_text(user: Any, version: Version) -> bool:
    """Approvers give a text back; its author may take it back too."""
    return user.has_perm("guidelines.publish_document") or version.author_id == user.pk


def approve_text_refusal(user: Any, version: Version) -> Refusal | None:
    """Why this approver may not approve this text, or None. Holds for every role."""
    if version.author_id == user.pk or version.events.filter(event="edit", by=user).exists():
        return OwnTextRefused()
    if version.document.state in (DocumentState.DRAFT, DocumentState.IN_REVIEW):
        return publish_refusal(user, version.document)
    return None


def can_approve_text(user: Any, version: Version) -> bool:
    """Approvers approve, and never what they brought in or changed."""
    if not user.has_perm("guidelines.publish_document"):
        return False
    return approve_text_refusal(user, version) is None


def can_withdraw_text(user: Any, version: Version) -> bool:
    return user.has_perm("guidelines.publish_document")
