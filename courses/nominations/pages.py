"""What the pages of letters of nomination show: words, tones, rows."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.choices import EnrolmentState, NominationState
from courses.models import Nomination, Nominee
from courses.permissions.nominations import has_not_begun
from courses.presenters import ENROLMENT_TONES, moment, short_day, title_language
from courses.services.waiting import reasons_for
from courses.states import STANDING_NOMINATION

TONES = {
    NominationState.DRAFT: "planned",
    NominationState.SUBMITTED: "pending",
    NominationState.RETURNED: "late",
    NominationState.APPROVED: "verified",
    NominationState.REFUSED: "cancelled",
    NominationState.WITHDRAWN: "withdrawn",
    NominationState.LAPSED: "cancelled",
}
# Nobody is taken out who is the last of a letter.
LEAST_LEFT = 2
IN_FORCE = Q(nominees__is_substituted=False, nominees__taken_out_at=None)


def with_counts(letters: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """Each letter with `people`, `seated`, `waiting`, `offered`."""

    def count(**state: str) -> Count:
        return Count("nominees", filter=IN_FORCE & Q(**state), distinct=True)

    return letters.select_related("session__course", "agency", "unit").annotate(
        people=Count("nominees", filter=IN_FORCE, distinct=True),
        seated=count(nominees__enrolment__state=EnrolmentState.CONFIRMED),
        waiting=count(nominees__enrolment__state=EnrolmentState.WAITING),
        offered=count(nominees__enrolment__state=EnrolmentState.OFFERED),
    )


def badge(nomination: Nomination) -> dict[str, Any]:
    state = NominationState(nomination.state)
    return {"tone": TONES[state], "label": state.label}


def due_on(nomination: Nomination) -> date | None:
    """The day by which the agency has to do something: correct the letter, or hand it in."""
    if nomination.state == NominationState.RETURNED:
        return nomination.correct_by
    if nomination.state in STANDING_NOMINATION and not nomination.has_letter:
        return nomination.letter_due_on
    return None


def due_in_words(nomination: Nomination, *, on: date) -> str:
    """“by 12/03/2026, 4 days left”; empty where nothing is due."""
    day = due_on(nomination)
    if day is None:
        return ""
    left = (day - on).days
    facts = {"day": short_day(day), "days": abs(left)}
    if left < 0:
        late = ngettext(
            "was due on %(day)s, %(days)s day ago", "was due on %(day)s, %(days)s days ago", -left
        )
        return late % facts
    if left == 0:
        return _("due today, %(day)s") % facts
    ahead = ngettext(
        "due by %(day)s, %(days)s day left", "due by %(day)s, %(days)s days left", left
    )
    return ahead % facts


def letter_in_words(nomination: Nomination) -> str:
    """Whether the letter is there, for a table."""
    if nomination.has_letter:
        facts = {"number": nomination.letter_number, "day": short_day(nomination.letter_on)}
        return _("No. %(number)s of %(day)s") % facts
    if nomination.letter_id:
        return _("number or date missing")
    return _("letter missing")


def glance(letters: QuerySet[Nomination], *, at: datetime) -> dict[str, Any]:
    """The agency's letters for data_table."""
    today = timezone.localdate(at)
    columns = [
        {"label": _("Session and course")},
        {"label": _("State")},
        {"label": _("People named"), "is_number": True},
        {"label": _("With a seat"), "is_number": True},
        {"label": _("Waiting"), "is_number": True},
        {"label": _("Offered a seat"), "is_number": True},
        {"label": _("Letter")},
        {"label": _("To do")},
    ]
    return {"columns": columns, "rows": [_glance_row(row, today) for row in letters]}


def _glance_row(row: Any, today: date) -> list[Any]:
    state = badge(row)
    has_answer = row.submitted_at is not None
    counts = [row.seated, row.waiting, row.offered] if has_answer else ["–", "–", "–"]
    return [
        {"text": str(row.session), "url": row.get_absolute_url()},
        {"text": state["label"], "tone": state["tone"]},
        {"text": row.people},
        *({"text": count} for count in counts),
        letter_in_words(row),
        due_in_words(row, on=today) or _todo(row),
    ]


def _todo(row: Nomination) -> str:
    return _("submit it") if row.state == NominationState.DRAFT else "–"


def people_rows(nomination: Nomination, *, at: datetime) -> list[dict[str, Any]]:
    """Everybody in the order of the letter, with the answer each got and why.

    Who was taken out stands at the number they had; who was substituted does not.
    """
    people = list(_people(nomination).filter(is_substituted=False).order_by("rank"))
    for one in people:
        if one.enrolment:
            one.enrolment.session = nomination.session
    reasons = reasons_for([one.enrolment for one in people if one.enrolment], at=at)
    last = len(people)
    rows = [_person(one, reasons.get(one.enrolment_id), nomination, last) for one in people]
    if sum(one.taken_out_at is None for one in people) < LEAST_LEFT:
        return [{**row, "take_out_url": ""} for row in rows]
    return rows


def _people(nomination: Nomination) -> QuerySet[Nominee]:
    return nomination.nominees.select_related(
        "enrolment__person", "enrolment__unit", "enrolment__replaces"
    )


def _person(one: Nominee, reason: Any, nomination: Nomination, last: int) -> dict[str, Any]:
    one.nomination = nomination
    enrolment = one.enrolment
    may_step_in = (
        enrolment is not None
        and enrolment.is_open
        and one.taken_out_at is None
        and nomination.state in STANDING_NOMINATION
        and has_not_begun(nomination.session)
    )
    return {
        "pk": one.pk,
        "rank": one.rank,
        "name": one.full_name,
        "email": one.email,
        "position": one.position,
        "state": enrolment.get_state_display() if enrolment else "",
        "tone": ENROLMENT_TONES.get(enrolment.state, "pending") if enrolment else "",
        "answer": answer_in_words(one, reason),
        "why": reason.sentence if reason else "",
        "rule": reason.rule if reason else "",
        "was_enrolled": one.was_enrolled,
        "is_out": one.taken_out_at is not None,
        "substitute_url": _of_person("nominee_substitute", one) if may_step_in else "",
        "take_out_url": _of_person("nominee_take_out", one) if may_step_in else "",
        "edit_url": _of_person("nominee", one),
        "remove_url": _of_person("nominee_remove", one),
        "move_url": _of_person("nominee_move", one),
        "is_first": one.rank == 1,
        "is_last": one.rank == last,
    }


def _of_person(name: str, one: Nominee) -> str:
    return reverse(f"courses:{name}", args=[one.nomination_id, one.pk])


def answer_in_words(one: Nominee, reason: Any) -> str:
    """The answer one person got: a seat, a number in line, an offer; empty before submission."""
    if one.taken_out_at:
        sentence = _("taken out of the letter at %(moment)s; this number stays empty")
        return sentence % {"moment": moment(one.taken_out_at)}
    if one.enrolment is None:
        return ""
    state = one.enrolment.state
    if state == EnrolmentState.CONFIRMED:
        return _("has a seat")
    if state == EnrolmentState.OFFERED:
        facts = {"moment": moment(one.enrolment.offer_expires_at)}
        return _("is offered a seat; the answer is due at %(moment)s") % facts
    if reason is None:
        return ""
    facts = {"rank": reason.rank, "own_rank": reason.unit_rank, "unit": reason.unit_name}
    if reason.unit_rank:
        sentence = _("number %(rank)s in the waiting list, number %(own_rank)s of %(unit)s")
        return sentence % facts
    return _("number %(rank)s in the waiting list") % facts


def substituted_rows(nomination: Nomination) -> list[str]:
    """Who was put in whose place, a sentence each."""
    gone = {one.enrolment_id: one for one in _people(nomination).filter(is_substituted=True)}
    new = _people(nomination).filter(enrolment__replaces__in=list(gone)).order_by("rank", "pk")
    sentence = _("%(new)s takes the place of %(old)s (number %(rank)s), since %(moment)s")
    return [
        sentence
        % {
            "new": one.full_name,
            "old": gone[one.enrolment.replaces_id].full_name,
            "rank": one.rank,
            "moment": moment(one.enrolment.submitted_at),
        }
        for one in new
        if one.enrolment
    ]


def letter_facts(nomination: Nomination) -> list[dict[str, Any]]:
    """The letter for key_values."""
    rows = [
        (_("Agency"), str(nomination.agency)),
        (_("Agency that issued the letter"), nomination.letter_issuer),
        (_("Number of the letter"), nomination.letter_number),
        (_("Date of the letter"), short_day(nomination.letter_on)),
    ]
    if nomination.letter_due_on and not nomination.has_letter:
        rows.append((_("Letter to follow by"), short_day(nomination.letter_due_on)))
    if nomination.note:
        rows.append((_("Note to the registrar"), nomination.note))
    return [{"label": label, "value": value} for label, value in rows]


EVENTS = {
    "begin": lambda: _("Begun"),
    "submit": lambda: _("Submitted"),
    "hand_in_letter": lambda: _("Scan of the letter handed in"),
    "substitute": lambda: _("A person was substituted"),
    "take_out": lambda: _("A person was taken out"),
    "return": lambda: _("Returned for correction"),
    "approve": lambda: _("Approved"),
    "refuse": lambda: _("Refused"),
    "withdraw": lambda: _("Withdrawn by the agency"),
    "lapse": lambda: _("Ended by the registrar as overdue"),
}


def history(nomination: Nomination) -> list[dict[str, Any]]:
    """What happened, for timeline."""
    return [
        {
            "date_label": moment(event.at),
            "title": EVENTS[event.event]() if event.event in EVENTS else event.event,
            "text": event.reason,
        }
        for event in nomination.events.order_by("id")
    ]


def last_reason(nomination: Nomination) -> str:
    """Why the letter is in its present state, where somebody said so."""
    events = nomination.events.filter(to_state=nomination.state).exclude(reason="")
    acts = events.filter(event__in=("return", "refuse", "withdraw", "lapse")).order_by("-id")
    return acts.values_list("reason", flat=True).first() or ""


def frame(nomination: Nomination) -> dict[str, Any]:
    """What every page of a letter shows at its head."""
    return {
        "nomination": nomination,
        "session": nomination.session,
        "course": nomination.session.course,
        "title_lang": title_language(nomination.session.course),
        "state": badge(nomination),
        "scan_type": _scan_type(nomination),
    }


def _scan_type(nomination: Nomination) -> str:
    stored = nomination.letter
    return stored.media_type.rpartition("/")[2].upper() if stored else ""
