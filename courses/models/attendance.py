"""Who was at which meeting: one mark a person and meeting, and every act that led to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.choices.attendance import MarkSource, MarkState
from courses.models.enrolments import Enrolment
from courses.models.guarded import Guarded
from courses.models.sessions import Meeting
from vkc.core.models import StateEvent


class AttendanceMark(Guarded, models.Model):
    """The present value; `courses.services.marks` alone writes it, each time with an event.

    `marked_at` is when the person was marked, by the server's clock: what a device noted, moved
    by `offset_seconds` (server minus device). `decided_at` is the moment of the last act. A trigger
    refuses an enrolment that has no seat in the meeting's session.
    """

    meeting = models.ForeignKey(
        Meeting,
        verbose_name=pgettext_lazy("course", "meeting"),
        on_delete=models.PROTECT,
        related_name="marks",
    )
    enrolment = models.ForeignKey(
        Enrolment, verbose_name=_("enrolment"), on_delete=models.CASCADE, related_name="marks"
    )
    state = models.CharField(_("state"), max_length=10, choices=MarkState.choices)
    source = models.CharField(_("how it came about"), max_length=10, choices=MarkSource.choices)
    # Made by the device: the same mark sent twice is one mark.
    client_key = models.UUIDField(unique=True, editable=False)
    marked_at = models.DateTimeField(_("marked at"))
    received_at = models.DateTimeField(_("received at"))
    offset_seconds = models.IntegerField(
        _("device's clock behind the server, in seconds"), default=0
    )
    decided_at = models.DateTimeField(_("last decided at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        ordering = ["meeting", "enrolment"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "enrolment"], name="one_mark_per_meeting_and_person"
            ),
            models.CheckConstraint(
                condition=Q(state__in=MarkState.values), name="mark_state_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=MarkSource.values), name="mark_source_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.meeting}: {self.get_state_display()}"


class AttendanceMarkEvent(StateEvent):
    """One act: a mark, an undoing, a correction with its reason; append-only.

    `at` is the moment of the act by the server's clock, `device_at` what the device's clock said.
    """

    subject = models.ForeignKey(
        AttendanceMark, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    source = models.CharField(_("how it came about"), max_length=10, choices=MarkSource.choices)
    client_key = models.UUIDField(unique=True, editable=False)
    device_at = models.DateTimeField(_("device's clock"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"))
    wagtail_reference_index_ignore = True

    class Meta(StateEvent.Meta):
        verbose_name = _("attendance event")
        verbose_name_plural = _("attendance events")
        indexes = [models.Index(fields=["subject", "id"], name="mark_event_subject")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="correction") | ~Q(reason=""), name="correction_says_why"
            )
        ]
