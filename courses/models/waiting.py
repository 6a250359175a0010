"""Days the Government swaps or adds, and which counter a seat given to somebody waiting came from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.enrolments import Enrolment, EnrolmentEvent
from vkc.core.fields import NFCCharField


class DayOff(models.Model):
    """One day that differs from the law's calendar: off, or worked in place of another.

    Read by `services.working_time`; each row names the notice it was read in.
    """

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(
        _("a working day"), default=False,
        help_text=_("Ticked: worked although a weekend or holiday. Otherwise: a day off."),
    )  # fmt: skip
    name = NFCCharField(_("what kind of day it is"), max_length=200)
    source_title = NFCCharField(_("notice or dispatch it was read in"), max_length=300)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    decided_by = NFCCharField(_("decided by"), max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("day off or day worked instead")
        verbose_name_plural = _("days off and days worked instead")
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source_title=""),
                name="day_off_says_what_and_whence",
                violation_error_message=_("Say what day it is and where that was read."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} · {self.name}"


class SeatGrant(models.Model):
    """Which pool a seat given to somebody who waited came from; append-only.

    Belongs to one event of the enrolment (an offer, or a seat out of turn). `unit` is the pool's
    province, None for the national pool: pools change later, the record does not.
    """

    event = models.OneToOneField(
        EnrolmentEvent, on_delete=models.DO_NOTHING, db_constraint=False, related_name="grant"
    )
    subject = models.ForeignKey(
        Enrolment, on_delete=models.DO_NOTHING, db_constraint=False, related_name="grants"
    )
    unit = models.ForeignKey(
        "places.Unit", verbose_name=_("province-level unit"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    is_out_of_turn = models.BooleanField(_("out of turn"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("seat given from the waiting list")
        verbose_name_plural = _("seats given from the waiting list")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.subject_id} · {self.unit or '—'}"
