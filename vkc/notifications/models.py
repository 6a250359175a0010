"""Who follows what, and the outbox: the truth about mail; Celery only wakes it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from vkc.core.fields import NFCCharField, NFCTextField
from vkc.notifications.choices import MessageState

LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("ko", "한국어")]


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
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at=None)),
                name="sent_message_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.subject}"
