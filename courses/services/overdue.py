"""Letters that did not come, or were not corrected, by their day: staff end them, no clock does."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.choices import NominationState
from courses.exceptions import nominations as refusals
from courses.models import Nomination
from courses.permissions.nominations import can_settle_nomination
from courses.services.letter_ends import end_letter, locked
from courses.services.nomination_mail import tell_agency
from vkc.core.states import Refusal


@dataclass
class Ended:
    """The letters that were ended, and those that were not, each with why."""

    done: list[Nomination] = field(default_factory=list)
    refused: list[tuple[Nomination, Refusal]] = field(default_factory=list)


@transaction.atomic
def end_overdue(*, nomination: Nomination, by: Any, at: datetime, note: str = "") -> Nomination:
    """End one letter whose day has passed; its people's seats go to those who wait.

    The reason names the day; `note` is what staff add to it. Refused where the letter has come, or
    its day lies ahead, by now.
    """
    if not can_settle_nomination(by):
        raise PermissionDenied
    session, row = locked(nomination)
    if not Nomination.objects.overdue(on=timezone.localdate(at)).filter(pk=row.pk).exists():
        raise refusals.NotOverdue
    reason = " ".join(part for part in (_why(row), note.strip()) if part)
    end_letter(row, session, "lapse", "decline", by=by, at=at, reason=reason, mail="nominee_lapsed")
    tell_agency(row, "nomination_lapsed", by=by, at=at, reason=reason)
    return row


def end_all_overdue(
    *, nominations: Iterable[Nomination], by: Any, at: datetime, note: str = ""
) -> Ended:
    """End each of several letters in a transaction of its own; one refused stops no other."""
    if not can_settle_nomination(by):
        raise PermissionDenied
    ended = Ended()
    for one in sorted(nominations, key=lambda row: (row.session_id, row.pk)):
        try:
            ended.done.append(end_overdue(nomination=one, by=by, at=at, note=note))
        except Refusal as refusal:
            ended.refused.append((one, refusal))
    return ended


def _why(row: Nomination) -> str:
    if row.state == NominationState.RETURNED:
        sentence, day = _("The letter was not corrected by %(day)s."), row.correct_by
    else:
        sentence, day = _("The letter did not come by %(day)s."), row.letter_due_on
    return sentence % {"day": date_format(day, "SHORT_DATE_FORMAT")} if day else ""
