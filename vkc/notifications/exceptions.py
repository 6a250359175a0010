from django.utils.translation import gettext as _

from vkc.core.states import Refusal


class SubscriptionEnded(Refusal):
    """The link is of a subscription that was ended already."""

    code = "subscription_ended"

    def default_message(self) -> str:
        return _("This subscription was ended. You can follow the topic again at any time.")
