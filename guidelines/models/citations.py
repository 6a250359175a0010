from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guidelines.choices import CitationState
from guidelines.cited import CitationQuerySet
from guidelines.models.documents import Document
from guidelines.models.versions import Provision
from vkc.core.fields import NFCCharField


class Citation(models.Model):
    """A reference found in a provision, at [start, end) of its text or of its heading.

    With `until_path` it names a range, from `target_path` to there; see `recognition.ranges`.
    """

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="citations")
    in_heading = models.BooleanField(_("in the heading"), default=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quoted = NFCCharField(_("as written"), max_length=500)
    is_relative = models.BooleanField(_("within the same document"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=CitationState.choices)
    target = models.ForeignKey(
        Document,
        verbose_name=_("document cited"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cited_at",
    )
    # As read from the words: kind, number and day of a text that may not be in the library.
    target_kind = models.CharField(max_length=20, blank=True)
    target_number = NFCCharField(max_length=80, blank=True)
    target_issued_on = models.DateField(null=True, blank=True)
    target_path = models.CharField(_("provision cited"), max_length=200, blank=True)
    until_path = models.CharField(_("last provision of a range"), max_length=200, blank=True)
    # A person's decision, which no later scan undoes.
    reason = NFCCharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["provision", "-in_heading", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["provision", "in_heading", "start"], name="one_citation_per_place"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="citation_has_length"),
            models.CheckConstraint(
                condition=~Q(state=CitationState.DISMISSED)
                | (~Q(reason="") & Q(decided_at__isnull=False)),
                name="dismissed_citation_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["target", "target_path"]),
            models.Index(fields=["state", "target_number"]),
        ]

    def __str__(self) -> str:
        return self.quoted

    @property
    def words(self) -> str:
        """The words in which it stands."""
        return self.provision.heading if self.in_heading else self.provision.words.text
