"""Registers of places that build smart cities: a declared count, and members by state."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from projects.choices import (
    MEMBER_TONES,
    MemberEvent,
    MemberState,
    Precision,
    Quality,
    Scope,
)
from projects.dates import PartialDateField
from projects.querysets import STANDING, MemberQuerySet, RegisterQuerySet
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import ReferenceBacked, SourceFields, StateEvent, TimeStamped, Translated
from vkc.core.states import TransitionTable

NEW = ""

MEMBER_MOVES = TransitionTable(
    {
        (NEW, MemberEvent.PROPOSE): MemberState.PROPOSED,
        (MemberState.PROPOSED, MemberEvent.CONFIRM): MemberState.CONFIRMED,
        (MemberState.PROPOSED, MemberEvent.REPLACE): MemberState.REPLACED,
        (MemberState.PROPOSED, MemberEvent.REMOVE): MemberState.REMOVED,
        (MemberState.CONFIRMED, MemberEvent.REPLACE): MemberState.REPLACED,
        (MemberState.CONFIRMED, MemberEvent.REMOVE): MemberState.REMOVED,
        (MemberState.REPLACED, MemberEvent.RESTORE): MemberState.PROPOSED,
        (MemberState.REMOVED, MemberEvent.RESTORE): MemberState.PROPOSED,
    }
)


class Register(ReferenceBacked, Translated, ClusterableModel):
    """A declared count of places; the names behind it are members, proposed until confirmed."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name_vi = NFCCharField(_("name"), max_length=200)
    name_en = NFCCharField(_("name in English"), max_length=200, blank=True)
    name_ko = NFCCharField(_("name in Korean"), max_length=200, blank=True)
    as_of = PartialDateField(_("as of"))
    declared_total = models.PositiveSmallIntegerField(_("declared total"), null=True, blank=True)
    of_units = models.PositiveSmallIntegerField(_("of units"), null=True, blank=True)
    declared_province_wide = models.PositiveSmallIntegerField(
        _("declared, whole province"), null=True, blank=True
    )
    declared_city_level = models.PositiveSmallIntegerField(
        _("declared, city under a province"), null=True, blank=True
    )
    note_vi = NFCTextField(_("note"), blank=True)
    note_en = NFCTextField(_("note in English"), blank=True)
    note_ko = NFCTextField(_("note in Korean"), blank=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        ordering = ["-as_of", "key"]
        permissions = [("load_register", "Can load an official list into a register")]

    def __str__(self) -> str:
        return self.in_language("name").text

    def get_absolute_url(self) -> str:
        return f"{reverse('projects:list')}?register={self.key}"


class RegisterSource(SourceFields):
    register = ParentalKey(Register, on_delete=models.CASCADE, related_name="sources")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["pk"]


class RegisterCount(SourceFields):
    """Another count of the same thing at another time; counts differ and are shown with dates."""

    register = ParentalKey(Register, on_delete=models.CASCADE, related_name="counts")
    as_of = PartialDateField(_("as of"))
    precision = models.CharField(
        _("how the date is stated"),
        max_length=10,
        choices=Precision.choices,
        default=Precision.EXACT,
    )
    value = models.PositiveSmallIntegerField(_("count"), null=True, blank=True)
    of_units = models.PositiveSmallIntegerField(_("of units"), null=True, blank=True)
    text_vi = NFCTextField(_("what was counted"))
    text_en = NFCTextField(_("what was counted, in English"), blank=True)
    quality = models.CharField(
        _("quality of the source"), max_length=10, blank=True, choices=Quality.choices
    )

    class Meta:
        verbose_name = _("other count")
        verbose_name_plural = _("other counts")
        ordering = ["pk"]


class RegisterMember(TimeStamped, models.Model):
    """A place that stands, or stood, in a register. Only services write its state."""

    register = models.ForeignKey(
        Register, verbose_name=_("register"), on_delete=models.PROTECT, related_name="members"
    )
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices)
    unit = models.ForeignKey(
        "places.Unit",
        verbose_name=_("province-level unit"),
        on_delete=models.PROTECT,
        related_name="register_members",
    )
    city = models.ForeignKey(
        "places.FormerCity",
        verbose_name=_("former city under the province"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="register_members",
    )
    programme = models.ForeignKey(
        "projects.Programme",
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="register_members",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MemberState.choices, default=MemberState.PROPOSED
    )
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("register member")
        verbose_name_plural = _("register members")
        ordering = ["register", "scope", "unit__sort_key"]
        permissions = [
            ("confirm_registermember", "Can confirm, replace or remove members of a register")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "unit", "city"],
                condition=Q(state__in=[str(state) for state in STANDING]),
                nulls_distinct=False,
                name="one_standing_member_per_place",
            ),
            models.CheckConstraint(
                condition=Q(scope="city", city__isnull=False)
                | Q(scope="province", city__isnull=True),
                name="member_city_goes_with_city_scope",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MemberState.values), name="member_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="replaced", replaced_by__isnull=False)
                | (~Q(state="replaced") & Q(replaced_by__isnull=True)),
                name="replaced_member_names_its_successor",
            ),
        ]

    def __str__(self) -> str:
        return self.place_name

    @property
    def place_name(self) -> str:
        return f"{self.city.name_vi}, {self.unit.name}" if self.city_id else self.unit.name

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING

    @property
    def tone(self) -> str:
        return MEMBER_TONES[MemberState(self.state)]


class RegisterMemberEvent(StateEvent):
    """Who proposed, confirmed, replaced, removed or restored a member, when and on what ground."""

    subject = models.ForeignKey(
        RegisterMember,
        verbose_name=_("register member"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="events",
    )
    evidence = NFCTextField(_("evidence"), blank=True)

    class Meta(StateEvent.Meta):
        verbose_name = _("event of a register member")
        verbose_name_plural = _("events of register members")

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d}"

    @property
    def event_label(self) -> str:
        return str(MemberEvent(self.event).label)
