"""Follow without an account: asked, confirmed from the mailbox, ended with one click."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from vkc.notifications.exceptions import SubscriptionEnded
from vkc.notifications.models import Subscription
from vkc.notifications.services.queueing import notify
from vkc.topics.models import Topic

CONFIRM = "notifications.confirm_subscription"
ASK_AGAIN_AFTER = timedelta(minutes=10)


@transaction.atomic
def follow(*, email: str, language: str, topics: Iterable[Topic], at: datetime) -> None:
    """Ask an address, in one mail, to confirm that it wants news of the topics.

    Answers the same whether the address follows already or not, so nobody can probe who does.
    """
    asked = []
    for topic in topics:
        subscription, is_new = Subscription.objects.get_or_create(
            email=email.lower(),
            topic=topic,
            ended_at=None,
            defaults={"language": language, "created_at": at},
        )
        if subscription.is_active or (not is_new and _was_asked_lately(subscription, at)):
            continue
        asked.append(subscription)
    if not asked:
        return
    # What one mail asks for shares its moment: the link in it confirms all of them.
    ids = [subscription.pk for subscription in asked]
    Subscription.objects.filter(pk__in=ids).update(created_at=at, language=language)
    first = asked[0]
    first.language = language
    notify(
        event=CONFIRM,
        about=first,
        to=first,
        at=at,
        context={
            "confirm_url": first.address("confirm"),
            "topics": [subscription.topic for subscription in asked],
        },
    )


def _was_asked_lately(subscription: Subscription, at: datetime) -> bool:
    """Pressing the button again and again must not fill somebody's mailbox."""
    return subscription.created_at > at - ASK_AGAIN_AFTER


def asked_together(subscription: Subscription) -> list[Subscription]:
    """What the mail with this subscription's link asked for and is still open."""
    same = Subscription.objects.filter(
        email=subscription.email, created_at=subscription.created_at, ended_at=None
    )
    return list(same.select_related("topic").order_by("topic__order"))


@transaction.atomic
def confirm(*, subscription: Subscription, at: datetime) -> None:
    """The owner of the mailbox agrees to all that one mail asked; twice changes nothing."""
    if subscription.ended_at:
        raise SubscriptionEnded
    ids = [each.pk for each in asked_together(subscription)]
    Subscription.objects.filter(pk__in=ids, confirmed_at=None).update(confirmed_at=at)


@transaction.atomic
def unsubscribe(*, subscription: Subscription, at: datetime) -> None:
    """End it at once; doing it twice changes nothing."""
    Subscription.objects.filter(pk=subscription.pk, ended_at=None).update(ended_at=at)
