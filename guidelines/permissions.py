"""Who may do what with a document. Services ask again; templates only hide."""

from typing import Any

from guidelines.exceptions import OwnWorkRefused
from guidelines.models import Document
from guidelines.models.workflow import wrote_latest


def can_edit_document(user: Any, document: Document | None = None) -> bool:
    return user.has_perm("guidelines.change_document")


def publish_refusal(user: Any, document: Document) -> OwnWorkRefused | None:
    """Why this approver may not publish this document, or None. Holds for every role."""
    return OwnWorkRefused() if wrote_latest(user, document) else None


def can_publish_document(user: Any, document: Document) -> bool:
    """Approvers publish, and never the version they wrote themselves."""
    if not user.has_perm("guidelines.publish_document"):
        return False
    return publish_refusal(user, document) is None


def can_withdraw_document(user: Any, document: Document) -> bool:
    return user.has_perm("guidelines.publish_document")
