"""What learners hand in: assignments under their name, surveys without any."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.choices.learning import SurveyKind
from courses.models.enrolments import Enrolment
from courses.models.files import StoredFile
from courses.models.learning import Lesson
from courses.models.sessions import Session
from vkc.core.fields import NFCTextField
from vkc.core.models import Translated


class Submission(models.Model):
    """One version of one learner's assignment; the newest counts."""

    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE, related_name="submissions"
    )
    lesson = models.ForeignKey(
        Lesson, verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="submissions"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    words = NFCTextField(_("note to the teacher"), blank=True)
    submitted_at = models.DateTimeField(_("handed in at"))
    is_accepted = models.BooleanField(_("accepted"), null=True, blank=True)
    points = models.PositiveSmallIntegerField(
        _("points of 100"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    feedback = NFCTextField(_("words of the teacher"), blank=True)
    graded_at = models.DateTimeField(_("graded at"), null=True, blank=True)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("graded by"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("assignment handed in")
        verbose_name_plural = _("assignments handed in")
        ordering = ["enrolment", "lesson", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "version"], name="submissions_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(is_accepted=None, graded_at=None)
                | (Q(is_accepted__isnull=False, graded_at__isnull=False) & ~Q(feedback="")),
                name="a_grade_says_why_and_when",
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__lte=100), name="points_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson} · {self.version}"


class SurveyQuestion(Translated, models.Model):
    """One question of a survey. `options_*` holds one choice a line."""

    lesson = models.ForeignKey(
        Lesson, verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="survey_questions"
    )
    order = models.PositiveSmallIntegerField(pgettext_lazy("lesson", "order"))
    kind = models.CharField(
        pgettext_lazy("question", "kind"), max_length=6, choices=SurveyKind.choices
    )
    text_vi = NFCTextField(pgettext_lazy("question", "question"))
    text_en = NFCTextField(_("question in English"), blank=True)
    text_ko = NFCTextField(_("question in Korean"), blank=True)
    options_vi = NFCTextField(_("choices"), blank=True, help_text=_("One a line."))
    options_en = NFCTextField(_("choices in English"), blank=True)
    options_ko = NFCTextField(_("choices in Korean"), blank=True)
    is_required = models.BooleanField(_("must be answered"), default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("survey question")
        verbose_name_plural = _("survey questions")
        ordering = ["lesson", "order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SurveyKind.values), name="survey_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="choice") | ~Q(options_vi=""), name="choice_has_choices"
            ),
        ]

    def __str__(self) -> str:
        return self.in_language("text").text


class SurveyAnswer(models.Model):
    """One answer, nobody's: no person, no enrolment, no time; the key is random.

    `is_published`: it came in with a step of at least five answers to the same question, and counts
    in the results from then on; the others wait for their step.

    All answers of a survey in a session are written anew, in random order, with each one that is
    added: neither their place in the table nor the transaction that wrote them tells who came when.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="survey_answers")
    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="answers")
    value = models.CharField(max_length=2000)
    is_published = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("survey answer")
        verbose_name_plural = _("survey answers")
        indexes = [models.Index(fields=["session", "question"], name="survey_answer_session")]

    def __str__(self) -> str:
        return str(self.id)


class SurveyTaken(models.Model):
    """That an enrolment has answered, so that nobody answers twice; not when, and not what.

    These rows, too, are written anew in random order with each one that is added: the last of them
    would else be the person whose answers came last.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="surveys_taken")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="taken")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("survey taken")
        verbose_name_plural = _("surveys taken")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson"], name="a_survey_is_answered_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.lesson)
