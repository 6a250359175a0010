"""Where seats are counted: one national pool a session, one pool a province with a quota."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models.sessions import Session


class SeatPool(models.Model):
    """One counter. Seats are taken by a conditional UPDATE; the CHECK is the second guard.

    `unit` is None for the national pool. Quotas of all pools add up to the session's capacity.
    Only `courses.services.seats` writes `quota` and `taken`.
    """

    session = models.ForeignKey(
        Session,
        verbose_name=pgettext_lazy("course", "session"),
        on_delete=models.CASCADE,
        related_name="pools",
    )
    unit = models.ForeignKey(
        "places.Unit",
        verbose_name=_("province-level unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    quota = models.PositiveIntegerField(_("seats"), default=0)
    taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    # What the province was given before its unused seats fell to the national pool.
    promised = models.PositiveIntegerField(_("seats promised"), default=0, editable=False)

    class Meta:
        verbose_name = _("seat pool")
        verbose_name_plural = _("seat pools")
        # The fixed order in which pools are locked and released.
        ordering = ["session", F("unit").asc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "unit"],
                name="one_pool_per_session_and_unit",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(taken__gte=0) & Q(taken__lte=F("quota")),
                name="pool_taken_within_quota",
                violation_error_message=_("There cannot be fewer seats than are already taken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit or _('national pool')}: {self.taken}/{self.quota}"

    @property
    def left(self) -> int:
        return self.quota - self.taken
