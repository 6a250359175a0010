"""What pages show of a learner's standing in a package."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from courses import presenters
from courses.choices.scorm import DONE_STATUSES, LessonStatus
from courses.models import Enrolment, Lesson, ScormPart, ScormState
from courses.scorm.rollup import Standing

_TONES = {
    LessonStatus.INCOMPLETE: "proposed",
    LessonStatus.BROWSED: "proposed",
    LessonStatus.FAILED: "late",
    **dict.fromkeys(DONE_STATUSES, "verified"),
}


def standing_words(standing: Standing) -> dict[str, Any]:
    """Status in a word, parts done, score, the score to pass and the last visit."""
    only = standing.parts[0] if len(standing.parts) == 1 else None
    last = standing.last_visit
    counts = {"done": standing.done_count, "of": len(standing.parts)}
    facts = [
        {"label": _("Parts done"), "value": None if only else _("%(done)s of %(of)s") % counts},
        {"label": _("Score"), "value": score_in_words(standing.score)},
        {
            "label": _("Score to pass"),
            "value": score_in_words(only.mastery_score) if only else None,
        },
        {"label": _("Last visit"), "value": presenters.moment(last) if last else None},
    ]
    return {
        **_badge(standing.status),
        "facts": [fact for fact in facts if fact["value"] is not None],
        "is_begun": bool(standing.states) and not standing.is_done,
        "is_done": standing.is_done,
    }


def _badge(status: LessonStatus) -> dict[str, Any]:
    return {"tone": _TONES.get(status, "planned"), "label": status.label}


def part_rows(
    standing: Standing, address: Callable[[ScormPart], str], *, is_in_order: bool
) -> list[dict[str, Any]]:
    """The contents of a package of several parts; none for a package of one."""
    if len(standing.parts) < 2:
        return []
    rows = []
    for before, part in zip([None, *standing.parts], standing.parts, strict=False):
        state = standing.state(part)
        is_locked = is_in_order and standing.missing_before(part) is not None
        rows.append(
            {
                "part": part,
                "section": part.section if not before or before.section != part.section else "",
                **_badge(standing.status_of(part)),
                "score": score_in_words(state.score_raw if state else None),
                "is_locked": is_locked,
                "url": "" if is_locked else address(part),
            }
        )
    return rows


def part_address(enrolment: Enrolment, lesson: Lesson, part: ScormPart) -> str:
    return reverse("courses:scorm_part", args=[enrolment.session_id, lesson.pk, part.order])


def score_in_words(score: Any) -> str | None:
    return None if score is None else number_format(f"{score.normalize():f}", use_l10n=True)


def saved_in_words(state: ScormState) -> str:
    """The line under a package after its report was kept."""
    label = LessonStatus(state.lesson_status).label
    score = score_in_words(state.score_raw)
    if score is None:
        return _("Saved. Status: %(status)s.") % {"status": label}
    return _("Saved. Status: %(status)s. Score: %(score)s.") % {"status": label, "score": score}
