"""What those named in a letter, and the coordinators of its agency, are told."""

from datetime import datetime
from typing import Any

from courses.models import Nomination, Nominee
from vkc.accounts.models import User
from vkc.notifications.services import notify


def tell_nominee(nominee: Nominee, event: str, *, at: datetime, **facts: Any) -> None:
    """Queue the mail `courses.<event>` to a person named; nothing where the data was erased."""
    enrolment = nominee.enrolment
    if enrolment is None or enrolment.person is None:
        return
    facts = {
        "session": nominee.nomination.session,
        "agency": nominee.nomination.agency,
        "rank": enrolment.waiting_rank(),
        "state": enrolment.state,
        "was_enrolled": nominee.was_enrolled,
        **facts,
    }
    notify(event=f"courses.{event}", about=enrolment, to=enrolment.person, at=at, context=facts)


def tell_agency(nomination: Nomination, event: str, *, by: Any, at: datetime, **facts: Any) -> None:
    """Queue the mail `courses.<event>` to whoever sent the letter, else to all coordinators."""
    standing = nomination.nominees.in_force().select_related("enrolment")
    states = [one.enrolment.state for one in standing if one.enrolment]
    context = {
        "session": nomination.session,
        "agency": nomination.agency,
        "total": len(standing),
        "seated": states.count("confirmed"),
        "waiting": states.count("waiting") + states.count("offered"),
        **facts,
    }
    for person in _coordinators(nomination):
        notify(event=f"courses.{event}", about=nomination, to=person, at=at, context=context)


def tell_registrars(nomination: Nomination, event: str, *, at: datetime, **facts: Any) -> None:
    """Queue the mail `courses.<event>` to everybody who settles letters."""
    context = {"session": nomination.session, "agency": nomination.agency, **facts}
    for person in User.objects.may("courses.change_session").order_by("pk"):
        notify(event=f"courses.{event}", about=nomination, to=person, at=at, context=context)


def _coordinators(nomination: Nomination) -> list[User]:
    may = User.objects.may("courses.nominate_session").filter(agency=nomination.agency_id)
    sender = may.filter(pk=nomination.made_by_id).first()
    return [sender] if sender else list(may)
