"""Documents: who issued what, when, under which number, and from which source we know it.

A number is text and recurs: identity is kind + number + issuer + date.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from guidelines.choices import (
    VIETNAMESE_KINDS,
    DocumentKind,
    DocumentState,
    StatedStatus,
    kind_word,
)
from guidelines.exceptions import ChangeNoteMissing, OwnWorkRefused
from guidelines.querysets import DocumentQuerySet
from guidelines.recognition.naming import official_day
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import (
    Illustrative,
    ReferenceBacked,
    SourceFields,
    TimeStamped,
    Translated,
)
from vkc.core.text import fold, slug_text

UNKNOWN_DAY = "khong-ro-ngay"
# What belongs to the document as a whole, not to one revision of its content.
KEPT_BY_REVISIONS = (
    "state",
    "withdrawn_at",
    "withdrawal_reason",
    "reference_key",
    "reference_digest",
    "is_demo",
    "created_at",
)


class Issuer(ReferenceBacked, Translated, models.Model):
    """A body that issues documents."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    name_vi = NFCCharField(_("name"), max_length=200)
    name_en = NFCCharField(_("name in English"), max_length=200, blank=True)
    name_ko = NFCCharField(_("name in Korean"), max_length=200, blank=True)
    abbreviation = NFCCharField(_("abbreviation"), max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("issuing body")
        verbose_name_plural = _("issuing bodies")
        ordering = ["order", "name_vi"]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def name(self) -> str:
        return self.in_language("name").text


class Document(
    ReferenceBacked,
    Illustrative,
    TimeStamped,
    Translated,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """One document as issued. Its legal status is derived (`guidelines.legal`), never stored."""

    kind = models.CharField(_("document kind"), max_length=20, choices=DocumentKind.choices)
    number = NFCCharField(
        _("number"), max_length=80, help_text=_("As printed, for example 950/QĐ-TTg.")
    )
    number_slug = models.CharField(max_length=100, editable=False)
    issuer = models.ForeignKey(
        Issuer, verbose_name=_("issuing body"), on_delete=models.PROTECT, related_name="documents"
    )
    issued_on = models.DateField(
        _("issued on"), null=True, blank=True, help_text=_("Leave empty while it is not known.")
    )
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    expires_on = models.DateField(
        _("no longer in force from"),
        null=True,
        blank=True,
        help_text=_("The first day on which it no longer holds, if the text itself says so."),
    )
    title_vi = NFCTextField(pgettext_lazy("document", "title"))
    title_en = NFCTextField(_("title in English"), blank=True)
    title_ko = NFCTextField(_("title in Korean"), blank=True)
    summary_vi = NFCTextField(_("summary"), blank=True)
    summary_en = NFCTextField(_("summary in English"), blank=True)
    summary_ko = NFCTextField(_("summary in Korean"), blank=True)
    signer = NFCCharField(_("signed by"), max_length=150, blank=True)
    note_vi = NFCTextField(
        _("note on the evidence"),
        blank=True,
        help_text=_("What is not yet verified, shown to readers."),
    )
    note_en = NFCTextField(_("note on the evidence in English"), blank=True)
    note_ko = NFCTextField(_("note on the evidence in Korean"), blank=True)
    stated_status = models.CharField(
        _("status stated by a source"),
        max_length=20,
        blank=True,
        choices=StatedStatus.choices,
        help_text=_(
            "Evidence only: it is used where dates and effects do not tell, and shown with who states it."
        ),
    )
    stated_on = models.DateField(_("stated as of"), null=True, blank=True)
    stated_by = NFCCharField(_("stated by"), max_length=200, blank=True)
    unverified_from = models.DateField(
        _("not verified from"),
        null=True,
        blank=True,
        help_text=_("From this day nobody has checked whether the document still holds."),
    )
    topics = ParentalManyToManyField(
        "topics.Topic", verbose_name=_("topics"), blank=True, related_name="documents"
    )

    # What the next publication changes for readers; goes to the change log and is emptied there.
    change_note_vi = NFCTextField(_("what changes for readers"), blank=True)
    change_note_en = NFCTextField(_("what changes for readers, in English"), blank=True)
    change_note_ko = NFCTextField(_("what changes for readers, in Korean"), blank=True)

    state = models.CharField(
        _("state"),
        max_length=12,
        choices=DocumentState.choices,
        default=DocumentState.DRAFT,
        editable=False,
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawal_reason = NFCTextField(_("reason for the withdrawal"), blank=True, editable=False)
    folded = models.TextField(editable=False, default="")

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="document",
        for_concrete_model=False,
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="document",
        for_concrete_model=False,
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = [F("issued_on").desc(nulls_last=True), "number_slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number_slug", "issuer", "issued_on"],
                name="one_document_per_identity",
                nulls_distinct=False,
                violation_error_message=_(
                    "This kind, number, issuing body and date are already in the library."
                ),
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None)
                | Q(effective_on=None)
                | Q(expires_on__gte=F("effective_on")),
                name="document_ends_after_it_begins",
                violation_error_message=_(
                    "A document cannot end before it comes into force: check the two dates."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawn_document_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(stated_status="") | (Q(stated_on__isnull=False) & ~Q(stated_by="")),
                name="stated_status_says_who_and_when",
                violation_error_message=_("Say who states the status, and as of which day."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-issued_on"]),
            models.Index(fields=["kind", "number_slug"]),
        ]

    def __str__(self) -> str:
        if self.is_standard:
            return self.number
        return f"{kind_word(self.kind)} {self.number}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number_slug = slug_text(self.number)
        words = [VIETNAMESE_KINDS.get(self.kind, ""), self.number]
        words += [self.title_vi, self.title_en, self.title_ko]
        if self.issuer_id:
            words += [self.issuer.name_vi, self.issuer.name_en, self.issuer.abbreviation]
        self.folded = fold(" ".join(word for word in words if word))
        super().save(*args, **kwargs)

    def twins(self) -> DocumentQuerySet:
        """Other documents of the same identity; the database allows none."""
        return Document.objects.exclude(pk=self.pk).filter(
            kind=self.kind,
            number_slug=slug_text(self.number),
            issuer_id=self.issuer_id,
            issued_on=self.issued_on,
        )

    def with_content_json(self, content: dict) -> Document:
        """A revision brings back content; state and withdrawal stay those of the document."""
        restored = super().with_content_json(content)
        for name in KEPT_BY_REVISIONS:
            setattr(restored, name, getattr(self, name))
        return restored

    @transaction.atomic
    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        """Wagtail's one way to publish: nobody passes with a revision they wrote themselves, nor
        changes a public page without telling readers what changes."""
        if user is not None and revision.user_id == user.pk:
            raise OwnWorkRefused
        if self.lacks_change_note(revision):
            raise ChangeNoteMissing
        revision.published_by = user
        return super().publish(revision, user=user, **kwargs)

    def lacks_change_note(self, revision: Any) -> bool:
        """True where readers already see the document and would not be told what changes."""
        was_public = self.state in (DocumentState.PUBLISHED, DocumentState.WITHDRAWN)
        return was_public and not revision.content.get("change_note_vi", "").strip()

    @property
    def revisions(self) -> Any:
        return self._revisions

    @property
    def title(self) -> str:
        return self.in_language("title").text

    @property
    def day_part(self) -> str:
        """The date as the address writes it."""
        return self.issued_on.isoformat() if self.issued_on else UNKNOWN_DAY

    @property
    def path(self) -> str:
        """The address without the language."""
        return f"guidelines/{self.kind}/{self.number_slug}/{self.day_part}/"

    def get_absolute_url(self) -> str:
        return reverse("guidelines:detail", args=[self.kind, self.number_slug, self.day_part])

    @property
    def full_url(self) -> str:
        """The address of the page, for Wagtail's “view live” buttons; none before publication."""
        readable = self.state in (DocumentState.PUBLISHED, DocumentState.WITHDRAWN)
        return self.get_absolute_url() if readable else ""

    @property
    def is_standard(self) -> bool:
        """Standards and technical regulations carry their kind in the number."""
        return self.kind in (DocumentKind.STANDARD, DocumentKind.REGULATION)

    @property
    def is_withdrawn(self) -> bool:
        return self.state == DocumentState.WITHDRAWN

    @property
    def citation(self) -> str:
        """The official form: Quyết định số 950/QĐ-TTg ngày 01/8/2018 của Thủ tướng Chính phủ."""
        parts = [f"{VIETNAMESE_KINDS[self.kind]} số {self.number}"]
        if self.is_standard:
            parts = [self.number]
        if self.issued_on:
            parts.append(f"ngày {official_day(self.issued_on)}")
        parts.append(f"của {self.issuer.name_vi}")
        return " ".join(parts) + f", {self.title_vi}"

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "guidelines/document_detail.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from guidelines.reading import page_context

        if self.pk is None:
            # A key that no row has: what points at a document not yet saved is nothing.
            self.pk = 0
        return {
            **super().get_preview_context(request, mode_name),
            **page_context(self, is_preview=True),
        }


class DocumentSource(ReferenceBacked, SourceFields):
    """Where the metadata of a document was read."""

    document = ParentalKey(Document, on_delete=models.CASCADE, related_name="sources")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["id"]


class DocumentAddress(models.Model):
    """An address a document once had: it redirects for ever."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="addresses")
    path = models.CharField(max_length=250)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "path"], name="one_former_address")
        ]

    def __str__(self) -> str:
        return self.path
