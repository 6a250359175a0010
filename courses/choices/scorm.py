"""Closed lists of words of SCORM 1.2 (Run-Time Environment, section 3.4)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class LessonStatus(models.TextChoices):
    NOT_ATTEMPTED = "not attempted", pgettext_lazy("package", "not begun")
    INCOMPLETE = "incomplete", pgettext_lazy("package", "begun")
    BROWSED = "browsed", pgettext_lazy("package", "looked through")
    COMPLETED = "completed", pgettext_lazy("package", "completed")
    PASSED = "passed", pgettext_lazy("package", "passed")
    FAILED = "failed", pgettext_lazy("package", "not passed")


# With these a lesson is done, and stays done.
DONE_STATUSES = (LessonStatus.COMPLETED, LessonStatus.PASSED)
# With these a part was gone through, and the next one opens.
ENDED_STATUSES = (*DONE_STATUSES, LessonStatus.FAILED, LessonStatus.BROWSED)
# How a package says it was left, and how it is told it is entered. Never shown to a reader.
EXITS = ("", "time-out", "suspend", "logout")
ENTRIES = ("", "ab-initio", "resume")
