"""Closed lists of words for learning online."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LessonKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("lesson", "text")
    VIDEO = "video", pgettext_lazy("lesson", "video")
    DOCUMENT = "document", pgettext_lazy("lesson", "document")
    QUIZ = "quiz", pgettext_lazy("lesson", "quiz")
    ASSIGNMENT = "assignment", pgettext_lazy("lesson", "assignment")
    SURVEY = "survey", pgettext_lazy("lesson", "anonymous survey")
    SCORM = "scorm", pgettext_lazy("lesson", "SCORM package")


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("one right answer")
    MULTIPLE = "multiple", _("several right answers")
    TRUE_FALSE = "true_false", _("true or false")
    NUMBER = "number", _("a number")


class ShowAnswers(models.TextChoices):
    """When a learner sees which answers were right, and why."""

    EACH = "each", _("after each attempt")
    LAST = "last", _("after the last attempt, or once passed")
    NEVER = "never", _("never")


class SurveyKind(models.TextChoices):
    SCALE = "scale", _("scale from 1 to 5")
    CHOICE = "choice", _("one of several choices")
    TEXT = "text", _("free text")
