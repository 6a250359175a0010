"""A session for whoever runs it: its facts, what can be done to it now, and its pages by when they are used."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.certificates.states import CertificateState
from courses.choices import EnrolmentState, NominationState
from courses.choices.learning import LessonKind
from courses.cockpit import ungraded
from courses.models import Certificate, Lesson, Session
from courses.permissions.certificates import can_issue_certificates
from courses.presenters import moment, session_facts
from courses.services.reports import ENDED
from courses.session_acts import ACTS, Act, acts_of
from courses.states import HOLDS_A_SEAT, STANDING_NOMINATION


@dataclass(frozen=True)
class Way:
    """To one page of the session, and what is to be found there now."""

    label: str
    url: str
    found: str = ""


@dataclass(frozen=True)
class Group:
    """Ways that are used at the same time."""

    key: str
    title: str
    ways: list[Way]


def session_address(session: Session) -> str:
    """The desk of a session, from which every other page of it is reached."""
    return reverse("courses_desk:session", args=[session.pk])


def acts_now(session: Session) -> list[dict[str, Any]]:
    """The verbs that are possible in the present state, each with the address of its page."""
    return [
        {"label": act.label, "url": act_address(session, act), "is_final": act.is_final}
        for act in sorted(acts_of(session), key=lambda act: act.priority)
    ]


def act_address(session: Session, act: Act) -> str:
    """The page that says what follows from a verb, and asks for what it needs."""
    if act is ACTS["move"]:
        return reverse("courses_desk:move", args=[session.pk])
    return reverse("courses_desk:act", args=[session.pk, act.verb])


def facts_of(session: Session, *, at: datetime) -> list[dict[str, Any]]:
    """What the public page says of it, where something is known."""
    return [fact for fact in session_facts(session, at=at) if fact["value"]]


def counts_by_state(session: Session) -> list[tuple[Any, int]]:
    """(word, people) of each state an enrolment is in, in the order of the states."""
    rows = dict(session.enrolments.values_list("state").annotate(count=Count("pk")).order_by())
    return [(state.label, rows[state.value]) for state in EnrolmentState if state.value in rows]


def history_of(session: Session, *, most: int = 20) -> list[dict[str, Any]]:
    """The latest changes of its state, newest first: when, what, who, why."""
    events = session.events.select_related("by").order_by("-pk")[:most]
    return [
        {
            "at": moment(event.at),
            "what": ACTS[event.event].label if event.event in ACTS else event.event,
            "by": event.by or _("the portal"),
            "reason": event.reason,
        }
        for event in events
    ]


def groups_of(session: Session, *, user: Any) -> list[Group]:
    """Every page of a session: before it begins, while it runs, after it."""
    people = _people(session)
    return [
        Group("before", _("Before: seats and people"), _before(session, people)),
        Group("during", _("While it runs: attendance and learning"), _during(session)),
        Group("after", _("After: completion and certificates"), _after(session, people, user)),
    ]


def _people(session: Session) -> dict[str, int]:
    kinds = {
        "seated": Q(state__in=HOLDS_A_SEAT),
        "waiting": Q(state=EnrolmentState.WAITING),
        "offered": Q(state=EnrolmentState.OFFERED),
        "undecided": Q(state=EnrolmentState.CONFIRMED),
        "judged": Q(state__in=ENDED),
        "due": Q(state=EnrolmentState.COMPLETED, certificates=None),
    }
    counts = {name: Count("pk", filter=kind, distinct=True) for name, kind in kinds.items()}
    return session.enrolments.aggregate(**counts)


def _before(session: Session, people: dict[str, int]) -> list[Way]:
    key = session.pk
    provinces = session.pools.filter(unit__isnull=False).count()
    letters = session.nominations.filter(submitted_at__isnull=False).aggregate(
        standing=Count("pk", filter=Q(state__in=STANDING_NOMINATION)),
        to_approve=Count("pk", filter=Q(state=NominationState.SUBMITTED)),
    )
    enrolled = reverse("wagtailsnippets_courses_enrolment:list")
    nominations = reverse("courses_desk:nominations")
    return [
        Way(_("Who is enrolled"), f"{enrolled}?session={key}",
            ngettext("%(count)s with a seat", "%(count)s with a seat", people["seated"])
            % {"count": people["seated"]}),
        Way(_("Letters of nomination"), f"{nominations}?view=all&session={key}",
            _("%(standing)s in force, %(to_approve)s not approved yet") % letters),
        Way(_("Waiting list"), _desk("waiting", key),
            _("%(waiting)s waiting, %(offered)s with an open offer") % people),
        Way(_("Seats of the provinces"), _desk("quotas", key),
            ngettext("%(count)s province with seats of its own",
                     "%(count)s provinces with seats of their own", provinces)
            % {"count": provinces}),
        Way(_("Try other quotas"), _desk("simulate", key)),
        Way(_("Enrol from a list"), _desk("import_list", key)),
    ]  # fmt: skip


def _during(session: Session) -> list[Way]:
    key = session.pk
    meetings = session.meetings.count()
    kinds = list(
        Lesson.objects.filter(course=session.course_id, is_published=True).values_list(
            "kind", flat=True
        )
    )
    ways = [
        Way(_("Attendance desk"), reverse("courses:desk", args=[key]),
            ngettext("%(count)s meeting", "%(count)s meetings", meetings) % {"count": meetings}),
        Way(_("Write to the participants"), reverse("courses:announcements", args=[key])),
        Way(_("Materials"), _desk("session_materials", key)),
        Way(_("Learning results"), _desk("learning_results", key),
            ngettext("%(count)s lesson", "%(count)s lessons", len(kinds))
            % {"count": len(kinds)}),
    ]  # fmt: skip
    if LessonKind.ASSIGNMENT in kinds:
        waiting = ungraded().filter(enrolment__session=session).count()
        words = ngettext("%(count)s waits for a mark", "%(count)s wait for a mark", waiting)
        url = reverse("courses:grading", args=[key])
        ways.append(Way(_("Assignments"), url, words % {"count": waiting}))
    return ways


def _after(session: Session, people: dict[str, int], user: Any) -> list[Way]:
    key = session.pk
    ways = [
        Way(_("Completion"), _desk("completion", key),
            _("%(judged)s judged, %(undecided)s not yet") % people),
        Way(_("Survey results"), _desk("survey_results", key)),
    ]  # fmt: skip
    if can_issue_certificates(user):
        held = Certificate.objects.filter(enrolment__session=session)
        issued = held.exclude(state=CertificateState.SUPERSEDED).count()
        words = _("%(issued)s issued, %(due)s to be issued")
        facts = {"issued": issued, "due": people["due"]}
        url = _desk("certificates_issue", key)
        ways.append(Way(_("Certificates"), url, words % facts))
    return ways


def _desk(name: str, key: int) -> str:
    return reverse(f"courses_desk:{name}", args=[key])
