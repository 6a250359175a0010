"""What needs the registrar today: each part is one question to the database, answered in rows."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.choices import EnrolmentState, NominationState, SessionState
from courses.models import Enrolment, Nomination, Session, Submission
from courses.nominations.pages import with_counts
from courses.presenters import moment
from courses.session_acts import ACTS
from courses.states import BEFORE_THE_START
from vkc.notifications.choices import MessageState
from vkc.notifications.models import NOT_ARRIVED, Message

MOST = 25
SOON = timedelta(days=14)
MONTH = timedelta(days=30)
OFFER_SOON = timedelta(days=1)
OPEN_LETTER = (NominationState.SUBMITTED, NominationState.RETURNED)
NOT_SENT = (MessageState.FAILED, MessageState.GIVEN_UP)
# What came back is shown so long; it stays in the outbox.
BOUNCED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Act:
    """A button of a row. With `sends` it acts at once; without, it opens the page of the act."""

    label: str
    url: str
    sends: dict[str, str] | None = None
    is_first: bool = False


@dataclass(frozen=True)
class Row:
    """One thing to do: where it is done, and why it stands here.

    `acts` settle it from here, or lead to the page that asks what is left to decide.
    """

    url: str
    label: str
    detail: str
    is_late: bool = False
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Part:
    """One kind of thing to do. `count` may exceed the rows shown."""

    key: str
    title: str
    empty: str
    rows: list[Row] = field(default_factory=list)
    count: int = 0

    @property
    def has_acts(self) -> bool:
        return any(row.acts for row in self.rows)


def parts_of_today(*, at: datetime) -> list[Part]:
    """All parts, in the order in which they press; two queries each."""
    return [
        _letters_to_approve(),
        _letters_missing(at),
        _offers(at),
        _under_minimum(at),
        _quotas(at),
        _to_grade(),
        _to_conclude(),
        _to_certify(),
        _bounced(at),
    ]


def sessions_at_hand(*, at: datetime) -> QuerySet[Session]:
    """What runs now or begins within a month, the first to come first."""
    today = timezone.localdate(at)
    is_near = Q(starts_on__gte=today, starts_on__lte=today + MONTH)
    coming = is_near & Q(state__in=BEFORE_THE_START)
    found = Session.objects.filter(coming | Q(state=SessionState.RUNNING))
    return found.select_related("course").order_by(F("starts_on").asc(nulls_last=True), "pk")


def _part(key: str, title: str, empty: str, found: QuerySet, row: Any) -> Part:
    rows = [row(item) for item in found[:MOST]]
    count = len(rows) if len(rows) < MOST else found.count()
    return Part(key, title, empty, rows, count)


def _letters() -> QuerySet[Nomination]:
    return Nomination.objects.select_related("session__course", "agency")


def _letters_to_approve() -> Part:
    found = _letters().filter(state=NominationState.SUBMITTED, letter__isnull=False)
    complete = with_counts(found.exclude(letter_number="").filter(letter_on__isnull=False))

    def row(letter: Nomination) -> Row:
        facts = {
            "number": letter.letter_number,
            "moment": moment(letter.submitted_at),
            "people": letter.people,
            "seated": letter.seated,
            "waiting": letter.waiting + letter.offered,
        }
        sentence = _(
            "No. %(number)s, submitted %(moment)s; %(people)s named: %(seated)s with a seat,"
            " %(waiting)s in line"
        )
        url = reverse("courses_desk:nomination_settle", args=[letter.pk, "approve"])
        approve = Act(_("Approve"), url, {"then": "today"}, is_first=True)
        return Row(_letter_url(letter), _letter_label(letter), sentence % facts, acts=(approve,))

    title, empty = _("Letters to approve"), _("No letter waits for approval.")
    return _part("letters", title, empty, complete.order_by("submitted_at", "pk"), row)


def _letters_missing(at: datetime) -> Part:
    today = timezone.localdate(at)
    found = (
        _letters()
        .filter(state__in=OPEN_LETTER)
        .annotate(due_on=Coalesce("correct_by", "letter_due_on", "session__needs_letter_by"))
    )
    missing = found.filter(letter=None) | found.filter(state=NominationState.RETURNED)

    def row(letter: Nomination) -> Row:
        is_late = letter.due_on is not None and letter.due_on < today
        url = reverse("courses_desk:nomination_remind", args=[letter.pk])
        acts = (Act(_("Remind the agency"), url, {"then": "today"}),)
        if letter.session.state not in BEFORE_THE_START:
            acts = ()
        return Row(
            _letter_url(letter), _letter_label(letter), _due(letter.due_on, is_late), is_late, acts
        )

    title, empty = _("Letters missing or being corrected"), _("No letter is missing.")
    ordered = missing.order_by(F("due_on").asc(nulls_last=True), "pk")
    return _part("missing", title, empty, ordered, row)


def _due(day: Any, is_late: bool) -> str:
    if day is None:
        return _("no day was set")
    facts = {"day": date_format(day, "SHORT_DATE_FORMAT")}
    return _("was due on %(day)s") % facts if is_late else _("due on %(day)s") % facts


def _letter_url(letter: Nomination) -> str:
    return reverse("courses_desk:nomination", args=[letter.pk])


def _letter_label(letter: Nomination) -> str:
    return f"{letter.agency} · {letter.session}"


def _offers(at: datetime) -> Part:
    found = Enrolment.objects.filter(
        state=EnrolmentState.OFFERED, offer_expires_at__lte=at + OFFER_SOON
    ).select_related("session__course", "person", "agency")

    def row(offer: Enrolment) -> Row:
        detail = _("answer due %(moment)s") % {"moment": moment(offer.offer_expires_at)}
        label = f"{offer.person or '–'} · {offer.session}"
        url = reverse("courses_desk:waiting", args=[offer.session_id])
        return Row(url, label, detail, offer.offer_expires_at <= at)

    title, empty = _("Offers that end within a day"), _("No offer ends within a day.")
    return _part("offers", title, empty, found.order_by("offer_expires_at", "pk"), row)


def _under_minimum(at: datetime) -> Part:
    today = timezone.localdate(at)
    found = Session.objects.filter(
        state__in=(SessionState.OPEN, SessionState.CLOSED),
        starts_on__lte=today + SOON,
        seats_taken__lt=F("minimum"),
    ).select_related("course")

    def row(session: Session) -> Row:
        facts = {"taken": session.seats_taken, "minimum": session.minimum}
        acts = tuple(
            Act(str(ACTS[verb].label), reverse(f"courses_desk:{name}", args=args))
            for verb, name, args in (
                ("move", "move", [session.pk]),
                ("cancel", "act", [session.pk, "cancel"]),
            )
        )
        words = _("%(taken)s of at least %(minimum)s") % facts
        return Row(_session_url(session), str(session), words, acts=acts)

    title, empty = _("Sessions under their minimum"), _("No session of the next 14 days is short.")
    return _part("minimum", title, empty, found.order_by("starts_on", "pk"), row)


def _quotas(at: datetime) -> Part:
    today = timezone.localdate(at)
    found = (
        Session.objects.filter(
            state__in=(SessionState.PLANNED, SessionState.OPEN, SessionState.CLOSED),
            quotas_fell_at=None,
            quotas_fall_on__lte=today + timedelta(days=7),
            pools__unit__isnull=False,
            pools__taken__lt=F("pools__quota"),
        )
        .select_related("course")
        .distinct()
    )

    def row(session: Session) -> Row:
        facts = {"day": date_format(session.quotas_fall_on, "SHORT_DATE_FORMAT")}
        url = reverse("courses_desk:quotas", args=[session.pk])
        return Row(url, str(session), _("released on %(day)s") % facts)

    title = _("Provincial seats about to be released")
    empty = _("No provincial seat is released within a week.")
    return _part("quotas", title, empty, found.order_by("quotas_fall_on", "pk"), row)


def _to_conclude() -> Part:
    found = (
        Session.objects.filter(
            state=SessionState.FINISHED, enrolments__state=EnrolmentState.CONFIRMED
        )
        .select_related("course")
        .distinct()
    )

    def row(session: Session) -> Row:
        url = reverse("courses_desk:completion", args=[session.pk])
        return Row(url, str(session), _("nobody has judged yet who completed it"))

    title, empty = _("Finished sessions to conclude"), _("Every finished session is concluded.")
    return _part("conclude", title, empty, found.order_by("ends_on", "pk"), row)


def _to_certify() -> Part:
    completed = Enrolment.objects.filter(state=EnrolmentState.COMPLETED, certificates=None)
    found = (
        Session.objects.filter(state=SessionState.FINISHED, pk__in=completed.values("session"))
        .select_related("course")
        .annotate(due=Count("enrolments", filter=Q(enrolments__in=completed)))
    )

    def row(session: Session) -> Row:
        url = reverse("courses_desk:certificates_issue", args=[session.pk])
        words = ngettext("%(count)s certificate", "%(count)s certificates", session.due)
        return Row(url, str(session), words % {"count": session.due})

    title = _("Certificates to be issued")
    empty = _("Everyone who completed a session has a certificate.")
    return _part("certificates", title, empty, found.order_by("ends_on", "pk"), row)


def ungraded() -> QuerySet[Submission]:
    """Work handed in without a mark; of several versions the newest only."""
    same = {"enrolment": OuterRef("enrolment"), "lesson": OuterRef("lesson")}
    newer = Submission.objects.filter(**same, version__gt=OuterRef("version"))
    return Submission.objects.filter(~Exists(newer), graded_at=None)


def _to_grade() -> Part:
    found = Session.objects.filter(pk__in=ungraded().values("enrolment__session"))
    found = found.select_related("course")

    def row(session: Session) -> Row:
        url = reverse("courses:grading", args=[session.pk])
        return Row(url, str(session), _("work handed in waits for a mark"))

    title, empty = _("Assignments to be marked"), _("No assignment waits for a mark.")
    return _part("grading", title, empty, found.order_by("starts_on", "pk"), row)


def _bounced(at: datetime) -> Part:
    came_back = Q(state=MessageState.BOUNCED, bounced_at__gte=at - BOUNCED_FOR)
    found = Message.objects.filter(Q(state__in=NOT_SENT) | came_back, handled_at=None)
    found = found.filter(event__startswith="courses.")

    def row(message: Message) -> Row:
        url = reverse("outbox:inspect", args=[message.pk])
        is_over = message.state in NOT_ARRIVED
        then = {"next": reverse("courses_desk:cockpit")}
        acts = (
            Act(_("Send again"), url, then),
            Act(_("Mark as dealt with"), url, {**then, "act": "handle"}),
        )
        words = _why_not_arrived(message)
        return Row(url, str(message), words, acts=acts if is_over else ())

    title, empty = _("Mail that did not arrive"), _("All mail of the courses left; none came back.")
    return _part("mail", title, empty, found.order_by("-occurrence", "-pk"), row)


def _why_not_arrived(message: Message) -> str:
    if message.bounced_at:
        day = date_format(timezone.localtime(message.bounced_at), "SHORT_DATE_FORMAT")
        facts = {"day": day, "sentence": message.last_error}
        return _("came back on %(day)s: %(sentence)s") % facts
    tried = ngettext("tried %(attempts)s time", "tried %(attempts)s times", message.attempts)
    return tried % {"attempts": message.attempts}


def _session_url(session: Session) -> str:
    return reverse("courses_desk:session", args=[session.pk])
