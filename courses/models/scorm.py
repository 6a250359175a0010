"""SCORM 1.2 packages of a lesson with their parts, and what each learner's browser reported from them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.choices.scorm import DONE_STATUSES, ENTRIES, EXITS, LessonStatus
from courses.models.enrolments import Enrolment
from courses.models.files import StoredFile
from courses.models.learning import Lesson
from vkc.core.fields import NFCCharField

SCORE = {"max_digits": 5, "decimal_places": 2, "null": True, "blank": True}


def _is_percentage(name: str) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__gte": 0, f"{name}__lte": 100})


class ScormPackage(models.Model):
    """One package as it was uploaded; never changed. A new upload is a new row, the newest plays.

    Nothing is unpacked: entries are served out of the stored archive, and only those of `entries`.
    """

    lesson = models.ForeignKey(
        Lesson, verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="packages"
    )
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="+"
    )
    title = NFCCharField(pgettext_lazy("package", "title"), max_length=300)
    identifier = NFCCharField(_("identifier in the manifest"), max_length=300, blank=True)
    entries = models.JSONField(_("files in the package"))
    inflated = models.PositiveBigIntegerField(_("size unpacked, in bytes"))
    # Keys of `courses.scorm.scan.WARNINGS`, said to the author.
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    added_at = models.DateTimeField(_("added at"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("SCORM package")
        verbose_name_plural = _("SCORM packages")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class ScormPart(models.Model):
    """One thing to take in a package (an item of its manifest), with its own standing; in order.

    `is_asset`: a page without the SCORM interface, done once it was opened.
    """

    package = models.ForeignKey(
        ScormPackage, verbose_name=_("SCORM package"), on_delete=models.CASCADE,
        related_name="parts",
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(pgettext_lazy("lesson", "order"))
    section = NFCCharField(pgettext_lazy("package", "section"), max_length=300, blank=True)
    title = NFCCharField(pgettext_lazy("package", "title"), max_length=300, blank=True)
    launch_path = models.CharField(_("first page"), max_length=500)
    launch_query = models.CharField(_("parameters of the first page"), max_length=500, blank=True)
    launch_data = models.TextField(_("data for the start"), max_length=4096, blank=True)
    mastery_score = models.DecimalField(
        _("score to pass"), validators=[MaxValueValidator(100)], **SCORE
    )
    is_asset = models.BooleanField(_("page without the SCORM interface"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("part of a package")
        verbose_name_plural = _("parts of packages")
        ordering = ["package", "order"]
        constraints = [
            models.UniqueConstraint(fields=["package", "order"], name="parts_are_numbered"),
            models.CheckConstraint(condition=~Q(launch_path=""), name="part_has_a_first_page"),
            models.CheckConstraint(
                condition=_is_percentage("mastery_score"), name="mastery_score_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return self.title or gettext("Part %(number)s") % {"number": self.order}


class ScormState(models.Model):
    """What one learner's browser reported from one part (cmi.core and cmi.suspend_data)."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE,
        related_name="scorm_states",
    )  # fmt: skip
    part = models.ForeignKey(
        ScormPart, verbose_name=_("part of a package"), on_delete=models.CASCADE,
        related_name="states",
    )  # fmt: skip
    lesson_status = models.CharField(
        pgettext_lazy("package", "status"), max_length=13, choices=LessonStatus.choices,
        default=LessonStatus.NOT_ATTEMPTED,
    )  # fmt: skip
    score_raw = models.DecimalField(_("score"), **SCORE)
    score_min = models.DecimalField(_("lowest score"), **SCORE)
    score_max = models.DecimalField(_("highest score"), **SCORE)
    lesson_location = models.CharField(_("place in the package"), max_length=255, blank=True)
    suspend_data = models.CharField(_("notes of the package"), max_length=4096, blank=True)
    exit = models.CharField(max_length=8, blank=True)
    entry = models.CharField(max_length=9, blank=True, default="ab-initio")
    # Of the visits before this one, and of this one: a package reports its own visit only.
    total_seconds = models.PositiveIntegerField(_("seconds before this visit"), default=0)
    session_seconds = models.PositiveIntegerField(_("seconds of this visit"), default=0)
    # The visit that may write; an older window of the same person no longer may.
    launch = models.UUIDField()
    started_at = models.DateTimeField(_("started at"))
    updated_at = models.DateTimeField(_("last reported at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("standing in a package")
        verbose_name_plural = _("standings in packages")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "part"], name="one_state_per_part_and_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(lesson_status__in=LessonStatus.values), name="scorm_status_known"
            ),
            models.CheckConstraint(condition=Q(exit__in=EXITS), name="scorm_exit_known"),
            models.CheckConstraint(condition=Q(entry__in=ENTRIES), name="scorm_entry_known"),
            models.CheckConstraint(
                condition=_is_percentage("score_raw")
                & _is_percentage("score_min")
                & _is_percentage("score_max"),
                name="scorm_scores_are_percentages",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(lesson_status__in=DONE_STATUSES),
                name="scorm_done_only_when_it_says_so",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.part_id}"
