"""The doors below /{lang}/my/."""

from vkc.accounts.views.approvals import approvals, approve, refuse
from vkc.accounts.views.invitations import (
    invitation_accept,
    invitation_resend,
    invitation_withdraw,
    invitations,
)
from vkc.accounts.views.own import data, data_erase, data_export, language, my, profile

__all__ = [
    "approvals",
    "approve",
    "data",
    "data_erase",
    "data_export",
    "invitation_accept",
    "invitation_resend",
    "invitation_withdraw",
    "invitations",
    "language",
    "my",
    "profile",
    "refuse",
]
