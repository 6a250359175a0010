"""Imports: a file on its way to becoming a draft text."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guidelines.choices import ImportState
from guidelines.models.documents import Document
from guidelines.models.files import SourceFile
from guidelines.models.versions import Version
from vkc.core.fields import NFCCharField, NFCTextField

LIVE = (ImportState.QUEUED, ImportState.RUNNING, ImportState.READY)


class ImportJob(models.Model):
    """One file being read. Nothing is stored in the library before a person has confirmed it."""

    source = models.ForeignKey(
        SourceFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="imports"
    )
    document = models.ForeignKey(
        Document,
        verbose_name=_("document it is the text of"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="imports",
    )
    declared_number = NFCCharField(
        _("declared number"),
        max_length=80,
        blank=True,
        help_text=_("The import is refused if the file itself says another number."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.QUEUED
    )
    step = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = NFCTextField(_("why it was refused"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("begun at"))
    # A worker that dies leaves this behind: the job is then taken up again.
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    version = models.OneToOneField(
        Version, null=True, blank=True, on_delete=models.SET_NULL, related_name="made_by_import"
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(state__in=LIVE), name="one_live_import_per_file"
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""), name="refused_import_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.get_state_display()})"


class ImportResult(models.Model):
    """What was recognised (`recognition.parsed.Parsed.to_json`)."""

    job = models.OneToOneField(
        ImportJob, primary_key=True, on_delete=models.CASCADE, related_name="result"
    )
    parsed = models.JSONField()

    def __str__(self) -> str:
        return str(self.job_id)


class ImportPage(models.Model):
    """One page read from a scan: kept so that a cancelled or broken job resumes where it was."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="one_text_per_scanned_page")
        ]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.number}"
