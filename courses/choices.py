"""Closed lists of words: how a session is held, and its states and those of an enrolment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    """How a session is held."""

    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    BLENDED = "blended", _("in person and online")
    STUDY_VISIT = "study_visit", _("study visit abroad")
    UNKNOWN = "unknown", _("form not known")


class TeachingLanguage(models.TextChoices):
    VIETNAMESE = "vi", _("Vietnamese")
    ENGLISH = "en", _("English")
    KOREAN = "ko", _("Korean")
    KOREAN_INTERPRETED = "ko_vi", _("Korean with Vietnamese interpretation")
    ENGLISH_INTERPRETED = "en_vi", _("English with Vietnamese interpretation")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open for enrolment")
    CLOSED = "closed", _("enrolment closed")
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")
    CANCELLED = "cancelled", _("cancelled")
    MOVED = "moved", _("moved to another date")


class PublicState(models.TextChoices):
    """What a reader needs to know, in one word; derived from state, time and seats."""

    PLANNED = "planned", _("planned")
    OPEN_SOON = "open_soon", _("opens soon")
    OPEN = "open", _("open for enrolment")
    FULL = "full", _("full, with a waiting list")
    CLOSED = "closed", _("enrolment closed")
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")
    CANCELLED = "cancelled", _("cancelled")
    MOVED = "moved", _("moved to another date")


class EnrolmentState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    NEEDS_CORRECTION = "needs_correction", _("needs correction")
    APPROVED = "approved", _("approved")
    CONFIRMED = "confirmed", _("confirmed")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("seat offered")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CANCELLED = "cancelled", _("cancelled with the session")
    COMPLETED = "completed", _("completed")
    NOT_COMPLETED = "not_completed", _("not completed")
    NO_SHOW = "no_show", _("did not come")
