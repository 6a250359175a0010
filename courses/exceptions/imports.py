"""What the import of a list refuses."""

from django.utils.translation import gettext as _

from vkc.core.states import Refusal


class ListHasErrors(Refusal):
    code = "list_has_errors"

    def default_message(self) -> str:
        return _(
            "The list still has errors, so nobody was enrolled. Correct them and hand it in again."
        )


class ListIsBeingEntered(Refusal):
    code = "list_is_being_entered"

    def default_message(self) -> str:
        return _("The list is being entered at this moment. Wait until it is done.")


class ListIsEmpty(Refusal):
    code = "list_is_empty"

    def default_message(self) -> str:
        return _("The list was discarded or entered already. Hand the file in again.")
