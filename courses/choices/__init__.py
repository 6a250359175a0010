"""Closed lists of words: how a session is held, and its states and those of an enrolment."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    PLANNED = "planned", pgettext_lazy("session", "planned")
    OPEN = "open", pgettext_lazy("session", "open for enrolment")
    CLOSED = "closed", pgettext_lazy("session", "enrolment closed")
    RUNNING = "running", pgettext_lazy("session", "running")
    FINISHED = "finished", pgettext_lazy("session", "finished")
    CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")
    MOVED = "moved", pgettext_lazy("session", "moved to another date")


class PublicState(models.TextChoices):
    """What a reader needs to know, in one word; derived from state, time and seats."""

    PLANNED = "planned", pgettext_lazy("session", "planned")
    OPEN_SOON = "open_soon", pgettext_lazy("session", "opens soon")
    OPEN = "open", pgettext_lazy("session", "open for enrolment")
    FULL = "full", pgettext_lazy("session", "full, with a waiting list")
    CLOSED = "closed", pgettext_lazy("session", "enrolment closed")
    RUNNING = "running", pgettext_lazy("session", "running")
    FINISHED = "finished", pgettext_lazy("session", "finished")
    CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")
    MOVED = "moved", pgettext_lazy("session", "moved to another date")


class EnrolmentState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("enrolment", "draft")
    SUBMITTED = "submitted", pgettext_lazy("enrolment", "submitted")
    NEEDS_CORRECTION = "needs_correction", pgettext_lazy("enrolment", "needs correction")
    APPROVED = "approved", pgettext_lazy("enrolment", "approved")
    CONFIRMED = "confirmed", pgettext_lazy("enrolment", "confirmed")
    WAITING = "waiting", pgettext_lazy("enrolment", "on the waiting list")
    OFFERED = "offered", pgettext_lazy("enrolment", "seat offered")
    DECLINED = "declined", pgettext_lazy("enrolment", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "withdrawn")
    CANCELLED = "cancelled", pgettext_lazy("enrolment", "cancelled with the session")
    COMPLETED = "completed", pgettext_lazy("enrolment", "completed")
    NOT_COMPLETED = "not_completed", pgettext_lazy("enrolment", "not completed")
    NO_SHOW = "no_show", pgettext_lazy("enrolment", "did not come")


class Channel(models.TextChoices):
    """How an enrolment came about."""

    SELF = "self", pgettext_lazy("enrolment", "applied alone")
    NOMINATED = "nominated", pgettext_lazy("enrolment", "nominated by the agency")
    IMPORTED = "imported", pgettext_lazy("enrolment", "from a list")
    STAFF = "staff", pgettext_lazy("enrolment", "entered by the registrar")
    MOVED = "moved", pgettext_lazy("enrolment", "came with a moved session")


class NominationState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("nomination", "draft")
    SUBMITTED = "submitted", pgettext_lazy("nomination", "submitted")
    RETURNED = "returned", pgettext_lazy("nomination", "returned for correction")
    APPROVED = "approved", pgettext_lazy("nomination", "approved")
    REFUSED = "refused", pgettext_lazy("nomination", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("nomination", "withdrawn by the agency")
    LAPSED = "lapsed", pgettext_lazy("nomination", "ended: overdue")


class SeatOf(models.TextChoices):
    """Whose seat an event gave; empty in events older than the record."""

    NATIONAL = "national", _("national pool")
    UNIT = "unit", _("province")
