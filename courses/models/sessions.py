"""Sessions: when and where a course is held, its seats, its meetings."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from courses.choices import Form, PublicState, SessionState, TeachingLanguage
from courses.models.catalogue import Course
from courses.models.guarded import Guarded
from courses.querysets import SessionQuerySet
from courses.states import PAST
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import (
    Illustrative,
    ReferenceBacked,
    SourceFields,
    StateEvent,
    TimeStamped,
    Translated,
)


class Session(Guarded, ReferenceBacked, Illustrative, TimeStamped, Translated, ClusterableModel):
    """One holding of a course.

    `capacity` is all seats, `seats_taken` the sum of its pools' `taken`; both that and
    `waiting_issued` are counters services move. `calendar_sequence` counts the changes a calendar
    must hear of (RFC 5545 SEQUENCE).
    """

    GUARDED = frozenset(
        {"state", "seats_taken", "waiting_issued", "calendar_sequence", "quotas_fell_at"}
    )

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="sessions"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SessionState.choices, default=SessionState.PLANNED,
        editable=False,
    )  # fmt: skip
    form = models.CharField(
        pgettext_lazy("course", "form"), max_length=12, choices=Form.choices, default=Form.UNKNOWN
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("Only where no first day is known.")
    )
    date_text_vi = NFCCharField(
        _("dates in words"), max_length=200, blank=True, help_text=_("Only where no day is known.")
    )
    date_text_en = NFCCharField(_("dates in words, in English"), max_length=200, blank=True)
    date_text_ko = NFCCharField(_("dates in words, in Korean"), max_length=200, blank=True)
    place_vi = NFCCharField(pgettext_lazy("course", "place"), max_length=300, blank=True)
    place_en = NFCCharField(_("place, in English"), max_length=300, blank=True)
    place_ko = NFCCharField(_("place, in Korean"), max_length=300, blank=True)
    unit = models.ForeignKey(
        "places.Unit",
        verbose_name=_("province-level unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="course_sessions",
        help_text=_("Where the session is held in Viet Nam."),
    )
    organisers_vi = NFCTextField(_("organisers"), blank=True, help_text=_("One a line."))
    organisers_en = NFCTextField(_("organisers, in English"), blank=True)
    organisers_ko = NFCTextField(_("organisers, in Korean"), blank=True)
    funding_vi = NFCTextField(_("funding"), blank=True)
    funding_en = NFCTextField(_("funding, in English"), blank=True)
    funding_ko = NFCTextField(_("funding, in Korean"), blank=True)
    duration_vi = NFCCharField(_("duration"), max_length=200, blank=True)
    duration_en = NFCCharField(_("duration, in English"), max_length=200, blank=True)
    duration_ko = NFCCharField(_("duration, in Korean"), max_length=200, blank=True)
    note_vi = NFCTextField(_("note"), blank=True)
    note_en = NFCTextField(_("note in English"), blank=True)
    note_ko = NFCTextField(_("note in Korean"), blank=True)
    language = models.CharField(
        _("language of teaching"), max_length=6, choices=TeachingLanguage.choices, blank=True
    )
    trainees = models.PositiveIntegerField(
        _("participants as reported"), null=True, blank=True,
        help_text=_("Only for past sessions, with a source; empty while not known."),
    )  # fmt: skip
    is_trainees_approximate = models.BooleanField(_("the number is approximate"), default=False)
    opens_at = models.DateTimeField(_("enrolment opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("enrolment closes"), null=True, blank=True)
    decision_number = NFCCharField(
        _("number of the decision"), max_length=80, blank=True,
        help_text=_("The decision to hold the session, as printed. May stay empty."),
    )  # fmt: skip
    decision_on = models.DateField(_("date of the decision"), null=True, blank=True)
    target_groups_vi = NFCTextField(
        _("target groups"),
        blank=True,
        help_text=_("One a line; narrower than those of the course."),
    )
    target_groups_en = NFCTextField(_("target groups, in English"), blank=True)
    target_groups_ko = NFCTextField(_("target groups, in Korean"), blank=True)
    teachers = ParentalManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("teachers with an account"),
        blank=True,
        related_name="taught_sessions",
        help_text=_("They may take attendance and see who comes."),
    )
    minimum = models.PositiveIntegerField(_("least number of participants"), null=True, blank=True)
    accepts_single = models.BooleanField(
        _("people may apply alone"), default=True,
        help_text=_("Otherwise an agency must nominate them with a letter."),
    )  # fmt: skip
    needs_letter_by = models.DateField(
        _("letters of nomination due"), null=True, blank=True,
        help_text=_("Nominations without a letter must have one by this day."),
    )  # fmt: skip
    quotas_fall_on = models.DateField(
        _("unused provincial seats are released on"), null=True, blank=True
    )
    quotas_fell_at = models.DateTimeField(null=True, blank=True, editable=False)
    offer_hours = models.PositiveSmallIntegerField(
        _("working hours to answer an offer"), default=16,
        help_text=_("Eight working hours are one working day."),
    )  # fmt: skip
    offers_stop_hours = models.PositiveSmallIntegerField(
        _("no offers in the last hours before the start"), default=48,
        help_text=_("Hours of the clock, counted back from the first meeting or the first day."),
    )  # fmt: skip
    travel_days = models.PositiveSmallIntegerField(_("days of travel before and after"), default=0)
    moved_to = models.ForeignKey(
        "self", verbose_name=_("moved to"), null=True, blank=True, editable=False,
        on_delete=models.PROTECT, related_name="moved_from",
    )  # fmt: skip
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    waiting_issued = models.PositiveIntegerField(default=0, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("course", "session")
        verbose_name_plural = pgettext_lazy("course", "sessions")
        ordering = [F("starts_on").desc(nulls_last=True), "-id"]
        indexes = [
            models.Index(fields=["state", "closes_at"], name="session_state_deadline"),
            models.Index(fields=["starts_on"], name="session_start"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__gte=0)
                & (Q(capacity__isnull=True) | Q(seats_taken__lte=F("capacity"))),
                name="seats_taken_within_capacity",
                violation_error_message=_("There cannot be fewer seats than are already taken."),
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(capacity__isnull=False),
                name="open_session_has_seats",
                violation_error_message=_("An open session needs a number of seats."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=SessionState.values), name="session_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="session_ends_after_it_begins",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(capacity=None) | Q(minimum__lte=F("capacity")),
                name="session_minimum_within_capacity",
                violation_error_message=_("The least number is above the number of seats."),
            ),
            models.CheckConstraint(
                condition=Q(moved_to=None) | Q(state="moved"), name="only_a_moved_session_leads_on"
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="enrolment_closes_after_it_opens",
                violation_error_message=_("Enrolment closes before it opens."),
            ),
        ]
        permissions = [
            ("enrol_session", "Can enrol in a session"),
            ("nominate_session", "Can nominate people of the own agency"),
        ]

    def __str__(self) -> str:
        when = self.when
        return f"{self.course} ({when})" if when else str(self.course)

    def get_absolute_url(self) -> str:
        return reverse("courses:session", args=[self.pk])

    @property
    def when(self) -> str:
        """The days in numerals, else the words the source uses, else nothing."""
        if self.starts_on and self.ends_on and self.ends_on != self.starts_on:
            days = {"first": _day(self.starts_on), "last": _day(self.ends_on)}
            return gettext("%(first)s to %(last)s") % days
        if self.starts_on and not (self.date_text_vi and not self.ends_on):
            return _day(self.starts_on)
        return self.in_language("date_text").text

    @property
    def known_year(self) -> int | None:
        return self.starts_on.year if self.starts_on else self.year

    @property
    def seats_left(self) -> int | None:
        """Free seats; None where the number of seats is not known."""
        return None if self.capacity is None else max(0, self.capacity - self.seats_taken)

    @property
    def seats_in_use(self) -> int | None:
        """Seats taken; None for sessions that were not enrolled here, which is not zero."""
        return None if self.capacity is None else self.seats_taken

    @property
    def is_past(self) -> bool:
        return self.state in PAST

    def public_state(self, *, at: datetime) -> PublicState:
        """The one word for readers, the same on card, page and feed."""
        if self.state != SessionState.OPEN:
            return PublicState(self.state)
        if self.opens_at and at < self.opens_at:
            return PublicState.OPEN_SOON
        if self.closes_at and at >= self.closes_at:
            return PublicState.CLOSED
        return PublicState.OPEN if self.seats_left else PublicState.FULL


def _day(day) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


class SessionSource(SourceFields):
    """Where the facts of a session were read."""

    session = ParentalKey(Session, on_delete=models.CASCADE, related_name="sources")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["id"]


class Meeting(models.Model):
    """One sitting of a session: when, where, who teaches what."""

    session = ParentalKey(Session, on_delete=models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(pgettext_lazy("course", "begins"))
    ends_at = models.DateTimeField(pgettext_lazy("course", "ends"))
    periods = models.PositiveSmallIntegerField(
        pgettext_lazy("course", "periods"), null=True, blank=True
    )
    room = NFCCharField(_("room"), max_length=200, blank=True)
    link = models.URLField(
        _("link"), max_length=500, blank=True, help_text=_("Shown only to those with a seat.")
    )
    teacher = NFCCharField(_("teacher"), max_length=200, blank=True)
    topic = NFCCharField(pgettext_lazy("course", "subject"), max_length=300, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("course", "meeting")
        verbose_name_plural = pgettext_lazy("course", "meetings")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("A meeting must end after it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.topic or str(self.starts_at)


class SessionEvent(StateEvent):
    """What happened to a session; append-only."""

    subject = models.ForeignKey(
        Session, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    wagtail_reference_index_ignore = True

    class Meta(StateEvent.Meta):
        verbose_name = _("session event")
        verbose_name_plural = _("session events")
        indexes = [models.Index(fields=["subject", "id"], name="session_event_subject")]
