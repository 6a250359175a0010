"""The text of a document as it stands from a day on, and its provisions.

Heavy text lives in `ProvisionText`: lists, contents and facets never load it.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guidelines.choices import DocumentState, ProvisionKind, VersionKind
from guidelines.models.documents import Document
from guidelines.models.files import SourceFile
from guidelines.querysets import VersionQuerySet
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import Illustrative, StateEvent, TimeStamped, Translated


class Version(Illustrative, TimeStamped, Translated, models.Model):
    """A text valid from a day, in one language, from one file."""

    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="versions"
    )
    kind = models.CharField(
        _("kind of text"),
        max_length=14,
        choices=VersionKind.choices,
        default=VersionKind.ORIGINAL,
    )
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="vi"
    )
    valid_from = models.DateField(_("text valid from"))
    label = NFCCharField(
        _("name of the text"),
        max_length=200,
        blank=True,
        help_text=_("For example the number of the consolidated text. May stay empty."),
    )
    source = models.ForeignKey(
        SourceFile,
        verbose_name=_("source file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="versions",
    )
    is_ocr = models.BooleanField(_("read from a scan"), default=False, editable=False)
    was_read_through = models.BooleanField(
        _("somebody read the whole text against the scan"), default=False
    )
    is_machine_numbered = models.BooleanField(default=False, editable=False)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=DocumentState.choices,
        default=DocumentState.DRAFT,
        editable=False,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    publish_at = models.DateTimeField(_("to be published at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawal_reason = NFCTextField(_("reason for the withdrawal"), blank=True)
    change_note_vi = NFCTextField(_("what changes for readers"), blank=True)
    change_note_en = NFCTextField(_("what changes for readers, in English"), blank=True)
    change_note_ko = NFCTextField(_("what changes for readers, in Korean"), blank=True)
    # What the import listed: normalisations by rule, gaps, warnings, lines it did not recognise.
    findings = models.JSONField(default=dict, editable=False)
    # sha256 of the provisions' text in order: names the text in stored outputs and ETags.
    text_digest = models.CharField(max_length=64, editable=False, blank=True, default="")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["document", "-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language", "valid_from"],
                condition=Q(state=DocumentState.PUBLISHED),
                name="one_published_text_per_day_and_language",
                violation_error_message=_(
                    "A text of this document is already published for this day and language."
                ),
            ),
            models.UniqueConstraint(
                fields=["document", "language", "source"],
                condition=~Q(state=DocumentState.WITHDRAWN),
                name="one_version_per_file",
            ),
            models.CheckConstraint(
                condition=Q(author=None) | Q(approved_by=None) | ~Q(author=F("approved_by")),
                name="nobody_approves_own_text",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["scheduled", "published"])
                | Q(author=None)
                | Q(approved_by__isnull=False),
                name="text_goes_out_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["scheduled", "published"]) | ~Q(change_note_vi=""),
                name="text_goes_out_with_a_change_note",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False),
                name="scheduled_text_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="published_text_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawn_text_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(is_ocr=False)
                | Q(was_read_through=True)
                | ~Q(state__in=["scheduled", "published"]),
                name="scanned_text_is_read_before_it_goes_out",
            ),
        ]
        indexes = [models.Index(fields=["document", "language", "state", "-valid_from"])]

    def __str__(self) -> str:
        return f"{self.document} ({self.valid_from.isoformat()}, {self.language})"

    @property
    def change_note(self) -> str:
        """What the text changes for readers, in the reader's language or the first there is."""
        return self.in_language("change_note").text


class VersionEvent(StateEvent):
    """What happened to a text: append-only, so it outlives a draft that was discarded."""

    subject = models.ForeignKey(
        Version, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )

    class Meta(StateEvent.Meta):
        verbose_name = _("text event")
        verbose_name_plural = _("text events")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.event} {self.at:%Y-%m-%d %H:%M}"


class Provision(models.Model):
    """One node of a version's tree. `path` is its anchor: dieu-5.khoan-2.diem-dd (đ is dd)."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="provisions")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ProvisionKind.choices)
    number = NFCCharField(_("number"), max_length=20, blank=True)
    label = NFCCharField(_("label"), max_length=80, blank=True)
    heading = NFCTextField(_("heading"), blank=True)
    path = models.CharField(max_length=200)
    order = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    # The same article through all versions of its document.
    lineage = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "path"], name="one_provision_per_path"),
            models.UniqueConstraint(fields=["version", "order"], name="one_provision_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.heading}".strip()


class ProvisionText(models.Model):
    """The words of a provision, without those of its children.

    `source` holds the exact characters of the file (label and heading included): joined in order
    they are the file's text again. `normalisations` lists each difference between the two as
    {"rule", "at", "was", "now"}, `at` counted in `source`.
    """

    provision = models.OneToOneField(
        Provision, primary_key=True, on_delete=models.CASCADE, related_name="words"
    )
    text = models.TextField(_("text"), blank=True)
    source = models.TextField(blank=True)
    normalisations = models.JSONField(default=list)
    # {"caption", "header_rows", "header_columns", "rows": [[{"text", "colspan", "rowspan", "is_header"}]]}
    table = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("text of a provision")
        verbose_name_plural = _("texts of provisions")

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(Translated, models.Model):
    """A file that goes with a text; it is public when the text is."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="attachments")
    title_vi = NFCCharField(_("title"), max_length=300)
    title_en = NFCCharField(_("title in English"), max_length=300, blank=True)
    title_ko = NFCCharField(_("title in Korean"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "file"], name="one_attachment_per_file")
        ]

    def __str__(self) -> str:
        return self.title_vi
