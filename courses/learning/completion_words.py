"""The rule of completion against what was done, each item as a sentence a person understands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.choices.learning import LessonKind
from courses.learning.facts import Facts
from courses.models import CompletionRule, Lesson


@dataclass(frozen=True)
class Item:
    """One thing the rule asks."""

    label: str
    is_met: bool
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return {"label": self.label, "is_met": self.is_met, "sentence": self.sentence}


def trusts_packages_alone(rule: CompletionRule, lessons: Iterable[Lesson]) -> bool:
    """Whether results reported by browsers stand as the only proof that something was learnt."""
    is_checked = rule.min_attendance or rule.needs_quiz or rule.needs_assignment
    packages = [row for row in lessons if row.kind == LessonKind.SCORM and row.is_published]
    return bool(rule.needs_lessons and not is_checked and any(row.is_required for row in packages))


def packages_alone() -> str:
    """What staff should know of such a rule."""
    return _(
        "This rule takes the result of a SCORM package, which the learner's browser reports and"
        " which can be forged, as the only proof. Before certificates are issued by it, add a"
        " version that also asks for a quiz, an assignment or attendance."
    )


def items_of(rule: CompletionRule, facts: Facts) -> list[Item]:
    """What a rule asks, in a fixed order, in the active language."""
    items = []
    if rule.min_attendance:
        items.append(_attendance(rule.min_attendance, facts))
    if rule.needs_lessons:
        items.append(_lessons(facts))
    if rule.needs_quiz:
        items += _quizzes(facts)
    if rule.needs_assignment:
        items += _assignments(facts)
    if rule.needs_survey:
        items += _surveys(facts)
    return items


def _attendance(wanted: int, facts: Facts) -> Item:
    label, found = _("Attendance"), facts.attendance
    if found is None or not (found.periods or found.meetings):
        sentence = _("Attendance: no information yet; %(wanted)s%% is needed.")
        return Item(label, False, sentence % {"wanted": wanted})
    was, of = (
        (found.periods_present, found.periods) if found.periods else (found.present, found.meetings)
    )
    values = {"was": was, "of": of, "percent": 100 * was // of, "wanted": wanted}
    if found.periods:
        sentence = ngettext(
            "Attended %(was)s of %(of)s period (%(percent)s%%); %(wanted)s%% is needed.",
            "Attended %(was)s of %(of)s periods (%(percent)s%%); %(wanted)s%% is needed.",
            of,
        )
    else:
        sentence = ngettext(
            "Attended %(was)s of %(of)s meeting (%(percent)s%%); %(wanted)s%% is needed.",
            "Attended %(was)s of %(of)s meetings (%(percent)s%%); %(wanted)s%% is needed.",
            of,
        )
    return Item(label, 100 * was >= wanted * of, sentence % values)


def _lessons(facts: Facts) -> Item:
    required = [lesson for lesson in facts.lessons if lesson.is_required]
    label = _("Lessons")
    if not required:
        return Item(label, False, _("Lessons: no information yet."))
    done = sum(lesson.pk in facts.done for lesson in required)
    sentence = ngettext(
        "Finished %(done)s of %(of)s required lesson.",
        "Finished %(done)s of %(of)s required lessons.",
        len(required),
    )
    values = {"done": done, "of": len(required)}
    return Item(label, done == len(required), sentence % values)


def _quizzes(facts: Facts) -> list[Item]:
    lessons = facts.of_kind(LessonKind.QUIZ)
    return [_quiz(lesson, facts) for lesson in lessons] or [_missing(_("Quiz"))]


def _quiz(lesson: Any, facts: Facts) -> Item:
    best = facts.best.get(lesson.pk)
    if best is None:
        sentence = _("Quiz “%(title)s”: not taken yet.") % {"title": lesson}
        return Item(_("Quiz"), False, sentence)
    values = {
        "title": lesson,
        "percent": number_format(best.percent.normalize(), use_l10n=True),
        "wanted": best.pass_percent,
    }
    sentence = _("Quiz “%(title)s”: best score %(percent)s%%; %(wanted)s%% is needed.")
    return Item(_("Quiz"), best.is_passed, sentence % values)


def _assignments(facts: Facts) -> list[Item]:
    lessons = facts.of_kind(LessonKind.ASSIGNMENT)
    return [_assignment(lesson, facts) for lesson in lessons] or [_missing(_("Assignment"))]


def _assignment(lesson: Any, facts: Facts) -> Item:
    newest, values = facts.newest.get(lesson.pk), {"title": lesson}
    if newest is None:
        sentence = _("Assignment “%(title)s”: not handed in yet.")
    elif newest.is_accepted is None:
        sentence = _("Assignment “%(title)s”: handed in, not graded yet.")
    elif newest.is_accepted:
        sentence = _("Assignment “%(title)s”: accepted.")
    else:
        sentence = _("Assignment “%(title)s”: not accepted yet; see the teacher's words.")
    is_met = newest is not None and newest.is_accepted is True
    return Item(_("Assignment"), is_met, sentence % values)


def _surveys(facts: Facts) -> list[Item]:
    lessons = facts.of_kind(LessonKind.SURVEY)
    return [_survey(lesson, facts) for lesson in lessons] or [_missing(_("Survey"))]


def _survey(lesson: Any, facts: Facts) -> Item:
    is_met = lesson.pk in facts.surveyed
    sentence = (
        _("Survey “%(title)s”: answered.") if is_met else _("Survey “%(title)s”: not answered yet.")
    )
    return Item(_("Survey"), is_met, sentence % {"title": lesson})


def _missing(label: str) -> Item:
    """The rule asks for something the course does not hold: said, and not met."""
    sentence = _("%(what)s: the course has none yet; the organisers must add it.")
    return Item(label, False, sentence % {"what": label})
