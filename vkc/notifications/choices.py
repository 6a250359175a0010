from django.db import models
from django.utils.translation import gettext_lazy as _

from vkc.core.states import TransitionTable


class MessageState(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("sending")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed, will be tried again")
    GIVEN_UP = "given_up", _("given up")


MESSAGE_STATES = TransitionTable(
    {
        (MessageState.QUEUED, "start"): MessageState.SENDING,
        (MessageState.FAILED, "start"): MessageState.SENDING,
        (MessageState.SENDING, "start"): MessageState.SENDING,
        (MessageState.SENDING, "succeed"): MessageState.SENT,
        (MessageState.SENDING, "fail"): MessageState.FAILED,
        (MessageState.SENDING, "give_up"): MessageState.GIVEN_UP,
        (MessageState.GIVEN_UP, "retry"): MessageState.QUEUED,
    }
)
