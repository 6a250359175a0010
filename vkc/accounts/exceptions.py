"""Refusals of people, roles and invitations, each a sentence for the reader."""

from django.utils.translation import gettext as _

from vkc.core.states import Refusal


class NotWaiting(Refusal):
    code = "not_waiting"

    def default_message(self) -> str:
        return _("This registration has already been decided.")


class AddressNotVerified(Refusal):
    code = "address_not_verified"

    def default_message(self) -> str:
        return _("This person has not confirmed their e-mail address yet.")


class AgencyMissing(Refusal):
    code = "agency_missing"

    def default_message(self) -> str:
        return _("This person has not named an agency yet. Ask them to choose one first.")


class AlreadyHasAccount(Refusal):
    code = "already_has_account"

    def default_message(self) -> str:
        return _("This address already has an account. Give the person a role instead.")


class AlreadyInvited(Refusal):
    code = "already_invited"

    def default_message(self) -> str:
        return _("This address already has an open invitation. Send it again, or withdraw it.")


class InvitationUnknown(Refusal):
    code = "invitation_unknown"

    def default_message(self) -> str:
        return _("This invitation does not exist, or a newer one replaced it.")


class InvitationUsed(Refusal):
    code = "invitation_used"

    def default_message(self) -> str:
        return _("This invitation has already been used. Sign in with your e-mail address.")


class InvitationWithdrawn(Refusal):
    code = "invitation_withdrawn"

    def default_message(self) -> str:
        return _("This invitation was withdrawn. Ask the person who invited you.")


class InvitationExpired(Refusal):
    code = "invitation_expired"

    def default_message(self) -> str:
        return _("This invitation has expired. Ask the person who invited you for a new one.")


class InvitationForAnother(Refusal):
    code = "invitation_for_another"

    def default_message(self) -> str:
        return _("This invitation was sent to another address. Sign out first, then open it again.")


class RoleUnchanged(Refusal):
    code = "role_unchanged"

    def default_message(self) -> str:
        return _("Nothing changes: the person's roles are already so.")


class LastAdministrator(Refusal):
    code = "last_administrator"

    def default_message(self) -> str:
        return _("The portal needs at least one administrator. Give the role to another first.")


class AccountElsewhere(Refusal):
    """The person named has an account, but not with the agency that names them."""

    code = "account_elsewhere"

    def default_message(self) -> str:
        return _(
            "This address belongs to an account outside your agency. The person, or the"
            " administrator, has to move the account first."
        )


class AccountWaiting(Refusal):
    code = "account_waiting"

    def default_message(self) -> str:
        return _(
            "The person registered and waits for approval. Approve the registration first, then"
            " name them."
        )


class AccountClosed(Refusal):
    code = "account_closed"

    def default_message(self) -> str:
        return _("The account with this address is closed, or its registration was refused.")
