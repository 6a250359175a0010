"""Queue mail: the outbox row is written in the caller's transaction, sent after commit."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache, caches
from django.db import models, transaction
from django.template import Context, loader
from django.utils.translation import override
from redis.exceptions import RedisError

from vkc.notifications.models import Message, Subscription

WAKE_SECONDS, KEPT_SECONDS = 1, 10
ONCE = ("event", "about", "recipient", "occurrence")


@dataclass(frozen=True)
class Address:
    """Somebody without an account."""

    email: str
    language: str = "vi"


def notify(
    *,
    event: str,
    about: models.Model,
    to: Any,
    at: datetime,
    context: dict[str, Any] | None = None,
    unsubscribe_url: str = "",
) -> Message:
    """Queue one message to one person, in their language.

    `event` such as "courses.enrolment_confirmed" names the template
    `emails/courses/enrolment_confirmed.txt`: first line the subject, an empty line, the body.
    It sees `about`, `to`, `language`, `site_url` and what `context` adds. `to` is a User or
    anything with `.email` and `.language`. The same (event, about, to, at) is queued once.
    """
    message = _message(event, about=about, to=to, at=at, extra=context or {})
    message.unsubscribe_url = unsubscribe_url
    # One statement: a row that is there already stays as it is and gives its key.
    Message.objects.bulk_create(
        [message], update_conflicts=True, unique_fields=ONCE, update_fields=["occurrence"]
    )
    transaction.on_commit(partial(_wake, message.pk))
    return message


@transaction.atomic
def notify_many(
    *, event: str, rows: Iterable[tuple[models.Model, Any, dict[str, Any]]], at: datetime
) -> int:
    """Queue one message a row (about, to, context), as `notify` does; returns how many rows.

    One statement for a thousand messages. Nobody wakes the worker for them: the beat sends them
    in rounds, so that a long list does not stand before the mail of others.
    """
    messages = [
        _message(event, about=about, to=to, at=at, extra=extra) for about, to, extra in rows
    ]
    Message.objects.bulk_create(messages, batch_size=1_000, ignore_conflicts=True)
    return len(messages)


def _message(event: str, *, about: Any, to: Any, at: datetime, extra: dict[str, Any]) -> Message:
    subject, body = _words(event, about=about, to=to, extra=extra)
    return Message(
        event=event,
        about=f"{about._meta.label_lower}:{about.pk}",
        recipient=to.email,
        occurrence=at,
        person=to if isinstance(to, get_user_model()) else None,
        language=to.language,
        subject=subject,
        body=body,
        due_at=at,
    )


@transaction.atomic
def announce(*, event: str, about: models.Model, topics: Iterable[Any], at: datetime) -> int:
    """Queue one message to each confirmed follower of any of the topics; returns how many."""
    followers = Subscription.objects.filter(
        topic__in=list(topics), confirmed_at__isnull=False, ended_at=None
    ).select_related("topic")
    seen: set[str] = set()
    for subscription in followers.order_by("email", "pk"):
        if subscription.email in seen:
            continue
        seen.add(subscription.email)
        link = subscription.address("unsubscribe")
        notify(
            event=event,
            about=about,
            to=subscription,
            at=at,
            context={"unsubscribe_url": link, "topic": subscription.topic},
            unsubscribe_url=link,
        )
    return len(seen)


def _words(event: str, *, about: Any, to: Any, extra: dict[str, Any]) -> tuple[str, str]:
    """Subject and body in the reader's language; plain text, so nothing is escaped."""
    template = loader.get_template(f"emails/{event.replace('.', '/')}.txt")
    with override(to.language):
        values = {"about": about, "to": to, "language": to.language, **extra}
        context = Context({**values, "site_url": settings.PUBLIC_URL}, autoescape=False)
        text = template.template.render(context).strip()
    subject, _, body = text.partition("\n")
    return " ".join(subject.split())[:250], body.strip() + "\n"


def _wake(message_id: int) -> None:
    """Ask the worker to send now; if the broker is away, the beat finds the row later.

    Of many messages in one second of the clock the first has a task of its own, the others share
    one that begins when their second is over: asking the worker costs more than writing the row.
    """
    from kombu.exceptions import OperationalError

    from vkc.notifications.tasks import deliver_message, send_due_messages

    second = int(time.time()) // WAKE_SECONDS
    known = caches["local"]
    if known.get("outbox:waking") == second:
        return
    try:
        if cache.add(f"outbox:woken:{second}", True, KEPT_SECONDS):
            deliver_message.apply_async(args=[message_id], retry=False)
            return
        if cache.add(f"outbox:waking:{second}", True, KEPT_SECONDS):
            send_due_messages.apply_async(countdown=1.5 * WAKE_SECONDS, retry=False)
        known.set("outbox:waking", second, KEPT_SECONDS)
    except (OperationalError, OSError, RedisError):
        return
