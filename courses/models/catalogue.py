"""Courses: what is taught, for whom, to what end; apart from when and where."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from courses.querysets import CourseQuerySet
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import Illustrative, ReferenceBacked, SourceFields, TimeStamped, Translated
from vkc.core.text import slug_text

SLUG_LENGTH = 120


class Course(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    ReferenceBacked,
    Illustrative,
    TimeStamped,
    Translated,
    ClusterableModel,
):
    """One course in up to three languages. Hours are counted in periods (tiết)."""

    slug = models.SlugField(_("address"), max_length=SLUG_LENGTH, unique=True, blank=True)
    title_vi = NFCCharField(pgettext_lazy("course", "title"), max_length=300)
    title_en = NFCCharField(pgettext_lazy("course", "title in English"), max_length=300, blank=True)
    title_ko = NFCCharField(pgettext_lazy("course", "title in Korean"), max_length=300, blank=True)
    titles_by_vkc = models.JSONField(default=list, blank=True, editable=False)
    summary_vi = NFCTextField(_("summary"), blank=True)
    summary_en = NFCTextField(_("summary in English"), blank=True)
    summary_ko = NFCTextField(_("summary in Korean"), blank=True)
    audience_vi = NFCTextField(_("for whom"), blank=True)
    audience_en = NFCTextField(_("for whom, in English"), blank=True)
    audience_ko = NFCTextField(_("for whom, in Korean"), blank=True)
    outcomes_vi = NFCTextField(_("content and outcomes"), blank=True, help_text=_("One a line."))
    outcomes_en = NFCTextField(_("content and outcomes, in English"), blank=True)
    outcomes_ko = NFCTextField(_("content and outcomes, in Korean"), blank=True)
    prerequisites_vi = NFCTextField(_("prerequisites"), blank=True, help_text=_("One a line."))
    prerequisites_en = NFCTextField(_("prerequisites, in English"), blank=True)
    prerequisites_ko = NFCTextField(_("prerequisites, in Korean"), blank=True)
    topics = ParentalManyToManyField(
        "topics.Topic", verbose_name=_("topics"), blank=True, related_name="courses"
    )
    periods = models.PositiveSmallIntegerField(
        pgettext_lazy("course", "periods"),
        null=True,
        blank=True,
        help_text=_("Teaching periods (tiết), where stated."),
    )
    training_type = models.ForeignKey(
        "courses.TrainingType", verbose_name=_("type of training"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="courses",
        help_text=_("Hours are counted by it in each person's transcript."),
    )  # fmt: skip

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["title_vi"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title_vi=""), name="course_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or self.free_slug()
        super().save(*args, **kwargs)

    def full_clean(self, *args, **kwargs) -> None:
        self.slug = self.slug or self.free_slug()
        super().full_clean(*args, **kwargs)

    def free_slug(self) -> str:
        """An address from the title that no other course has."""
        base = slug_text(self.title_vi)[: SLUG_LENGTH - 5].strip("-") or "khoa-hoc"
        taken = set(
            Course.objects.filter(slug__startswith=base)
            .exclude(pk=self.pk)
            .values_list("slug", flat=True)
        )
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return next(slug for slug in (base, *numbered) if slug not in taken)

    @property
    def title(self) -> str:
        return self.in_language("title").text

    @property
    def is_title_by_vkc(self) -> bool:
        """True where the title shown is our translation, not the organisers' own words."""
        return self.in_language("title").language in self.titles_by_vkc

    def get_absolute_url(self) -> str:
        return reverse("courses:detail", args=[self.slug])


class CourseSource(SourceFields):
    """Where the facts of a course were read."""

    course = ParentalKey(Course, on_delete=models.CASCADE, related_name="sources")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["id"]
