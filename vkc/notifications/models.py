"""Who follows what, and the outbox: the truth about mail; Celery only wakes it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from vkc.core.fields import NFCCharField, NFCTextField
from vkc.notifications.choices import MessageState, ReportedAction

LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("ko", "한국어")]


# In these states the mail has left the server once.
LEFT = (MessageState.SENT, MessageState.BOUNCED)
# Over, and without success: staff may send again, or say that they have seen to it.
NOT_ARRIVED = (MessageState.GIVEN_UP, MessageState.BOUNCED)


def make_token() -> str:
    return secrets.token_urlsafe(32)


class Subscription(models.Model):
    """A reader without an account who follows one topic; nothing is sent until confirmed."""

    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="vi")
    topic = models.ForeignKey(
        "topics.Topic", verbose_name=_("topic"), on_delete=models.CASCADE, related_name="followers"
    )
    token = models.CharField(max_length=64, unique=True, default=make_token, editable=False)
    created_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["email", "topic"], condition=Q(ended_at=None), name="one_open_subscription"
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.topic}"

    @property
    def is_active(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    def address(self, name: str) -> str:
        """The absolute address of this subscription's confirm or end page, in its language."""
        with override(self.language):
            return settings.PUBLIC_URL + reverse(f"notifications:{name}", args=[self.token])


class Message(models.Model):
    """One mail to one address, with its words as they were when it was queued."""

    event = models.CharField(_("event"), max_length=80)
    about = models.CharField(_("about"), max_length=120)
    occurrence = models.DateTimeField(_("happened at"))
    recipient = models.EmailField(_("to"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    subject = NFCCharField(_("subject"), max_length=250)
    body = NFCTextField(_("text"))
    unsubscribe_url = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState.choices, default=MessageState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due at"), db_index=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    # In the Message-ID and the return path of the mail: who sends it back knows it, nobody else.
    token = models.CharField(max_length=32, blank=True, editable=False)
    bounced_at = models.DateTimeField(_("came back at"), null=True, blank=True)
    bounce_status = models.CharField(_("status of the return"), max_length=12, blank=True)
    # Staff have seen to it another way; it is not shown as work any more.
    handled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dealt with by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    # Wagtail's usage index would follow every message to its person at the cost of five queries.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-occurrence", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "about", "recipient", "occurrence"], name="one_message_per_event"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LEFT, sent_at__isnull=False)
                | (~Q(state__in=LEFT) & Q(sent_at=None)),
                name="sent_message_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.BOUNCED, bounced_at__isnull=False)
                | (~Q(state=MessageState.BOUNCED) & Q(bounced_at=None)),
                name="bounced_message_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(handled_at=None) | Q(state__in=NOT_ARRIVED),
                name="handled_message_did_not_arrive",
            ),
            models.UniqueConstraint(
                fields=["token"], condition=~Q(token=""), name="one_message_per_token"
            ),
        ]
        indexes = [models.Index(fields=["recipient", "-sent_at"], name="message_recipient_sent")]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.subject}"


class DeliveryReport(models.Model):
    """What a mail server said of one message, once; append-only, goes with its message.

    `at` is when it was read here. `message_token` tells the sending it belongs to, should the
    message have been sent again since.
    """

    message = models.ForeignKey(
        Message, verbose_name=_("message"), on_delete=models.CASCADE, related_name="reports"
    )
    message_token = models.CharField(max_length=32)
    action = models.CharField(
        _("what the server did"), max_length=12, choices=ReportedAction.choices
    )
    status = models.CharField(_("status"), max_length=12)
    address = models.CharField(_("address"), max_length=320, blank=True)
    sentence = models.TextField(_("what the server said"), blank=True)
    at = models.DateTimeField(_("read at"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("delivery report")
        verbose_name_plural = _("delivery reports")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["message_token", "action", "status", "address"],
                name="one_report_per_finding",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.status}"
