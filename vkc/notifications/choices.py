from django.db import models
from django.utils.translation import gettext_lazy as _

from vkc.core.states import TransitionTable


class MessageState(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("sending")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed, will be tried again")
    GIVEN_UP = "given_up", _("given up")
    BOUNCED = "bounced", _("came back")


MESSAGE_STATES = TransitionTable(
    {
        (MessageState.QUEUED, "start"): MessageState.SENDING,
        (MessageState.FAILED, "start"): MessageState.SENDING,
        (MessageState.SENDING, "start"): MessageState.SENDING,
        (MessageState.SENDING, "succeed"): MessageState.SENT,
        (MessageState.SENDING, "fail"): MessageState.FAILED,
        (MessageState.SENDING, "give_up"): MessageState.GIVEN_UP,
        (MessageState.GIVEN_UP, "retry"): MessageState.QUEUED,
        (MessageState.SENT, "bounce"): MessageState.BOUNCED,
        (MessageState.BOUNCED, "retry"): MessageState.QUEUED,
    }
)


class ReportedAction(models.TextChoices):
    """What of RFC 3464, 2.3.3 is kept: the rest says that a mail arrived."""

    FAILED = "failed", _("could not be delivered")
    DELAYED = "delayed", _("delayed")


class ReportOutcome(models.TextChoices):
    """What came of one mail that a mailbox for returned mail received."""

    BOUNCED = "bounced", _("message came back")
    DELAYED = "delayed", _("delay noted")
    DUPLICATE = "duplicate", _("known already")
    UNKNOWN = "unknown", _("not of a message of ours")
    NOT_SENT = "not_sent", _("of a message that is not sent now")
    DELIVERED = "delivered", _("says that it arrived")
    NOT_A_REPORT = "not_a_report", _("no delivery report")
    MALFORMED = "malformed", _("unreadable report")
    TOO_LARGE = "too_large", _("too large")
