"""What the participants of one session did, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Avg, Count

from courses.choices.learning import LessonKind
from courses.models import (
    Attempt,
    AttendanceMark,
    Enrolment,
    Lesson,
    ScormPart,
    ScormState,
    Session,
    Submission,
    SurveyTaken,
)
from courses.scorm.rollup import mean_of
from courses.services.attendance import Attended, attended
from courses.services.learning import done_by_enrolment


@dataclass(frozen=True)
class Facts:
    """One enrolment's. `attendance` is None while nobody's presence was recorded."""

    attendance: Attended | None
    lessons: list[Lesson] = field(default_factory=list)
    done: frozenset[int] = frozenset()
    # The best attempt at each quiz, and the newest version of each assignment.
    best: dict[int, Attempt] = field(default_factory=dict)
    newest: dict[int, Submission] = field(default_factory=dict)
    surveyed: frozenset[int] = frozenset()
    # Packages that were begun, with the score the learner's browser reported (0 to 100), if any.
    reported: dict[int, Decimal | None] = field(default_factory=dict)

    def of_kind(self, kind: str) -> list[Lesson]:
        """The required lessons of a kind; all of that kind where none is required."""
        found = [lesson for lesson in self.lessons if lesson.kind == kind]
        return [lesson for lesson in found if lesson.is_required] or found

    @property
    def never_came(self) -> bool:
        """Marks were taken in this session, and this person was at no meeting."""
        return self.attendance is not None and self.attendance.present == 0


@dataclass(frozen=True)
class SessionFacts:
    """Those of many enrolments of one session."""

    lessons: list[Lesson]
    attendance: dict[int, Attended]
    done: dict[int, set[int]]
    attempts: dict[int, dict[int, Attempt]]
    submissions: dict[int, dict[int, Submission]]
    surveyed: dict[int, set[int]]
    reported: dict[int, dict[int, Decimal | None]]

    def of(self, enrolment_id: int) -> Facts:
        return Facts(
            attendance=self.attendance.get(enrolment_id),
            lessons=self.lessons,
            done=frozenset(self.done.get(enrolment_id, ())),
            best=self.attempts.get(enrolment_id, {}),
            newest=self.submissions.get(enrolment_id, {}),
            surveyed=frozenset(self.surveyed.get(enrolment_id, ())),
            reported=self.reported.get(enrolment_id, {}),
        )


def facts_of_session(session: Session, enrolments: Iterable[int]) -> SessionFacts:
    """What these enrolments did; about ten queries, however many they are."""
    keys = list(enrolments)
    lessons = list(Lesson.objects.filter(course=session.course_id, is_published=True))
    of_kind = {kind: [x for x in lessons if x.kind == kind] for kind in LessonKind.values}
    return SessionFacts(
        lessons=lessons,
        attendance=_attendance(session),
        done=done_by_enrolment(keys, lessons),
        attempts=_best(keys, of_kind[LessonKind.QUIZ]),
        submissions=_newest(keys, of_kind[LessonKind.ASSIGNMENT]),
        surveyed=_surveyed(keys, of_kind[LessonKind.SURVEY]),
        reported=_reported(keys, of_kind[LessonKind.SCORM]),
    )


def _attendance(session: Session) -> dict[int, Attended]:
    """Nothing while no mark was taken: that is no information, and not an absence."""
    if not AttendanceMark.objects.filter(meeting__session=session).exists():
        return {}
    return attended(session.pk)


def _best(keys: list[int], lessons: list[Lesson]) -> dict[int, dict[int, Attempt]]:
    found: dict[int, dict[int, Attempt]] = defaultdict(dict)
    if not lessons:
        return found
    attempts = Attempt.objects.filter(enrolment__in=keys, lesson__in=lessons)
    handed_in = attempts.exclude(submitted_at=None).defer("questions", "answers")
    for attempt in handed_in.order_by("percent"):
        mine = found[attempt.enrolment_id]
        if attempt.is_passed or not mine.get(attempt.lesson_id, attempt).is_passed:
            mine[attempt.lesson_id] = attempt
    return found


def _newest(keys: list[int], lessons: list[Lesson]) -> dict[int, dict[int, Submission]]:
    found: dict[int, dict[int, Submission]] = defaultdict(dict)
    if not lessons:
        return found
    rows = Submission.objects.filter(enrolment__in=keys, lesson__in=lessons)
    for row in rows.order_by("version"):
        found[row.enrolment_id][row.lesson_id] = row
    return found


def _surveyed(keys: list[int], lessons: list[Lesson]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    if not lessons:
        return found
    rows = SurveyTaken.objects.filter(enrolment__in=keys, lesson__in=lessons)
    for enrolment_id, lesson_id in rows.values_list("enrolment_id", "lesson_id"):
        found[enrolment_id].add(lesson_id)
    return found


def _reported(keys: list[int], lessons: list[Lesson]) -> dict[int, dict[int, Decimal | None]]:
    """Of the newest package each one finished, else of the newest they began."""
    found: dict[int, dict[int, Decimal | None]] = defaultdict(dict)
    if not lessons:
        return found
    sizes = dict(
        ScormPart.objects.filter(package__lesson__in=lessons)
        .order_by()
        .values_list("package")
        .annotate(count=Count("pk"))
    )
    states = ScormState.objects.filter(enrolment__in=keys, part__package__lesson__in=lessons)
    of_package = states.order_by().values_list(
        "enrolment_id", "part__package__lesson_id", "part__package_id"
    )
    rows = of_package.annotate(done=Count("done_at"), score=Avg("score_raw"))
    for who, lesson, _package, _done, score in sorted(
        rows, key=lambda row: (row[3] == sizes[row[2]], row[2])
    ):
        found[who][lesson] = mean_of([score])
    return found


def learners_of(session: Session) -> list[Enrolment]:
    """Everybody with a seat, whatever became of them, by name."""
    seated = Enrolment.objects.filter(session=session).holding_a_seat()
    return list(seated.select_related("person", "agency").order_by("person__full_name", "pk"))
