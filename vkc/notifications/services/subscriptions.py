"""Follow without an account: asked, confirmed from the mailbox, ended with one click."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from vkc.notifications.exceptions import SubscriptionEnded
from vkc.notifications.models import Subscription
from vkc.notifications.services.queueing import notify
from vkc.topics.models import Topic


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
        notify(
            event="notifications.confirm_subscription",
            about=subscription,
            to=subscription,
            at=at,
            context={"confirm_url": subscription.address("confirm")},
        )


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
