"""What a document asks for, who answered, and what is missing."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.choices import PreparationStatus
from guidelines.models.documents import Document
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import ReferenceBacked, SourceFields, TimeStamped, Translated


class Ledger(ReferenceBacked, Translated, models.Model):
    """The tasks that one document sets: those of Decision 950, the nine of Decree 269/2025."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="ledgers"
    )
    path = models.CharField(_("provision"), max_length=200, blank=True)
    title_vi = NFCCharField(_("title"), max_length=300)
    title_en = NFCCharField(_("title in English"), max_length=300, blank=True)
    title_ko = NFCCharField(_("title in Korean"), max_length=300, blank=True)
    note_vi = NFCTextField(_("note"), blank=True)
    note_en = NFCTextField(_("note in English"), blank=True)
    note_ko = NFCTextField(_("note in Korean"), blank=True)
    is_per_province = models.BooleanField(
        _("each province has to do it"),
        default=False,
        help_text=_("Then a status is kept for each province and each task."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("ledger")
        verbose_name_plural = _("ledgers")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title_vi


class LedgerTask(ReferenceBacked, SourceFields, TimeStamped, Translated):
    """One thing the document asks for, with where we read so (inherited source fields)."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="tasks")
    group = NFCCharField(_("group"), max_length=20, blank=True)
    number = NFCCharField(_("number"), max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    path = models.CharField(_("provision"), max_length=200, blank=True)
    task_vi = NFCTextField(pgettext_lazy("ledger", "task"))
    task_en = NFCTextField(_("task in English"), blank=True)
    task_ko = NFCTextField(_("task in Korean"), blank=True)
    lead = NFCCharField(_("lead body"), max_length=300, blank=True)
    cooperating = NFCCharField(_("co-operating bodies"), max_length=500, blank=True)
    year_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    year_until = models.PositiveSmallIntegerField(_("until year"), null=True, blank=True)
    funding = NFCCharField(_("funding"), max_length=300, blank=True)
    missing_vi = NFCTextField(_("what is missing"), blank=True)
    missing_en = NFCTextField(_("what is missing, in English"), blank=True)
    missing_ko = NFCTextField(_("what is missing, in Korean"), blank=True)

    class Meta:
        verbose_name = _("task of a ledger")
        verbose_name_plural = _("tasks of a ledger")
        ordering = ["ledger", "order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year_from=None)
                | Q(year_until=None)
                | Q(year_until__gte=F("year_from")),
                name="task_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.task_vi[:80]


class LedgerAnswer(ReferenceBacked, SourceFields, Translated):
    """A document that answered a task; `is_partial` where something stays open."""

    task = models.ForeignKey(LedgerTask, on_delete=models.CASCADE, related_name="answers")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="answered_tasks"
    )
    document_text = NFCCharField(
        _("document that the library does not hold"), max_length=300, blank=True
    )
    is_partial = models.BooleanField(_("answers a part"), default=False)
    note_vi = NFCTextField(_("note"), blank=True)
    note_en = NFCTextField(_("note in English"), blank=True)
    note_ko = NFCTextField(_("note in Korean"), blank=True)

    class Meta:
        verbose_name = _("answer to a task")
        verbose_name_plural = _("answers to a task")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(document__isnull=False) & Q(document_text=""))
                | (Q(document__isnull=True) & ~Q(document_text="")),
                name="answer_names_one_document",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return str(self.document) if self.document_id else self.document_text


class Preparation(SourceFields, TimeStamped, Translated):
    """How far one province is with one task; no row means nothing is known."""

    task = models.ForeignKey(LedgerTask, on_delete=models.CASCADE, related_name="preparations")
    unit = models.ForeignKey(
        "places.Unit", verbose_name=_("province"), on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(_("status"), max_length=12, choices=PreparationStatus.choices)
    as_of = models.DateField(_("as of"))
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document_text = NFCCharField(_("document"), max_length=300, blank=True)
    note_vi = NFCTextField(_("note"), blank=True)
    note_en = NFCTextField(_("note in English"), blank=True)
    note_ko = NFCTextField(_("note in Korean"), blank=True)

    class Meta:
        verbose_name = _("preparation by a province")
        verbose_name_plural = _("preparations by provinces")
        ordering = ["task", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["task", "unit"], name="one_preparation_per_province"),
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(url=""),
                name="preparation_says_its_source",
                violation_error_message=_("Say where this was read: a source or its address."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.task}"
