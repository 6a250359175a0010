"""Sessions and courses as the components want them: words, tones, rows."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.attendance.states import SEATED
from courses.choices import EnrolmentState, Form, PublicState, SessionState, TeachingLanguage
from courses.models import Course, Enrolment, Session
from courses.states import BEFORE_THE_START

TONES = {PublicState.OPEN_SOON: "planned", PublicState.MOVED: "pending"}
ENROLMENT_TONES = {
    "confirmed": "verified",
    "waiting": "pending",
    "offered": "proposed",
    "needs_correction": "proposed",
    "completed": "finished",
    "declined": "withdrawn",
    "withdrawn": "withdrawn",
    "cancelled": "cancelled",
    "not_completed": "late",
    "no_show": "late",
}


def tone(state: PublicState) -> str:
    return TONES.get(state, str(state.value))


def moment(value: datetime | None) -> str | None:
    """Hour and day in the portal's time zone, or None."""
    if value is None:
        return None
    local = timezone.localtime(value)
    facts = {"hour": local.strftime("%H:%M"), "day": date_format(local, "SHORT_DATE_FORMAT")}
    return _("%(hour)s on %(day)s") % facts


def seats_in_words(session: Session, *, at: datetime) -> str | None:
    """How many seats are free, in a sentence; None where that says nothing to the reader."""
    if session.capacity is None or session.state not in BEFORE_THE_START:
        return None
    facts = {"total": session.capacity, "left": session.seats_left}
    if session.public_state(at=at) in (PublicState.PLANNED, PublicState.OPEN_SOON):
        return _seats(session.capacity)
    if not session.seats_left:
        return _("none of %(total)s seats left") % facts
    return _("%(left)s of %(total)s seats left") % facts


def deadline_in_words(session: Session, *, at: datetime) -> str | None:
    """Until when, or from when, one may enrol."""
    state = session.public_state(at=at)
    if state == PublicState.OPEN_SOON or (state == PublicState.PLANNED and session.opens_at):
        return _("from %(moment)s") % {"moment": moment(session.opens_at)}
    if state in (PublicState.OPEN, PublicState.FULL) and session.closes_at:
        return _("until %(moment)s") % {"moment": moment(session.closes_at)}
    return None


def title_language(subject: Any, field: str = "title") -> str:
    """The language to mark a fallback text with, or an empty string."""
    found = subject.in_language(field)
    return found.language if found.is_fallback else ""


def session_row(session: Session, *, at: datetime) -> dict[str, Any]:
    """One session for result_row and card."""
    state = session.public_state(at=at)
    meta = [
        {"label": pgettext("course", "Place"), "value": session.in_language("place").text},
        {"label": pgettext("course", "Form"), "value": known_form(session)},
        {"label": _("Seats"), "value": seats_in_words(session, at=at)},
        {"label": _("Enrolment"), "value": deadline_in_words(session, at=at)},
        {"label": _("Participants"), "value": trainees_in_words(session)},
    ]
    return {
        "url": session.get_absolute_url(),
        "title": session.course.title,
        "title_lang": title_language(session.course),
        "number": session.when or _("no information yet"),
        "status_tone": tone(state),
        "status_label": state.label,
        "meta": [item for item in meta if item["value"]],
        "is_sample": session.is_demo,
        "is_past": session.is_past,
    }


def known_form(session: Session) -> Any:
    return Form(session.form).label if session.form != Form.UNKNOWN else None


def trainees_in_words(session: Session) -> str | None:
    """The reported number of participants; None while not known, never zero."""
    if session.trainees is None:
        return None
    if session.is_trainees_approximate:
        return _("about %(count)s") % {"count": session.trainees}
    return str(session.trainees)


def session_facts(session: Session, *, at: datetime) -> list[dict[str, Any]]:
    """Key and value for the session page. What was reported shows its sources."""
    sources = list(session.sources.all())
    rows = [
        (pgettext("course", "When"), session.when),
        (pgettext("course", "Place"), session.in_language("place").text),
        (pgettext("course", "Form"), known_form(session)),
        (_("Duration"), session.in_language("duration").text),
        (_("Organisers"), _joined(session, "organisers")),
        (_("Funding"), session.in_language("funding").text),
        (_("Decision to hold it"), decision_in_words(session)),
        (_("Language of teaching"), _language(session)),
    ]
    facts = [{"label": label, "value": value, "sources": sources} for label, value in rows]
    if session.state == SessionState.FINISHED or session.trainees is not None:
        facts.append(
            {
                "label": _("Participants as reported"),
                "value": trainees_in_words(session),
                "sources": sources,
            }
        )
    elif not session.is_past:
        facts += _enrolment_facts(session, at)
    if not sources:
        return facts
    return [fact if fact["value"] else {**fact, "sources": []} for fact in facts]


def decision_in_words(session: Session) -> str:
    """Number and date of the decision to hold the session; empty while not known."""
    number, day = session.decision_number, short_day(session.decision_on)
    if number and day:
        return _("No. %(number)s of %(day)s") % {"number": number, "day": day}
    return number or day or ""


def short_day(day: date | None) -> str | None:
    return date_format(day, "SHORT_DATE_FORMAT") if day else None


def _enrolment_facts(session: Session, at: datetime) -> list[dict[str, Any]]:
    facts = _dates_of_enrolment(session, at)
    rules = [
        (_("Held from"), _people(session.minimum)),
        (_("Letters of nomination due"), short_day(session.needs_letter_by)),
        (_("Unused provincial seats are released on"), short_day(session.quotas_fall_on)),
    ]
    return facts + [{"label": label, "value": value} for label, value in rules if value]


def _seats(count: int | None) -> str | None:
    """How many seats there are, once nobody asks any more how many are free."""
    if count is None:
        return None
    return ngettext("%(total)s seat", "%(total)s seats", count) % {"total": count}


def _people(count: int | None) -> str | None:
    if count is None:
        return None
    return ngettext("%(count)s participant", "%(count)s participants", count) % {"count": count}


def _dates_of_enrolment(session: Session, at: datetime) -> list[dict[str, Any]]:
    return [
        {"label": _("Seats"), "value": seats_in_words(session, at=at) or _seats(session.capacity)},
        {"label": _("Enrolment opens"), "value": moment(session.opens_at)},
        {"label": _("Enrolment closes"), "value": moment(session.closes_at)},
    ]


def _language(session: Session) -> Any:
    return TeachingLanguage(session.language).label if session.language else None


def _joined(subject: Any, field: str) -> str:
    return "; ".join(lines(subject, field))


def lines(subject: Any, field: str) -> list[str]:
    """A field that holds one thing a line."""
    text = subject.in_language(field).text
    return [line.strip() for line in text.splitlines() if line.strip()]


def course_facts(course: Course) -> list[dict[str, Any]]:
    sources = list(course.sources.all())
    audience = course.in_language("audience").text
    return [
        {"label": _("For whom"), "value": audience, "sources": sources if audience else []},
        {"label": _("Periods (tiết)"), "value": course.periods},
    ]


def meeting_rows(session: Session, *, is_link_shown: bool) -> dict[str, Any]:
    """The timetable for data_table."""
    columns = [
        {"label": _("Day and hour")},
        {"label": pgettext("course", "Subject")},
        {"label": _("Teacher")},
        {"label": _("Room")},
        {"label": pgettext("course", "Periods (tiết)"), "is_number": True},
    ]
    rows = [
        [
            _meeting_time(meeting),
            meeting.topic,
            meeting.teacher,
            _where(meeting, is_link_shown),
            meeting.periods,
        ]
        for meeting in session.meetings.all()
    ]
    return {"columns": columns, "rows": rows}


def _meeting_time(meeting: Any) -> str:
    begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return _("%(day)s, %(from)s–%(until)s") % {
        "day": date_format(begins, "SHORT_DATE_FORMAT"),
        "from": begins.strftime("%H:%M"),
        "until": ends.strftime("%H:%M"),
    }


def _where(meeting: Any, is_link_shown: bool) -> Any:
    if not meeting.link:
        return meeting.room
    if is_link_shown:
        return {"text": _("Join online"), "url": meeting.link}
    return meeting.room or _("the link is given to those with a seat")


def enrolment_row(enrolment: Enrolment, *, rank: int | None) -> dict[str, Any]:
    """One of a person's own enrolments."""
    session = enrolment.session
    can_withdraw = enrolment.is_open and session.state in BEFORE_THE_START
    meta = [
        {"label": pgettext("course", "Place"), "value": session.in_language("place").text},
        {"label": _("Submitted"), "value": moment(enrolment.submitted_at)},
    ]
    return {
        "url": session.get_absolute_url(),
        "title": session.course.title,
        "title_lang": title_language(session.course),
        "number": session.when,
        "status_tone": ENROLMENT_TONES.get(enrolment.state, "pending"),
        "status_label": enrolment.get_state_display(),
        "status_note": _place_note(enrolment, rank),
        "meta": [item for item in meta if item["value"]],
        "is_sample": session.is_demo,
        "withdraw_url": reverse("courses:withdraw", args=[session.pk]) if can_withdraw else "",
        **_place_link(enrolment),
        **_seat_links(enrolment),
    }


def _seat_links(enrolment: Enrolment) -> dict[str, str]:
    """For who has a seat: the personal code for attendance, and the materials."""
    if enrolment.state not in SEATED:
        return {}
    return {
        "code_url": reverse("courses:my_code", args=[enrolment.session_id]),
        "materials_url": reverse("courses:materials", args=[enrolment.session_id]),
        "learn_url": reverse("courses:learn", args=[enrolment.session_id]),
    }


def _place_note(enrolment: Enrolment, rank: int | None) -> str:
    """Beside the state: the rank of who waits, the deadline of who has an offer."""
    if enrolment.state == EnrolmentState.OFFERED and not enrolment.session.is_past:
        return _("answer until %(moment)s") % {"moment": moment(enrolment.offer_expires_at)}
    return _("number %(rank)s in line") % {"rank": rank} if rank else ""


def _place_link(enrolment: Enrolment) -> dict[str, Any]:
    """The page of one's place, for who waits or has an offer to answer."""
    labels = {
        EnrolmentState.OFFERED.value: _("Answer the offer"),
        EnrolmentState.WAITING.value: _("Why am I waiting?"),
    }
    label = labels.get(enrolment.state)
    if label is None or enrolment.session.state not in BEFORE_THE_START:
        return {"place_url": "", "place_label": ""}
    return {
        "place_url": reverse("courses:place", args=[enrolment.session_id]),
        "place_label": label,
    }


def rows_of_person(person: Any) -> list[dict[str, Any]]:
    """All enrolments of a person as rows, in two queries; `is_current` where not yet over."""
    enrolments = list(
        Enrolment.objects.filter(person=person)
        .select_related("session__course")
        .order_by("session__starts_on", "pk")
    )
    ranks = Enrolment.objects.ranks([row.session_id for row in enrolments if row.is_waiting])
    return [
        {
            **enrolment_row(enrolment, rank=ranks.get(enrolment.pk)),
            "is_current": enrolment.is_open and not enrolment.session.is_past,
        }
        for enrolment in enrolments
    ]


def own_row(person: Any, session: Session) -> dict[str, Any] | None:
    """The person's own enrolment in this session, where they have a seat or a place in line."""
    mine = Enrolment.objects.filter(person=person, session=session).order_by("-pk")
    enrolment = mine.select_related("session__course").first()
    if enrolment is None or not (enrolment.is_open or enrolment.state in SEATED):
        return None
    return enrolment_row(enrolment, rank=enrolment.waiting_rank())


def what_is_sent(person: Any) -> list[tuple[str, Any]]:
    """What the organisers receive of a person who enrols, and nothing else."""
    return [
        (pgettext("course", "Full name"), person.full_name),
        (_("Position"), person.position),
        (_("Agency"), str(person.agency) if person.agency_id else None),
        (_("E-mail"), person.email),
    ]
