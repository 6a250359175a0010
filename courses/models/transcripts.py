"""Training hours, frozen at completion; the types of training and the rules that count them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models.certificates import SigningCertificate, certificate_path, new_code
from courses.models.enrolments import Enrolment
from courses.models.files import private_storage
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import ReferenceBacked, SourceFields, Translated


class TrainingType(ReferenceBacked, Translated, SourceFields):
    """A kind of training that hours are counted by, with where it was read."""

    name_vi = NFCCharField(_("name"), max_length=200)
    name_en = NFCCharField(_("name in English"), max_length=200, blank=True)
    name_ko = NFCCharField(_("name in Korean"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("may be chosen"), default=True)

    class Meta:
        verbose_name = _("type of training")
        verbose_name_plural = _("types of training")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.in_language("name").text


class HoursRule(ReferenceBacked, SourceFields):
    """What a legal text asks of a type of training; what was not found stays empty."""

    training_type = models.ForeignKey(
        TrainingType, verbose_name=_("type of training"), on_delete=models.PROTECT,
        related_name="rules",
    )  # fmt: skip
    text_number = NFCCharField(_("number of the legal text"), max_length=80)
    valid_from = models.DateField(
        _("valid from"), null=True, blank=True, help_text=_("Leave empty while not known.")
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    periods_a_year = models.PositiveSmallIntegerField(
        _("least periods (tiết) a year"), null=True, blank=True,
        help_text=_("Only with the source that says so. Leave empty while not known."),
    )  # fmt: skip
    note_vi = NFCTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("rule on hours")
        verbose_name_plural = _("rules on hours")
        ordering = ["training_type", F("valid_from").desc(nulls_last=True), "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(periods_a_year=None) | (~Q(title="") & Q(valid_from__isnull=False)),
                name="threshold_has_source_and_day",
                violation_error_message=_(
                    "A number of periods needs its source and the day from which it is valid."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None)
                | Q(valid_until__gte=F("valid_from")),
                name="rule_ends_after_it_begins",
                violation_error_message=_("The last day is before the first day."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.text_number} · {self.training_type}"


class HoursRecord(models.Model):
    """The hours one person completed in one session, as they stood that day. Append-only.

    `periods` is None where neither timetable nor course states them. The unit is kept by scheme
    and code, so that it can be summed forward after a merger.
    """

    enrolment = models.OneToOneField(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.PROTECT, related_name="hours"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=pgettext_lazy("course", "person"), null=True,
        on_delete=models.SET_NULL, related_name="training_hours",
    )  # fmt: skip
    year = models.PositiveSmallIntegerField(_("year"))
    completed_on = models.DateField(_("completed on"))
    training_type = models.ForeignKey(
        TrainingType, verbose_name=_("type of training"), null=True, on_delete=models.PROTECT,
        related_name="records",
    )  # fmt: skip
    periods = models.PositiveSmallIntegerField(pgettext_lazy("course", "periods"), null=True)
    course_title_vi = NFCCharField(_("course"), max_length=300)
    course_title_en = NFCCharField(max_length=300, blank=True)
    course_title_ko = NFCCharField(max_length=300, blank=True)
    starts_on = models.DateField(_("first day"), null=True)
    ends_on = models.DateField(_("last day"), null=True)
    agency = models.ForeignKey(
        "accounts.Agency", verbose_name=_("agency"), null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    agency_name = NFCCharField(_("agency that day"), max_length=200, blank=True)
    unit_scheme = models.PositiveSmallIntegerField(_("scheme of the unit"), null=True)
    unit_code = models.CharField(_("code of the unit"), max_length=2, blank=True)
    unit_name = NFCCharField(_("unit that day"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("record of hours")
        verbose_name_plural = _("records of hours")
        ordering = ["-completed_on", "-id"]
        indexes = [
            models.Index(fields=["person", "year"], name="hours_person_year"),
            models.Index(fields=["unit_scheme", "unit_code", "year"], name="hours_unit_year"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit_scheme=None, unit_code="")
                | (Q(unit_scheme__isnull=False) & ~Q(unit_code="")),
                name="hours_unit_by_scheme_and_code",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_title_vi} ({self.year})"


class Transcript(models.Model):
    """A signed statement of one person's hours in one year, as they stood when it was made."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="transcripts"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    code = models.CharField(max_length=32, unique=True, default=new_code)
    facts = models.JSONField()
    file = models.FileField(_("file"), storage=private_storage, upload_to=certificate_path)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    signed_with = models.ForeignKey(SigningCertificate, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("transcript of hours")
        verbose_name_plural = _("transcripts of hours")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["person", "year"], name="transcript_person_year")]

    def __str__(self) -> str:
        return f"{self.person} ({self.year})"

    def get_absolute_url(self) -> str:
        return reverse("certificates:check", args=[self.code])
