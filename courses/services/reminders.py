"""Mails that remind: the start, a letter that is missing, lessons and a survey not done.

Each reminder belongs to one day, which is its occurrence in the outbox: a second run, or a second
worker, queues nothing twice. A day missed by an outage is made up for on the next. Only people who
hold a seat are written to: nothing goes to who withdrew, declined, waits or was cancelled.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

from courses.choices import EnrolmentState, NominationState, SessionState
from courses.exceptions.nominations import LetterNotAwaited, NobodyToRemind, RemindedToday
from courses.models import Enrolment, Nomination, Session
from courses.permissions.nominations import can_settle_nomination
from courses.states import BEFORE_THE_START
from vkc.accounts.models import User
from vkc.notifications.models import Message
from vkc.notifications.services import notify

GRACE = timedelta(days=1)
LEARNING = (EnrolmentState.CONFIRMED,)
SURVEYED = (EnrolmentState.CONFIRMED, EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)
LETTER_MISSING = "courses.reminder_letter"
LETTER_OVERDUE = "courses.reminder_letter_overdue"
LETTER_AWAITED = (NominationState.SUBMITTED, NominationState.RETURNED)


def send_reminders(*, at: datetime) -> dict[str, int]:
    """Queue all reminders of the day; returns how many of each kind. Safe to run again."""
    today = timezone.localdate(at)
    days = settings.COURSE_REMINDERS
    return {
        "start": sum(_before_the_start(today, ahead) for ahead in days["start"]),
        "letter": sum(_letters(today, ahead) for ahead in days["letter"]),
        "letter_overdue": _overdue_letters(today, days["letter_overdue"]),
        "unfinished": _unfinished(today, days["unfinished"]),
        "survey": _survey(today, days["survey"]),
    }


def _before_the_start(today: date, ahead: int) -> int:
    """To everyone with a seat, `ahead` days before the first day; never on the day itself."""
    days = [day for day in _days(today) if day + timedelta(days=ahead) > today]
    firsts = [day + timedelta(days=ahead) for day in days]
    sessions = Session.objects.filter(state__in=BEFORE_THE_START, starts_on__in=firsts)
    done = 0
    for session in sessions.select_related("course"):
        due = session.starts_on - timedelta(days=ahead)
        rows = _people(session, LEARNING)
        done += _remind("courses.reminder_start", rows, due, session=session)
    return done


def _letters(today: date, ahead: int) -> int:
    """To the coordinator whose letter must be in soon and is not."""
    dues = [day + timedelta(days=ahead) for day in _days(today)]
    rows = Nomination.objects.filter(state__in=LETTER_AWAITED, letter_due_on__in=dues)
    rows = rows.select_related("session__course", "agency", "made_by").order_by("pk")
    done = 0
    for nomination in rows:
        if nomination.has_letter or nomination.session.state not in BEFORE_THE_START:
            continue
        due = nomination.letter_due_on - timedelta(days=ahead)
        pairs = [(nomination, person) for person in _coordinators(nomination)]
        done += _queue(
            LETTER_MISSING, pairs, due, session=nomination.session, day=nomination.letter_due_on
        )
    return done


def remind_of_letter(*, nomination: Nomination, by: Any, at: datetime) -> int:
    """Write to the agency now, on a registrar's wish; returns how many mails. Once a day.

    Raises PermissionDenied, LetterNotAwaited, NobodyToRemind, RemindedToday.
    """
    if not can_settle_nomination(by):
        raise PermissionDenied
    if not is_awaited(nomination):
        raise LetterNotAwaited
    pairs: list[tuple[models.Model, Any]] = [
        (nomination, person) for person in _coordinators(nomination)
    ]
    if not pairs:
        raise NobodyToRemind
    today, day = timezone.localdate(at), due_day(nomination)
    event = LETTER_OVERDUE if day is not None and day < today else LETTER_MISSING
    queued = _queue(event, pairs, today, session=nomination.session, day=day)
    if not queued:
        raise RemindedToday
    return queued


def is_awaited(nomination: Nomination) -> bool:
    """Whether the agency still owes the letter, or its correction, before the session begins."""
    is_missing = nomination.state == NominationState.SUBMITTED and not nomination.has_letter
    is_owed = is_missing or nomination.state == NominationState.RETURNED
    return is_owed and nomination.session.state in BEFORE_THE_START


def due_day(nomination: Nomination) -> date | None:
    """The day by which the letter, or its correction, must be in."""
    if nomination.state == NominationState.RETURNED:
        return nomination.correct_by
    return nomination.letter_due_on


def _overdue_letters(today: date, after: int) -> int:
    """To the coordinator whose letter is overdue, once, before the registrar may end it."""
    rows = Nomination.objects.overdue(on=today)
    rows = rows.filter(session__state__in=BEFORE_THE_START)
    done = 0
    for nomination in rows.select_related("session__course", "agency", "made_by").order_by("pk"):
        day = due_day(nomination)
        due = day + timedelta(days=after) if day else None
        if due not in _days(today):
            continue
        pairs = [(nomination, person) for person in _coordinators(nomination)]
        done += _queue(LETTER_OVERDUE, pairs, due, session=nomination.session, day=day)
    return done


def reminders_of(letters: Iterable[Nomination]) -> dict[int, datetime]:
    """Letter id → when its agency was reminded that it is overdue."""
    names = {f"{Nomination._meta.label_lower}:{one.pk}": one.pk for one in letters}
    sent = Message.objects.filter(event=LETTER_OVERDUE, about__in=names).order_by("occurrence")
    return {names[about]: moment for about, moment in sent.values_list("about", "occurrence")}


def _coordinators(nomination: Nomination) -> list[User]:
    """Who sent the letter, while they may still do so, else all coordinators of the agency."""
    may = list(User.objects.may("courses.nominate_session").filter(agency=nomination.agency_id))
    sender = [person for person in may if person.pk == nomination.made_by_id]
    return sender or may


def _unfinished(today: date, ahead: int) -> int:
    """To who has required lessons left, some days before the last day (at the start, if later)."""
    from courses.learning.facts import facts_of_session

    done = 0
    for session in _with_lessons(SessionState.RUNNING):
        due = _due_of_lessons(session, ahead)
        if due not in _days(today):
            continue
        rows = list(_people(session, LEARNING))
        facts = facts_of_session(session, [row.pk for row in rows])
        required = {lesson.pk for lesson in facts.lessons if lesson.is_required}
        left = [row for row in rows if required - facts.of(row.pk).done]
        done += _remind("courses.reminder_lessons", left, due, session=session)
    return done


def _due_of_lessons(session: Session, ahead: int) -> date | None:
    last = session.ends_on or session.starts_on
    if last is None or session.starts_on is None:
        return None
    return max(session.starts_on, last - timedelta(days=ahead))


def _survey(today: date, after: int) -> int:
    """To who came and has not answered the survey, some days after the last day."""
    from courses.learning.facts import facts_of_session

    done = 0
    for session in _with_lessons(SessionState.RUNNING, SessionState.FINISHED):
        last = session.ends_on or session.starts_on
        due = last + timedelta(days=after) if last else None
        if due not in _days(today):
            continue
        rows = list(_people(session, SURVEYED))
        facts = facts_of_session(session, [row.pk for row in rows])
        surveys = {lesson.pk for lesson in facts.lessons if lesson.kind == "survey"}
        left = [row for row in rows if surveys - facts.of(row.pk).surveyed]
        done += _remind("courses.reminder_survey", left, due, session=session)
    return done


def _with_lessons(*states: str) -> Iterable[Session]:
    """Sessions around their last day whose course has lessons; without any there is nothing left."""
    has_lessons = models.Q(course__lessons__is_published=True)
    return (
        Session.objects.filter(has_lessons, state__in=states)
        .select_related("course")
        .distinct()
        .order_by("pk")
    )


def _people(session: Session, states: Iterable[str]) -> models.QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(session=session, state__in=states, person__is_active=True)
    return rows.select_related("person").order_by("pk")


def _days(today: date) -> list[date]:
    """Today, and the day before in case its run was missed."""
    return [today, today - GRACE]


def _remind(event: str, rows: Iterable[Enrolment], due: date, *, session: Session) -> int:
    pairs: list[tuple[models.Model, Any]] = []
    for row in rows:
        row.session = session
        pairs.append((row, row.person))
    return _queue(event, pairs, due, session=session)


def _queue(
    event: str,
    pairs: Iterable[tuple[models.Model, Any]],
    due: date,
    *,
    session: Session,
    **facts: Any,
) -> int:
    moment = timezone.make_aware(datetime.combine(due, time.min))
    queued = list(_not_yet(event, list(pairs), moment))
    for about, person in queued:
        notify(
            event=event, about=about, to=person, at=moment, context={"session": session, **facts}
        )
    return len(queued)


def _not_yet(
    event: str, pairs: list[tuple[models.Model, Any]], moment: datetime
) -> Iterator[tuple[models.Model, Any]]:
    """Those without this reminder in the outbox; the outbox's constraint is the second guard."""
    sent = Message.objects.filter(event=event, occurrence=moment)
    known = set(sent.values_list("about", "recipient"))
    for about, person in pairs:
        if (f"{about._meta.label_lower}:{about.pk}", person.email) not in known:
            yield about, person
