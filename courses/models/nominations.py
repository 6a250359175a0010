"""The letter by which an agency names people for a session, and those it names, in its order."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.choices import NominationState
from courses.models.enrolments import Enrolment
from courses.models.files import StoredFile
from courses.models.guarded import Guarded
from courses.models.sessions import Session
from courses.querysets import NominationQuerySet, NomineeQuerySet
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import Illustrative, StateEvent, TimeStamped


class Nomination(Guarded, Illustrative, TimeStamped, models.Model):
    """One letter (công văn cử) of one agency for one session; the letter itself may follow.

    Submitting takes a seat or a place in line for each nominee, in the order of the letter, in one
    transaction. Agency and unit are those of the day.
    """

    session = models.ForeignKey(
        Session,
        verbose_name=pgettext_lazy("course", "session"),
        on_delete=models.PROTECT,
        related_name="nominations",
    )
    agency = models.ForeignKey(
        "accounts.Agency", verbose_name=_("agency"), on_delete=models.PROTECT,
        related_name="nominations",
    )  # fmt: skip
    unit = models.ForeignKey(
        "places.Unit", verbose_name=_("province-level unit"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=10, choices=NominationState.choices, default=NominationState.DRAFT,
        editable=False,
    )  # fmt: skip
    letter_number = NFCCharField(_("number of the letter"), max_length=80, blank=True)
    letter_on = models.DateField(_("date of the letter"), null=True, blank=True)
    letter_issuer = NFCCharField(_("agency that issued the letter"), max_length=200, blank=True)
    letter = models.ForeignKey(
        StoredFile, verbose_name=_("scan of the letter"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="nominations",
    )  # fmt: skip
    letter_due_on = models.DateField(_("letter to follow by"), null=True, blank=True)
    correct_by = models.DateField(_("to be corrected by"), null=True, blank=True, editable=False)
    note = NFCTextField(_("note to the registrar"), blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("coordinator"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    idempotency_key = models.UUIDField(unique=True, null=True, editable=False)

    wagtail_reference_index_ignore = True
    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of nomination")
        verbose_name_plural = _("letters of nomination")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="submitted_nomination_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (~Q(letter_number="") & Q(letter_on__isnull=False, letter__isnull=False)),
                name="approved_nomination_has_its_letter",
                violation_error_message=_("A nomination is approved only with its letter."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=NominationState.values), name="nomination_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(correct_by__isnull=False),
                name="returned_nomination_says_until_when",
            ),
            models.UniqueConstraint(
                fields=["session", "agency"],
                condition=Q(state="draft"),
                name="one_draft_per_agency_and_session",
            ),
        ]
        indexes = [
            models.Index(fields=["session", "state"], name="nomination_session_state"),
            models.Index(fields=["agency", "-created_at"], name="nomination_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_number or self.agency} · {self.session}"

    def get_absolute_url(self) -> str:
        return reverse("courses:nomination", args=[self.pk])

    @property
    def has_letter(self) -> bool:
        return bool(self.letter_number and self.letter_on and self.letter_id)


class Nominee(models.Model):
    """One person named, at a rank from 1. The enrolment exists from submission on."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="nominees")
    rank = models.PositiveSmallIntegerField(_("rank in the letter"))
    full_name = NFCCharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    position = NFCCharField(_("position held"), max_length=150, blank=True)
    enrolment = models.OneToOneField(
        Enrolment, null=True, blank=True, editable=False, on_delete=models.PROTECT,
        related_name="nominee",
    )  # fmt: skip
    # A person who was substituted stays in the letter, without a rank in force.
    is_substituted = models.BooleanField(default=False, editable=False)
    # Taken out of the letter without a substitute: the rank stays theirs, nobody moves up.
    taken_out_at = models.DateTimeField(_("taken out at"), null=True, blank=True, editable=False)
    # Had applied alone before the letter came: linked to that enrolment, not placed a second time.
    was_enrolled = models.BooleanField(default=False, editable=False)

    wagtail_reference_index_ignore = True
    objects = NomineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("nominee")
        verbose_name_plural = _("nominees")
        ordering = ["nomination", "rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "rank"],
                condition=Q(is_substituted=False),
                name="one_nominee_per_rank",
            ),
            models.UniqueConstraint(
                fields=["nomination", "email"],
                condition=Q(is_substituted=False, taken_out_at=None),
                name="one_nominee_per_address",
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="nominee_ranks_begin_at_one"),
            models.CheckConstraint(
                condition=Q(is_substituted=False) | Q(taken_out_at=None),
                name="nominee_is_substituted_or_taken_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.full_name}"


class NominationEvent(StateEvent):
    """What happened to a letter of nomination; append-only."""

    subject = models.ForeignKey(
        Nomination, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    wagtail_reference_index_ignore = True

    class Meta(StateEvent.Meta):
        verbose_name = _("nomination event")
        verbose_name_plural = _("nomination events")
        indexes = [models.Index(fields=["subject", "id"], name="nomination_event_subject")]
