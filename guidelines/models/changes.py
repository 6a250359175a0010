from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.choices import ChangeKind
from guidelines.models.documents import Document
from guidelines.models.versions import Version
from guidelines.querysets import ChangeQuerySet
from vkc.core.fields import NFCTextField
from vkc.core.models import Translated


class Change(Translated, models.Model):
    """One line of the public change log: append-only. `id` is the cursor of the API."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="changes")
    version = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    kind = models.CharField(_("what changed"), max_length=10, choices=ChangeKind.choices)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    note_vi = NFCTextField(_("note to readers"), blank=True)
    note_en = NFCTextField(_("note to readers, in English"), blank=True)
    note_ko = NFCTextField(_("note to readers, in Korean"), blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("library change")
        verbose_name_plural = _("library changes")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["document", "-at"]), models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.document} {self.kind} {self.at:%Y-%m-%d}"
