"""Take delivery reports in: what came back is marked, delays are noted, all else changes nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from vkc.notifications.bounces import Finding, Report, read_report
from vkc.notifications.choices import MESSAGE_STATES, MessageState, ReportedAction, ReportOutcome
from vkc.notifications.models import LEFT, DeliveryReport, Message

# A report of a refused mail comes within minutes; after a day without one it counts as arrived.
SETTLED_AFTER = timedelta(days=1)


def take_report(*, raw: bytes, at: datetime) -> ReportOutcome:
    """Read one mail as it lies in a mailbox. Never raises for what the mail says."""
    found = read_report(raw)
    if not isinstance(found, Report):
        return found
    if found.finding.action not in ReportedAction.values:
        return ReportOutcome.DELIVERED
    return _record(found, at=at)


@transaction.atomic
def _record(report: Report, *, at: datetime) -> ReportOutcome:
    """Once per sending, address and finding; the row is ours until commit."""
    rows = Message.objects.select_for_update()
    message = rows.filter(token__in=report.tokens).exclude(token="").first()
    if message is None:
        return ReportOutcome.UNKNOWN
    if message.state not in LEFT:
        return ReportOutcome.NOT_SENT
    finding = report.finding
    _kept, is_new = DeliveryReport.objects.get_or_create(
        message_token=message.token,
        action=finding.action,
        status=finding.status,
        address=finding.address,
        defaults={"message": message, "sentence": finding.sentence, "at": at},
    )
    if not is_new:
        return ReportOutcome.DUPLICATE
    if finding.action == ReportedAction.DELAYED:
        return ReportOutcome.DELAYED
    if message.state == MessageState.SENT:
        _bounce(message, finding, at=at)
    return ReportOutcome.BOUNCED


def _bounce(message: Message, finding: Finding, *, at: datetime) -> None:
    message.state = MESSAGE_STATES.next_state(message.state, "bounce")
    message.bounced_at, message.bounce_status = at, finding.status
    is_said = finding.status in finding.sentence
    words = finding.sentence if is_said else f"{finding.status} {finding.sentence}"
    message.last_error = words.strip()
    message.save(update_fields=["state", "bounced_at", "bounce_status", "last_error"])


def is_undeliverable(*, email: str, at: datetime) -> bool:
    """Whether the last mails to an address all came back for good.

    Counts those with a status 5.x.x; what was only given up on (4.x.x) says nothing of the
    address. One mail that has not come back for a day, and the address is well again.
    """
    needed = settings.BOUNCES_UNTIL_FLAGGED
    sent = Message.objects.filter(recipient=email, sent_at__isnull=False)
    settled = sent.exclude(state=MessageState.SENT, sent_at__gt=at - SETTLED_AFTER)
    given_up = Q(state=MessageState.BOUNCED) & ~Q(bounce_status__startswith="5.")
    last = settled.exclude(given_up)
    states = list(last.order_by("-sent_at").values_list("state", flat=True)[:needed])
    return len(states) == needed and set(states) == {MessageState.BOUNCED}


def last_bounce(*, email: str) -> Any:
    """The latest message to an address that came back, or None."""
    bounced = Message.objects.filter(recipient=email, state=MessageState.BOUNCED)
    return bounced.order_by("-bounced_at").first()
