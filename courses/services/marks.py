"""The one writer of attendance: each change of a mark together with its event.

A batch is one transaction. An act carries its own key, so a batch sent twice counts once, and the
last decision by the server's clock stands, whatever order acts arrive in.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from courses.attendance.states import EVENT_OF, MARK, SEATED
from courses.choices import SessionState
from courses.choices.attendance import MarkSource, MarkState
from courses.exceptions import attendance as exceptions
from courses.models import AttendanceMark, AttendanceMarkEvent, Enrolment, Meeting, Session
from vkc.core.states import Refusal

RECORDED, ALREADY, KEPT, REFUSED = "recorded", "already", "kept", "refused"
NOT_HELD = (SessionState.CANCELLED, SessionState.MOVED)
# A device that says something outside this is not believed: then the moment of arrival counts.
OLDEST = timedelta(days=31)
TRIES = 3

ARRIVE_SQL = """
WITH fresh AS (
  INSERT INTO courses_attendancemark (meeting_id, enrolment_id, state, source, client_key,
    marked_at, received_at, offset_seconds, decided_at, by_id)
  VALUES (%(meeting)s, %(enrolment)s, 'present', 'code', %(key)s, %(at)s, %(at)s, 0, %(at)s, %(by)s)
  ON CONFLICT (meeting_id, enrolment_id) DO NOTHING RETURNING id)
INSERT INTO courses_attendancemarkevent (subject_id, event, from_state, to_state, at, by_id, reason,
  source, client_key, device_at, received_at)
SELECT id, 'arrive', '', 'present', %(at)s, %(by)s, '', 'code', %(key)s, NULL, %(at)s FROM fresh
RETURNING id
"""


@dataclass(frozen=True)
class Act:
    """One mark, undoing or correction as somebody made it.

    `device_at` is what the device's clock said, None for acts made on the server itself;
    `offset_seconds` is the server's clock minus the device's.
    """

    key: UUID
    meeting_id: int
    enrolment_id: int
    state: MarkState
    source: MarkSource
    device_at: datetime | None = None
    offset_seconds: int = 0
    reason: str = ""

    def moment(self, received_at: datetime) -> datetime:
        """When it happened by the server's clock; never later than it arrived."""
        if self.device_at is None:
            return received_at
        try:
            found = self.device_at + timedelta(seconds=self.offset_seconds)
        except OverflowError:
            return received_at
        return found if received_at - OLDEST <= found <= received_at else received_at


@dataclass(frozen=True)
class Answer:
    """What became of one act: recorded, already (nothing to change), kept (a later decision
    stands) or refused, then with a sentence."""

    key: UUID
    answer: str
    sentence: str = ""


@dataclass
class _Batch:
    """What one transaction knows and will write."""

    by: Any
    at: datetime
    meetings: set[int]
    seated: set[int]
    known: set[UUID]
    marks: dict[tuple[int, int], AttendanceMark]
    new: list[AttendanceMark] = field(default_factory=list)
    changed: dict[int, AttendanceMark] = field(default_factory=dict)
    events: list[AttendanceMarkEvent] = field(default_factory=list)


def record(*, session_id: int, acts: list[Act], by: Any, at: datetime) -> list[Answer]:
    """Write a batch in one transaction: all of it or nothing. Who may was asked by the caller.

    Two devices may mark the same person in the same moment: who comes second reads again.
    """
    for _attempt in range(TRIES - 1):
        try:
            return _record(session_id=session_id, acts=acts, by=by, at=at)
        except IntegrityError:
            continue
    return _record(session_id=session_id, acts=acts, by=by, at=at)


@transaction.atomic
def _record(*, session_id: int, acts: list[Act], by: Any, at: datetime) -> list[Answer]:
    batch = _read(session_id, acts, by, at)
    answers = [_decide(batch, act) for act in acts]
    AttendanceMark.objects.bulk_create(batch.new)
    for mark in batch.changed.values():
        _rewrite(mark)
    AttendanceMarkEvent.objects.bulk_create(batch.events)
    return answers


def _read(session_id: int, acts: list[Act], by: Any, at: datetime) -> _Batch:
    """Lock the meetings, so that batches of one meeting follow each other; read all at once."""
    state = Session.objects.values_list("state", flat=True).get(pk=session_id)
    if state in NOT_HELD:
        raise exceptions.SessionNotHeld
    meetings = Meeting.objects.filter(session=session_id, pk__in={act.meeting_id for act in acts})
    people = {act.enrolment_id for act in acts}
    seated = Enrolment.objects.filter(session=session_id, pk__in=people, state__in=SEATED)
    keys = AttendanceMarkEvent.objects.filter(client_key__in=[act.key for act in acts])
    locked = set(
        meetings.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True)
    )
    marks = AttendanceMark.objects.filter(meeting__in=locked, enrolment__in=people)
    return _Batch(
        by=by,
        at=at,
        meetings=locked,
        seated=set(seated.values_list("pk", flat=True)),
        known=set(keys.values_list("client_key", flat=True)),
        marks={(mark.meeting_id, mark.enrolment_id): mark for mark in marks},
    )


def _decide(batch: _Batch, act: Act) -> Answer:
    if act.key in batch.known:
        return Answer(act.key, RECORDED)
    if act.meeting_id not in batch.meetings:
        return Answer(act.key, REFUSED, str(exceptions.MeetingOfAnotherSession()))
    if act.enrolment_id not in batch.seated:
        return Answer(act.key, REFUSED, str(exceptions.NoSeatHere()))
    mark = batch.marks.get((act.meeting_id, act.enrolment_id))
    moment = act.moment(batch.at)
    if (mark.state if mark else MarkState.UNDONE) == act.state:
        return Answer(act.key, ALREADY)
    if mark and moment < mark.decided_at:
        return Answer(act.key, KEPT)
    try:
        _apply(batch, act, mark, moment)
    except Refusal as refusal:
        return Answer(act.key, REFUSED, str(refusal))
    return Answer(act.key, RECORDED)


def _apply(batch: _Batch, act: Act, mark: AttendanceMark | None, moment: datetime) -> None:
    before = mark.state if mark else ""
    after = MARK.next_state(before, EVENT_OF[act.state])
    if mark is None:
        mark = _fresh(batch, act, moment)
        batch.new.append(mark)
        batch.marks[(act.meeting_id, act.enrolment_id)] = mark
    elif mark.pk:
        batch.changed[mark.pk] = mark
    mark.state, mark.decided_at, mark.source = after, moment, act.source
    batch.known.add(act.key)
    batch.events.append(_event(batch, act, mark, before, moment))


def _fresh(batch: _Batch, act: Act, moment: datetime) -> AttendanceMark:
    return AttendanceMark(
        meeting_id=act.meeting_id,
        enrolment_id=act.enrolment_id,
        client_key=act.key,
        marked_at=moment,
        received_at=batch.at,
        offset_seconds=act.offset_seconds,
        by=batch.by,
    )


def _event(
    batch: _Batch, act: Act, mark: AttendanceMark, before: str, moment: datetime
) -> AttendanceMarkEvent:
    return AttendanceMarkEvent(
        subject=mark,
        event=EVENT_OF[act.state],
        from_state=before,
        to_state=mark.state,
        at=moment,
        by=batch.by,
        reason=act.reason,
        source=act.source,
        client_key=act.key,
        device_at=act.device_at,
        received_at=batch.at,
    )


def _rewrite(mark: AttendanceMark) -> None:
    AttendanceMark.objects.filter(pk=mark.pk).update(
        state=mark.state, decided_at=mark.decided_at, source=mark.source
    )


def arrive(*, meeting_id: int, enrolment_id: int, by: Any, at: datetime) -> datetime:
    """A person checked in by the room's code: since when they are present. Twice is once.

    A first arrival, the rule, is one statement; the unique constraint decides a race.
    """
    key = uuid4()
    values = {"meeting": meeting_id, "enrolment": enrolment_id, "key": key, "at": at, "by": by.pk}
    with connection.cursor() as cursor:
        cursor.execute(ARRIVE_SQL, values)
        if cursor.fetchone():
            return at
    mark = AttendanceMark.objects.select_related("meeting").get(
        meeting=meeting_id, enrolment=enrolment_id
    )
    if mark.state == MarkState.PRESENT:
        return mark.decided_at
    act = Act(key, meeting_id, enrolment_id, MarkState.PRESENT, MarkSource.CODE)
    record(session_id=mark.meeting.session_id, acts=[act], by=by, at=at)
    return at
