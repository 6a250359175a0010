"""Follow without an account: asked, confirmed from the mailbox, ended with one click."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from vkc.notifications.exceptions import SubscriptionEnded
from vkc.notifications.models import Message, Subscription
from vkc.notifications.services.queueing import notify
from vkc.topics.models import Topic

CONFIRM = "notifications.confirm_subscription"
ASK_AGAIN_AFTER = timedelta(minutes=10)


@transaction.atomic
def follow(*, email: str, language: str, topics: Iterable[Topic], at: datetime) -> None:
    """Ask an address to confirm that it wants news of the topics.

    Answers the same whether the address follows already or not, so nobody can probe who does.
    """
    for topic in topics:
        subscription, _is_new = Subscription.objects.get_or_create(
            email=email.lower(),
            topic=topic,
            ended_at=None,
            defaults={"language": language, "created_at": at},
        )
        if subscription.is_active:
            continue
        if subscription.language != language:
            subscription.language = language
            subscription.save(update_fields=["language"])
        if _was_asked_lately(subscription, at):
            continue
        notify(
            event=CONFIRM,
            about=subscription,
            to=subscription,
            at=at,
            context={"confirm_url": subscription.address("confirm")},
        )


def _was_asked_lately(subscription: Subscription, at: datetime) -> bool:
    """Pressing the button again and again must not fill somebody's mailbox."""
    return Message.objects.filter(
        event=CONFIRM,
        about=f"{subscription._meta.label_lower}:{subscription.pk}",
        occurrence__gt=at - ASK_AGAIN_AFTER,
    ).exists()


@transaction.atomic
def confirm(*, subscription: Subscription, at: datetime) -> None:
    """The owner of the mailbox agrees; doing it twice changes nothing."""
    if subscription.ended_at:
        raise SubscriptionEnded
    Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(confirmed_at=at)


@transaction.atomic
def unsubscribe(*, subscription: Subscription, at: datetime) -> None:
    """End it at once; doing it twice changes nothing."""
    Subscription.objects.filter(pk=subscription.pk, ended_at=None).update(ended_at=at)
