from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guidelines.models.documents import Document
from vkc.core.models import StateEvent


class DocumentEvent(StateEvent):
    """What happened to a document: append-only. `author` wrote the version it is about."""

    subject = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="events")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author of the version"),
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )

    class Meta(StateEvent.Meta):
        verbose_name = _("document event")
        verbose_name_plural = _("document events")
        constraints = [
            models.CheckConstraint(
                condition=~Q(event__in=["publish", "schedule"])
                | Q(by=None)
                | Q(author=None)
                | ~Q(by=F("author")),
                name="nobody_publishes_own_document",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.event} {self.at:%Y-%m-%d %H:%M}"
