"""The verbs of people and roles: the only writers of accounts."""

from vkc.accounts.services.invitations import (
    accept_invitation,
    find_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from vkc.accounts.services.own_data import (
    account_data,
    change_profile,
    erase_account,
    export_my_data,
)
from vkc.accounts.services.registration import (
    approve_account,
    ask_for_approval,
    refuse_account,
    register,
    reopen_registration,
)
from vkc.accounts.services.roles import ensure_roles, grant_role, group_for, take_role

__all__ = [
    "accept_invitation",
    "account_data",
    "approve_account",
    "ask_for_approval",
    "change_profile",
    "ensure_roles",
    "erase_account",
    "export_my_data",
    "find_invitation",
    "grant_role",
    "group_for",
    "invite",
    "refuse_account",
    "register",
    "reopen_registration",
    "resend_invitation",
    "take_role",
    "withdraw_invitation",
]
