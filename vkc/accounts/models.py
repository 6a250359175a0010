"""People and the agencies they belong to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vkc.accounts.choices import AccountEventKind, AccountState, AgencyKind, Role
from vkc.accounts.querysets import AgencyQuerySet, InvitationQuerySet, UserQuerySet
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import (
    Illustrative,
    ReferenceBacked,
    StateEvent,
    TimeStamped,
    Translated,
)


class Agency(ReferenceBacked, Illustrative, Translated, models.Model):
    """A ministry body, a provincial body or a partner; provincial ones are bound to a unit."""

    kind = models.CharField(_("kind"), max_length=10, choices=AgencyKind.choices)
    name_vi = NFCCharField(_("name"), max_length=200)
    name_en = NFCCharField(_("name in English"), max_length=200, blank=True)
    name_ko = NFCCharField(_("name in Korean"), max_length=200, blank=True)
    unit = models.ForeignKey(
        "places.Unit",
        verbose_name=_("province-level unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agencies",
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["kind", "name_vi"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_vi", "unit"],
                name="one_agency_per_name_and_unit",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(kind="province") | Q(unit__isnull=False),
                name="provincial_agency_has_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.in_language("name").text


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes people; reads them in the words of `UserQuerySet`."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        fields.setdefault("full_name", email)
        now = timezone.now()
        return self.create_user(
            email,
            password,
            is_staff=True,
            is_superuser=True,
            state=AccountState.APPROVED,
            approved_at=now,
            **fields,
        )

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(Illustrative, TimeStamped, AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. Little is kept: name, agency, position, language."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = NFCCharField(_("full name"), max_length=150)
    position = NFCCharField(_("position held"), max_length=150, blank=True)
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    language = models.CharField(
        _("language of mail"),
        max_length=2,
        default="vi",
        choices=[("vi", "Tiếng Việt"), ("en", "English"), ("ko", "한국어")],
    )
    state = models.CharField(
        _("state"), max_length=10, choices=AccountState.choices, default=AccountState.PENDING
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the back office"), default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["full_name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False),
                name="approved_account_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(is_active=False),
                name="closed_account_cannot_sign_in",
            ),
        ]
        permissions = [
            ("staff_access", _("Works for the ministry or the centre; needs a second factor")),
            ("approve_account", _("Approves or refuses people who registered")),
            ("invite_person", _("Invites people to open an account")),
            ("manage_people", _("Manages people, roles and agencies")),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def is_approved(self) -> bool:
        """True once the coordinator or the ministry vouched for this person."""
        return self.state == AccountState.APPROVED

    @property
    def unit(self):
        """The province-level unit of this person's agency, or None."""
        return self.agency.unit if self.agency_id else None


class AccountEvent(StateEvent):
    """What happened to an account: registered, approved, refused, role given or taken."""

    subject = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    role = models.CharField(_("role"), max_length=20, blank=True, choices=Role.choices)

    class Meta(StateEvent.Meta):
        verbose_name = _("account event")
        verbose_name_plural = _("account events")
        constraints = [
            models.CheckConstraint(
                condition=~Q(event__in=["approved", "refused", "role_given"])
                | Q(by__isnull=True)
                | ~Q(by=F("subject")),
                name="nobody_vouches_for_themself",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_id}"

    @property
    def label(self) -> str:
        """What happened, in the reader's language."""
        return str(AccountEventKind(self.event).label)


class Invitation(TimeStamped, models.Model):
    """An invitation to open an account with given roles; the token is kept only as a hash."""

    email = models.EmailField(_("e-mail"))
    full_name = NFCCharField(_("full name"), max_length=150, blank=True)
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="invitations"
    )
    roles = models.JSONField(_("roles"), default=list)
    language = models.CharField(_("language"), max_length=2, default="vi")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, verbose_name=_("invited by"), on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    note = NFCTextField(_("note"), blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_address",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """True while it was neither accepted nor withdrawn; it may have expired."""
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def role_labels(self) -> list[str]:
        """The roles it gives, in the reader's language."""
        return [str(Role(role).label) for role in self.roles]
