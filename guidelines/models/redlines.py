from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guidelines.models.versions import Version


class Redline(models.Model):
    """The differences between two texts, made once and stored (`guidelines.redline`)."""

    older = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="redlines_after")
    newer = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="redlines_before")
    method = models.PositiveSmallIntegerField()
    result = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("redline")
        verbose_name_plural = _("redlines")
        constraints = [
            models.UniqueConstraint(
                fields=["older", "newer", "method"], name="one_redline_per_pair_and_method"
            ),
            models.CheckConstraint(condition=~Q(older=F("newer")), name="redline_of_two_texts"),
        ]

    def __str__(self) -> str:
        return f"{self.older_id} → {self.newer_id}"
