from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyKind(models.TextChoices):
    MINISTRY = "ministry", _("ministry body")
    PROVINCE = "province", _("provincial body")
    PARTNER = "partner", _("partner organisation")


class Role(models.TextChoices):
    """Names of the groups that carry the contract's roles. Code asks for permissions, never these."""

    OFFICIAL = "official", _("official")
    COORDINATOR = "coordinator", _("coordinator")
    EDITOR = "editor", _("editor")
    APPROVER = "approver", _("approver")
    REGISTRAR = "registrar", _("registrar")
    VERIFIER = "verifier", _("verifier")
    PARTNER = "partner", _("partner")
    ADMINISTRATOR = "administrator", _("administrator")


class AccountState(models.TextChoices):
    PENDING = "pending", _("waiting for approval")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    CLOSED = "closed", _("closed")


class AccountEventKind(models.TextChoices):
    """What may happen to an account."""

    REGISTERED = "registered", _("registered")
    INVITED = "invited", _("came by invitation")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    REOPENED = "reopened", _("opened again")
    CHANGED = "changed", _("changed own details")
    ROLE_GIVEN = "role_given", _("role given")
    ROLE_TAKEN = "role_taken", _("role taken")
    CLOSED = "closed", _("closed and erased")
