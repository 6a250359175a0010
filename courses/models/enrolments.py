"""A person's way into a session, and everything that happened on it."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.choices import Channel, EnrolmentState, SeatOf
from courses.models.guarded import Guarded
from courses.models.sessions import Session
from courses.querysets import EnrolmentQuerySet
from courses.states import HOLDS_A_SEAT, OPEN_ENROLMENT
from vkc.core.models import StateEvent, TimeStamped

RANKS_SQL = """
SELECT count(*), count(*) FILTER (WHERE unit_id = %s) FROM courses_enrolment
WHERE session_id = %s AND state = 'waiting' AND waiting_sequence <= %s
"""


class Enrolment(Guarded, TimeStamped, models.Model):
    """One person in one session. Agency and unit are those of the day of enrolling.

    `pool` is where the seat is counted, for states that hold one in a session with seats.
    `waiting_sequence` only orders the waiting list; the rank shown is counted, so it has no gap.
    The person is emptied when they erase their data; the seat stays counted.
    """

    session = models.ForeignKey(
        Session,
        verbose_name=pgettext_lazy("course", "session"),
        on_delete=models.PROTECT,
        related_name="enrolments",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("course", "person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="enrolments",
    )
    agency = models.ForeignKey(
        "accounts.Agency", verbose_name=_("agency"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="enrolments",
    )  # fmt: skip
    unit = models.ForeignKey(
        "places.Unit", verbose_name=_("province-level unit"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="enrolments",
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=16, choices=EnrolmentState.choices)
    waiting_sequence = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # The counter this enrolment's seat is counted in, while it holds one.
    pool = models.ForeignKey(
        "courses.SeatPool", null=True, blank=True, editable=False, on_delete=models.PROTECT,
        related_name="enrolments",
    )  # fmt: skip
    channel = models.CharField(
        _("how it came about"), max_length=10, choices=Channel.choices, default=Channel.SELF
    )
    nomination = models.ForeignKey(
        "courses.Nomination", verbose_name=_("letter of nomination"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="enrolments",
    )  # fmt: skip
    # Who came before: the person substituted, or the same person in the session that was moved.
    replaces = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT,
        related_name="replaced_by",
    )  # fmt: skip
    offered_at = models.DateTimeField(_("seat offered at"), null=True, blank=True, editable=False)
    offer_expires_at = models.DateTimeField(
        _("offer open until"), null=True, blank=True, editable=False
    )
    idempotency_key = models.UUIDField(unique=True, null=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"))

    # Wagtail would follow every enrolment's references in its usage index, at 16 queries each.
    wagtail_reference_index_ignore = True
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-submitted_at", "-id"]
        indexes = [
            models.Index(
                fields=["session", "waiting_sequence"],
                condition=Q(state="waiting"),
                name="enrolment_waiting_list",
            ),
            models.Index(fields=["session", "state"], name="enrolment_session_state"),
            models.Index(
                fields=["offer_expires_at"], condition=Q(state="offered"), name="enrolment_offers"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(state__in=OPEN_ENROLMENT),
                name="one_open_enrolment_per_person",
            ),
            models.UniqueConstraint(
                fields=["session", "waiting_sequence"], name="one_place_in_the_waiting_list"
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(waiting_sequence__isnull=False),
                name="who_waits_has_a_place_in_line",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HOLDS_A_SEAT) | Q(pool=None),
                name="who_holds_no_seat_counts_in_no_pool",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered")
                | Q(offered_at__isnull=False, offer_expires_at__isnull=False),
                name="offer_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EnrolmentState.values), name="enrolment_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or '—'} · {self.session}"

    def get_absolute_url(self) -> str:
        return reverse("courses:session", args=[self.session_id])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ENROLMENT

    @property
    def is_waiting(self) -> bool:
        return self.state == EnrolmentState.WAITING

    @property
    def place_in_line(self) -> int | None:
        """The number that orders the line, while waiting; may have gaps, unlike the rank."""
        return self.waiting_sequence if self.is_waiting else None

    @cached_property
    def entry_ranks(self) -> tuple[int | None, int | None]:
        """Rank in the line and among those of the same province, asked once; (None, None) where
        it does not wait. The second is None without a province."""
        if not self.is_waiting:
            return None, None
        with connection.cursor() as cursor:
            cursor.execute(RANKS_SQL, [self.unit_id, self.session_id, self.waiting_sequence])
            rank, own = cursor.fetchone()
        return rank, own if self.unit_id else None

    @property
    def rank_on_entry(self) -> int | None:
        return self.entry_ranks[0]

    def waiting_rank(self) -> int | None:
        """Place in the waiting list from 1, or None when not waiting. Asks the database."""
        if not self.is_waiting:
            return None
        waiting = Enrolment.objects.filter(session=self.session_id).waiting()
        return waiting.filter(waiting_sequence__lte=self.waiting_sequence).count()


class EnrolmentEvent(StateEvent):
    """What happened to an enrolment; append-only.

    An event that leads to a seat says whose: `seat_of`, and for a province's pool `seat_unit`. A
    trigger writes both from the enrolment's pool, whoever inserts (`courses.seat_triggers`).
    Pools change later, the record does not.
    """

    subject = models.ForeignKey(
        Enrolment, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    seat_of = models.CharField(
        _("whose seat"), max_length=8, choices=SeatOf.choices, blank=True, editable=False
    )
    seat_unit = models.ForeignKey(
        "places.Unit", verbose_name=_("province-level unit"), null=True, blank=True,
        editable=False, on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    wagtail_reference_index_ignore = True

    class Meta(StateEvent.Meta):
        verbose_name = _("enrolment event")
        verbose_name_plural = _("enrolment events")
        indexes = [models.Index(fields=["subject", "id"], name="enrolment_event_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(seat_of="unit", seat_unit__isnull=False)
                | (Q(seat_of__in=["", "national"]) & Q(seat_unit=None)),
                name="enrolment_event_names_its_pool",
            )
        ]
