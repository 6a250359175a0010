"""Wagtail publishes, schedules and runs workflows; here its signals reach our services."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import WorkflowState
from wagtail.signals import (
    published,
    unpublished,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from guidelines import services
from guidelines.choices import DocumentState
from guidelines.models import Document


def connect() -> None:
    """Called once from `AppConfig.ready()`."""
    published.connect(on_published, sender=Document, dispatch_uid="guidelines.published")
    unpublished.connect(on_unpublished, sender=Document, dispatch_uid="guidelines.unpublished")
    for signal, handler in (
        (workflow_submitted, on_submitted),
        (workflow_rejected, on_returned),
        (workflow_cancelled, on_returned),
    ):
        signal.connect(handler, sender=WorkflowState, dispatch_uid=f"guidelines.{id(signal)}")


def on_published(sender: Any, instance: Document, revision: Any, **kwargs: Any) -> None:
    """Wagtail sends this also for a draft whose moment lies ahead: then it is not live."""
    record = services.record_publication if instance.live else services.schedule_document
    record(
        document=instance,
        author=revision.user,
        by=getattr(revision, "published_by", None),
        at=timezone.now(),
    )
    if instance.live:
        services.documents.forget_change_note(revision=revision)


def on_unpublished(sender: Any, instance: Document, **kwargs: Any) -> None:
    """The end of display set by staff has come; staff themselves withdraw with a reason."""
    if instance.state == DocumentState.PUBLISHED:
        reason = gettext("The period of display set by the staff has ended.")
        services.withdraw_document(document=instance, by=None, reason=reason, at=timezone.now())


def on_submitted(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    document = instance.content_object
    if isinstance(document, Document) and _state(document) == DocumentState.DRAFT:
        services.submit_document(document=document, by=user, at=timezone.now())


def on_returned(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    document = instance.content_object
    if isinstance(document, Document) and _state(document) == DocumentState.IN_REVIEW:
        services.return_document(document=document, by=user, at=timezone.now())


def _state(document: Document) -> str:
    return Document.objects.values_list("state", flat=True).get(pk=document.pk)
