"""A smart-city programme of a province or of a former city, with a source for every fact."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from projects.choices import KIND_STAGES, STAGE_TONES, Currency, Fact, HasCentre, Kind, Scope, Stage
from projects.dates import PartialDateField
from projects.fields import ChoiceArrayField, LinesArrayField
from projects.querysets import ProgrammeQuerySet
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import Confidence, ReferenceBacked, SourceFields, TimeStamped, Translated


class Programme(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    ReferenceBacked,
    Translated,
    TimeStamped,
    ClusterableModel,
):
    """One programme. An empty field means no information yet, never zero or none."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    unit = models.ForeignKey(
        "places.Unit",
        verbose_name=_("province-level unit"),
        on_delete=models.PROTECT,
        related_name="programmes",
        help_text=_("The unit that adopted it, of the scheme of that day."),
    )
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices)
    city = models.ForeignKey(
        "places.FormerCity",
        verbose_name=_("former city under the province"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="programmes",
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    title_vi = NFCCharField(_("title"), max_length=400)
    title_en = NFCCharField(_("title in English"), max_length=400, blank=True)
    title_ko = NFCCharField(_("title in Korean"), max_length=400, blank=True)
    decision_number = NFCCharField(_("number"), max_length=60, blank=True)
    decision_date = PartialDateField(_("date of issue"))
    issuer = NFCCharField(_("issuer"), max_length=200, blank=True)
    period_start = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(_("until year"), null=True, blank=True)
    vision_year = models.PositiveSmallIntegerField(_("vision to year"), null=True, blank=True)
    budget_value = models.DecimalField(
        _("budget"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    budget_currency = models.CharField(
        _("currency"), max_length=3, blank=True, choices=Currency.choices
    )
    budget_text_vi = NFCCharField(_("budget as stated"), max_length=300, blank=True)
    budget_text_en = NFCCharField(_("budget as stated, in English"), max_length=300, blank=True)
    has_ioc = models.CharField(
        _("has an operations centre"),
        max_length=7,
        choices=HasCentre.choices,
        default=HasCentre.UNKNOWN,
    )
    ioc_name = NFCCharField(_("name of the centre"), max_length=200, blank=True)
    ioc_date = PartialDateField(_("date of the centre"))
    ioc_note_vi = NFCCharField(_("note on the centre"), max_length=300, blank=True)
    ioc_note_en = NFCCharField(_("note on the centre, in English"), max_length=300, blank=True)
    partners = LinesArrayField(
        models.CharField(max_length=120),
        verbose_name=_("partners"),
        default=list,
        blank=True,
        help_text=_("One a line."),
    )
    focus_words = LinesArrayField(
        models.CharField(max_length=120),
        verbose_name=_("focus areas as stated"),
        default=list,
        blank=True,
        help_text=_("One a line, in the words of the source."),
    )
    topics = ParentalManyToManyField(
        "topics.Topic", verbose_name=_("topics"), blank=True, related_name="programmes"
    )
    status_vi = NFCTextField(_("status"), blank=True)
    status_en = NFCTextField(_("status in English"), blank=True)
    status_ko = NFCTextField(_("status in Korean"), blank=True)
    status_date = PartialDateField(_("status as of"))
    note_vi = NFCTextField(_("note"), blank=True)
    note_en = NFCTextField(_("note in English"), blank=True)
    note_ko = NFCTextField(_("note in Korean"), blank=True)
    staff_note = NFCTextField(_("note for staff, not shown"), blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, blank=True, choices=Confidence.choices
    )
    loaded_parts = models.JSONField(default=dict, blank=True, editable=False)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="programme",
        for_concrete_model=False,
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="programme",
        for_concrete_model=False,
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["unit__sort_key", "scope", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="city", city__isnull=False)
                | Q(scope="province", city__isnull=True),
                name="programme_city_goes_with_city_scope",
            ),
            models.CheckConstraint(
                condition=Q(period_start=None)
                | Q(period_end=None)
                | Q(period_end__gte=F("period_start")),
                name="programme_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(budget_value=None) | (Q(budget_value__gte=0) & ~Q(budget_currency="")),
                name="programme_budget_has_a_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.title_vi

    def get_absolute_url(self) -> str:
        return reverse("projects:detail", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if (self.scope == Scope.CITY) != (self.city_id is not None):
            message = gettext("Name the former city for a city programme, and only then.")
            raise ValidationError({"city": message})
        if self.city_id and self.city.province_id != self.unit_id:
            raise ValidationError({"city": gettext("This city was not in that province.")})
        if self.period_start and self.period_end and self.period_end < self.period_start:
            raise ValidationError({"period_end": gettext("The period ends before it begins.")})
        if self.budget_value is not None and not self.budget_currency:
            raise ValidationError({"budget_currency": gettext("State the currency.")})

    @property
    def is_unverified(self) -> bool:
        """Weakly sourced: shown with a flag and never counted as approved."""
        return self.confidence == Confidence.LOW

    @property
    def stage(self) -> Stage:
        """How far it got; without a check it stays unverified, whatever its kind."""
        return Stage.UNVERIFIED if self.is_unverified else KIND_STAGES[Kind(self.kind)]

    @property
    def stage_tone(self) -> str:
        return STAGE_TONES[self.stage]

    @property
    def place_name(self) -> str:
        return f"{self.city.name_vi}, {self.unit.name}" if self.city_id else self.unit.name


class ProgrammeSource(ReferenceBacked, SourceFields):
    """A source and the facts of the programme that it bears out."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="sources")
    facts = ChoiceArrayField(
        models.CharField(max_length=10, choices=Fact.choices),
        verbose_name=_("facts it bears out"),
        default=list,
        blank=True,
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["sort_order", "pk"]
