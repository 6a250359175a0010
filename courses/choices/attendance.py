"""Closed lists of words for attendance, materials and announcements."""

from django.db import models
from django.utils.translation import pgettext_lazy


class MarkState(models.TextChoices):
    """Whether a person was at a meeting. No mark at all means: not recorded."""

    PRESENT = "present", pgettext_lazy("attendance", "present")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")
    EXCUSED = "excused", pgettext_lazy("attendance", "absent with leave")
    UNDONE = "undone", pgettext_lazy("attendance", "mark taken back")


class MarkSource(models.TextChoices):
    """How a mark came about."""

    CODE = "code", pgettext_lazy("attendance", "code on the screen")
    SCAN = "scan", pgettext_lazy("attendance", "personal QR code")
    SHEET = "sheet", pgettext_lazy("attendance", "printed sheet")
    STAFF = "staff", pgettext_lazy("attendance", "called by name")
    CORRECTION = "correction", pgettext_lazy("attendance", "correction")


class MaterialAccess(models.TextChoices):
    """From when, and for whom, a material is there."""

    PUBLIC = "public", pgettext_lazy("material", "everybody")
    SEATED = "seated", pgettext_lazy("material", "who has a seat")
    BEGUN = "begun", pgettext_lazy("material", "who has a seat, once the session has begun")
    FINISHED = "finished", pgettext_lazy("material", "who has a seat, once the session is over")


class Audience(models.TextChoices):
    """To whom an announcement goes."""

    SEATED = "seated", pgettext_lazy("announcement", "everybody with a seat")
    WAITING = "waiting", pgettext_lazy("announcement", "everybody on the waiting list")
    ABSENT = "absent", pgettext_lazy("announcement", "who has a seat and was not at a meeting")
