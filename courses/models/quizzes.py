"""Questions of a course, quizzes drawn from them, and attempts by the clock of the server."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.choices.learning import QuestionKind, ShowAnswers
from courses.models.catalogue import Course
from courses.models.enrolments import Enrolment
from courses.models.learning import Lesson
from vkc.core.fields import NFCTextField
from vkc.core.models import TimeStamped, Translated


class Question(TimeStamped, Translated, models.Model):
    """One question of a course's bank.

    `options` is a list of {key, is_correct, vi, en, ko}; empty for a number, whose right answers
    are `number` give or take `tolerance`.
    """

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.CASCADE, related_name="questions"
    )
    kind = models.CharField(
        pgettext_lazy("question", "kind"), max_length=10, choices=QuestionKind.choices
    )
    text_vi = NFCTextField(pgettext_lazy("question", "question"))
    text_en = NFCTextField(_("question in English"), blank=True)
    text_ko = NFCTextField(_("question in Korean"), blank=True)
    options = models.JSONField(pgettext_lazy("question", "answers"), default=list, blank=True)
    number = models.DecimalField(
        _("right number"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    tolerance = models.DecimalField(
        _("give or take"), max_digits=14, decimal_places=4, default=0,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    explanation_vi = NFCTextField(_("explanation"), blank=True)
    explanation_en = NFCTextField(_("explanation in English"), blank=True)
    explanation_ko = NFCTextField(_("explanation in Korean"), blank=True)
    is_active = models.BooleanField(_("may be drawn"), default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("quiz", "question")
        verbose_name_plural = pgettext_lazy("quiz", "questions")
        ordering = ["course", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="question_kind_known"
            ),
            models.CheckConstraint(
                condition=(Q(kind="number") & Q(number__isnull=False))
                | (~Q(kind="number") & Q(number=None)),
                name="number_question_has_a_number",
            ),
            models.CheckConstraint(condition=~Q(text_vi=""), name="question_has_a_text"),
        ]

    def __str__(self) -> str:
        return self.in_language("text").text


class QuizSettings(models.Model):
    """How the quiz of one lesson is held."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, related_name="quiz")
    draws = models.PositiveSmallIntegerField(
        _("questions drawn"), default=10, validators=[MinValueValidator(1)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=30, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts"), default=2, validators=[MinValueValidator(1)]
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark in %"), default=60, validators=[MaxValueValidator(100)]
    )
    shows_answers = models.CharField(
        _("right answers are shown"), max_length=6, choices=ShowAnswers.choices,
        default=ShowAnswers.LAST,
    )  # fmt: skip

    class Meta:
        verbose_name = _("quiz settings")
        verbose_name_plural = _("quiz settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(draws__gte=1, minutes__gte=1, attempts__gte=1, pass_percent__lte=100),
                name="quiz_settings_make_sense",
            )
        ]

    def __str__(self) -> str:
        return str(self.lesson)


class Attempt(models.Model):
    """One attempt at a quiz. What was drawn is frozen, so a later edit of the bank changes nothing.

    `questions` is a list of {kind, text, options, number, tolerance, explanation} in the order
    drawn; texts by language. `answers` maps the place of a question ("0", "1", …) to the keys
    chosen, or to the text of a number. Times are the server's.
    """

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE, related_name="attempts"
    )
    lesson = models.ForeignKey(
        Lesson, verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="attempts"
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("attempt", "number"))
    questions = models.JSONField(_("questions drawn"))
    answers = models.JSONField(pgettext_lazy("attempt", "answers"), default=dict)
    pass_percent = models.PositiveSmallIntegerField(_("pass mark in %"))
    started_at = models.DateTimeField(_("started at"))
    deadline = models.DateTimeField(_("deadline"))
    saved_at = models.DateTimeField(_("last saved at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    right = models.PositiveSmallIntegerField(_("right answers"), null=True, blank=True)
    percent = models.DecimalField(
        _("score in %"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("quiz", "attempt")
        verbose_name_plural = pgettext_lazy("quiz", "attempts")
        ordering = ["enrolment", "lesson", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "number"], name="attempts_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "lesson"],
                condition=Q(submitted_at=None),
                name="one_running_attempt",
            ),
            models.CheckConstraint(
                condition=Q(deadline__gt=F("started_at")), name="attempt_has_time"
            ),
            models.CheckConstraint(
                condition=Q(saved_at=None) | Q(saved_at__lte=F("deadline")),
                name="nothing_is_saved_after_the_deadline",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(submitted_at__lte=F("deadline")),
                name="handed_in_by_the_deadline",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, right=None, percent=None)
                | Q(submitted_at__isnull=False, right__isnull=False, percent__isnull=False),
                name="score_comes_with_handing_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson} · {self.number}"

    @property
    def is_running(self) -> bool:
        return self.submitted_at is None

    @property
    def is_passed(self) -> bool:
        return self.percent is not None and self.percent >= self.pass_percent
