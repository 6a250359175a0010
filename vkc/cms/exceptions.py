"""Refusals of the pages app, named as facts."""

from django.utils.translation import gettext as _

from vkc.core.states import Refusal


class TooManyMessages(Refusal):
    """One origin wrote too often within an hour."""

    code = "too_many_messages"

    def default_message(self) -> str:
        return _(
            "Too many messages were sent from this connection within an hour. "
            "Wait an hour, then send it again; what you typed is kept below."
        )


class OwnPage(Refusal):
    """The person who wrote the last version may not publish it."""

    code = "own_page"

    def default_message(self) -> str:
        return _("You wrote this version yourself: another approver has to publish it.")
