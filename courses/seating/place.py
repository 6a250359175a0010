"""What the page of a person's place in a session shows."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import presenters
from courses.choices import EnrolmentState
from courses.models import Enrolment, EnrolmentEvent, SeatGrant
from courses.permissions import can_withdraw_enrolment
from courses.services.line import Reason, why_waiting
from courses.states import BEFORE_THE_START, HOLDS_A_SEAT


def place_page(enrolment: Enrolment, *, at: datetime) -> dict[str, Any]:
    """The context of `waiting_place.html` for an enrolment with session, course, unit, person."""
    session = enrolment.session
    reason = why_waiting(enrolment, at=at)
    is_offered = enrolment.state == EnrolmentState.OFFERED and session.state in BEFORE_THE_START
    until = enrolment.offer_expires_at
    return {
        "session": session,
        "course": session.course,
        "title_lang": presenters.title_language(session.course),
        "status_tone": presenters.ENROLMENT_TONES.get(enrolment.state, "pending"),
        "status_label": enrolment.get_state_display(),
        "is_offered": is_offered and until is not None and at < until,
        "is_too_late": is_offered and until is not None and at >= until,
        "until": presenters.moment(until) if is_offered else None,
        "reason": reason,
        "facts": _facts(enrolment, reason),
        "overtaken": _overtaken(enrolment) if reason else "",
        "has_seat": enrolment.state in HOLDS_A_SEAT and not is_offered,
        "ended": _ended(enrolment),
        "can_withdraw": can_withdraw_enrolment(enrolment.person, enrolment),
    }


def _facts(enrolment: Enrolment, reason: Reason | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if reason:
        rows.append({"label": _("Rank in the waiting list"), "value": reason.rank})
        if reason.unit_rank:
            label = _("Rank among those of %(unit)s") % {"unit": reason.unit_name}
            rows.append({"label": label, "value": reason.unit_rank})
    rows.append({"label": _("Submitted"), "value": presenters.moment(enrolment.submitted_at)})
    return rows


def _overtaken(enrolment: Enrolment) -> str:
    """How many were seated out of turn since this person joined the line, said openly."""
    count = SeatGrant.objects.filter(
        subject__session=enrolment.session_id,
        is_out_of_turn=True,
        event__at__gte=enrolment.submitted_at,
    ).count()
    if not count:
        return ""
    return ngettext(
        "Since you joined the line %(count)s seat was given out of turn by the registrar; who"
        " decided and why is on record.",
        "Since you joined the line %(count)s seats were given out of turn by the registrar; who"
        " decided and why is on record.",
        count,
    ) % {"count": count}


def _ended(enrolment: Enrolment) -> str:
    """Why an enrolment is over, in a sentence; empty while it is not."""
    if enrolment.state == EnrolmentState.DECLINED:
        return _of_declined(enrolment)
    if enrolment.state == EnrolmentState.WITHDRAWN:
        return _of_withdrawn(enrolment)
    if enrolment.state != EnrolmentState.CANCELLED:
        return ""
    if enrolment.session.moved_to_id:
        return _("The session was moved to another date; your place went with it.")
    return _("The session was cancelled.")


def _of_withdrawn(enrolment: Enrolment) -> str:
    last = EnrolmentEvent.objects.filter(subject=enrolment).order_by("-pk").first()
    is_own = last is None or last.by_id is None or last.by_id == enrolment.person_id
    if is_own or enrolment.nomination_id is None:
        return _("You withdrew from this session.")
    return _("Your agency ended your nomination for this session.")


def _of_declined(enrolment: Enrolment) -> str:
    last = EnrolmentEvent.objects.filter(subject=enrolment).order_by("-pk").first()
    if last is not None and last.from_state == EnrolmentState.WAITING and last.by_id is None:
        return _("The session has begun and no seat came free in time.")
    if last is None or last.from_state != EnrolmentState.OFFERED:
        return _("This enrolment was declined.")
    if last.event == "expire":
        return _("The offered seat was passed on, because no answer came in time.")
    return _("You declined the offered seat.")
