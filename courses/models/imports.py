"""A list of people handed in by the registrar, from its check to its entry."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.imports.states import FORGOTTEN, ImportState
from courses.models.files import StoredFile
from courses.models.guarded import Guarded
from courses.models.sessions import Session
from vkc.core.fields import NFCCharField
from vkc.core.models import Illustrative, StateEvent, TimeStamped


class EnrolmentImport(Guarded, Illustrative, TimeStamped, models.Model):
    """One file for one session. `courses.services.import_moves` alone writes its state.

    `problems` are findings of the last check as plain facts ({sheet, row, column, value, rule,
    facts}); the reader's sentence is made when they are shown. File and findings name people, so
    both go once the list is entered or discarded; name, checksum and counts stay.
    """

    session = models.ForeignKey(
        Session,
        verbose_name=pgettext_lazy("course", "session"),
        on_delete=models.CASCADE,
        related_name="imports",
    )
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    file_name = NFCCharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED,
        editable=False,
    )  # fmt: skip
    problems = models.JSONField(default=list, blank=True, editable=False)
    problem_count = models.PositiveIntegerField(_("errors"), default=0, editable=False)
    row_count = models.PositiveIntegerField(_("people in the list"), default=0, editable=False)
    # What the check foresaw, or what entering did, once the list is entered.
    new_accounts = models.PositiveIntegerField(_("accounts opened"), default=0, editable=False)
    unchanged = models.PositiveIntegerField(_("already enrolled"), default=0, editable=False)
    seated = models.PositiveIntegerField(_("got a seat"), default=0, editable=False)
    waiting = models.PositiveIntegerField(_("got a place in line"), default=0, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("handed in by"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True, editable=False)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True, editable=False)
    applied_at = models.DateTimeField(_("entered at"), null=True, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("list to import")
        verbose_name_plural = _("lists to import")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["applying", "applied"]) | Q(problem_count=0),
                name="list_with_errors_is_not_entered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FORGOTTEN, file=None)
                | (~Q(state__in=FORGOTTEN) & Q(file__isnull=False)),
                name="list_is_kept_until_entered",
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False),
                name="entered_list_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("courses_desk:import", args=[self.pk])


class EnrolmentImportEvent(StateEvent):
    """What happened to a list; append-only."""

    subject = models.ForeignKey(
        EnrolmentImport, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    wagtail_reference_index_ignore = True

    class Meta(StateEvent.Meta):
        verbose_name = _("event of an import")
        verbose_name_plural = _("events of imports")
        indexes = [models.Index(fields=["subject", "id"], name="import_event_subject")]
