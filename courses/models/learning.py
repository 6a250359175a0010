"""Lessons of a course, how far each learner got, and what completing the course asks."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.choices.learning import LessonKind
from courses.learning.html import clean_html
from courses.models.catalogue import Course
from courses.models.enrolments import Enrolment
from courses.models.files import StoredFile
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import TimeStamped, Translated


class CourseLearning(models.Model):
    """How the lessons of a course are taken."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="learning")
    is_in_order = models.BooleanField(
        _("lessons in order"), default=True,
        help_text=_("A lesson opens once the required ones before it are done."),
    )  # fmt: skip
    grace_days = models.PositiveSmallIntegerField(
        _("days to finish lessons after the session ended"), default=14
    )

    class Meta:
        verbose_name = _("settings of learning")
        verbose_name_plural = _("settings of learning")

    def __str__(self) -> str:
        return str(self.course)


class Lesson(TimeStamped, Translated, models.Model):
    """One step of a course. What its kind needs must be there before it is published."""

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.CASCADE, related_name="lessons"
    )
    order = models.PositiveSmallIntegerField(pgettext_lazy("lesson", "order"))
    kind = models.CharField(
        pgettext_lazy("lesson", "kind"), max_length=10, choices=LessonKind.choices
    )
    title_vi = NFCCharField(pgettext_lazy("lesson", "title"), max_length=300)
    title_en = NFCCharField(pgettext_lazy("lesson", "title in English"), max_length=300, blank=True)
    title_ko = NFCCharField(pgettext_lazy("lesson", "title in Korean"), max_length=300, blank=True)
    body_vi = NFCTextField(pgettext_lazy("lesson", "text"), blank=True)
    body_en = NFCTextField(pgettext_lazy("lesson", "text in English"), blank=True)
    body_ko = NFCTextField(pgettext_lazy("lesson", "text in Korean"), blank=True)
    video = models.ForeignKey(
        StoredFile, verbose_name=_("video file"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    video_url = models.URLField(_("address of the video"), max_length=500, blank=True)
    captions = models.ForeignKey(
        StoredFile, verbose_name=_("captions (VTT)"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    document = models.ForeignKey(
        StoredFile, verbose_name=_("document"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    is_required = models.BooleanField(pgettext_lazy("lesson", "required"), default=True)
    is_published = models.BooleanField(pgettext_lazy("lesson", "published"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["course", "order", "id"]
        indexes = [models.Index(fields=["course", "order"], name="lesson_order")]
        constraints = [
            models.CheckConstraint(condition=~Q(title_vi=""), name="lesson_has_a_title"),
            models.CheckConstraint(
                condition=Q(kind__in=LessonKind.values), name="lesson_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(is_published=True, kind="video")
                | (Q(captions__isnull=False) & (Q(video__isnull=False) | ~Q(video_url=""))),
                name="published_video_has_captions",
                violation_error_message=_(
                    "A video needs captions (a VTT file) before it is published: who cannot hear"
                    " it, or sits in a loud office, reads them."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(is_published=True, kind="document") | Q(document__isnull=False),
                name="published_document_has_a_file",
                violation_error_message=_("Add the document before publishing the lesson."),
            ),
        ]

    def __str__(self) -> str:
        return self.in_language("title").text

    def save(self, *args, **kwargs) -> None:
        for language in ("vi", "en", "ko"):
            setattr(self, f"body_{language}", clean_html(getattr(self, f"body_{language}")))
        super().save(*args, **kwargs)


class LessonProgress(models.Model):
    """How far one learner got in one lesson."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE,
        related_name="lesson_progress",
    )  # fmt: skip
    lesson = models.ForeignKey(
        Lesson, verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="progress"
    )
    started_at = models.DateTimeField(_("started at"))
    seen_at = models.DateTimeField(_("last seen at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    position_seconds = models.PositiveIntegerField(_("position in seconds"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("progress in a lesson")
        verbose_name_plural = _("progress in lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson"], name="one_progress_per_lesson_and_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__gte=F("started_at")),
                name="lesson_done_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_id}"


class CompletionRule(models.Model):
    """What completing a course asks, from a day on; append-only, a change is a new version."""

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.CASCADE, related_name="completion_rules"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(
        _("valid from"), help_text=_("For sessions that begin on this day or later.")
    )
    min_attendance = models.PositiveSmallIntegerField(
        _("least attendance, in % of the periods"), null=True, blank=True,
        validators=[MaxValueValidator(100)], help_text=_("Empty: attendance is not asked."),
    )  # fmt: skip
    needs_lessons = models.BooleanField(_("all required lessons"), default=False)
    needs_quiz = models.BooleanField(_("quiz passed"), default=False)
    needs_assignment = models.BooleanField(_("assignment accepted"), default=False)
    needs_survey = models.BooleanField(_("survey answered"), default=False)
    note = NFCCharField(_("why this version"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING,
        db_constraint=False, related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("completion rule")
        verbose_name_plural = _("completion rules")
        ordering = ["course", "version"]
        constraints = [
            models.UniqueConstraint(fields=["course", "version"], name="one_rule_per_version"),
            models.UniqueConstraint(fields=["course", "valid_from"], name="one_rule_per_day"),
            models.CheckConstraint(
                condition=Q(min_attendance=None) | Q(min_attendance__lte=100),
                name="attendance_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.version}"


class CompletionOverride(models.Model):
    """A registrar's decision on one person against the rule, with the reason; append-only."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.DO_NOTHING, db_constraint=False,
        related_name="completion_overrides",
    )  # fmt: skip
    is_completed = models.BooleanField(_("completes"))
    reason = NFCCharField(_("reason"), max_length=500)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING,
        db_constraint=False, related_name="+",
    )  # fmt: skip

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision against the rule")
        verbose_name_plural = _("decisions against the rule")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="override_says_why"),
        ]

    def __str__(self) -> str:
        return self.reason


class Conclusion(models.Model):
    """How an enrolment was judged, in the words of that day; written once."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="conclusion")
    rule = models.ForeignKey(CompletionRule, on_delete=models.PROTECT, related_name="+")
    # [{label, is_met, sentence}] in Vietnamese, the language of the file.
    items = models.JSONField(_("findings"))
    is_overridden = models.BooleanField(_("decided against the rule"), default=False)
    at = models.DateTimeField(_("when"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("judgement of completion")
        verbose_name_plural = _("judgements of completion")

    def __str__(self) -> str:
        return str(self.enrolment_id)
