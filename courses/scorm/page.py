"""What pages show of a learner's standing in a package."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from courses import presenters
from courses.choices.scorm import DONE_STATUSES, LessonStatus
from courses.models import ScormPackage, ScormState

_TONES = {
    LessonStatus.INCOMPLETE: "proposed",
    LessonStatus.BROWSED: "proposed",
    LessonStatus.FAILED: "late",
    **dict.fromkeys(DONE_STATUSES, "verified"),
}


def standing_of(state: ScormState | None, package: ScormPackage) -> dict[str, Any]:
    """Status in a word, score, the score to pass and the last visit."""
    status = LessonStatus(state.lesson_status if state else LessonStatus.NOT_ATTEMPTED)
    facts = [
        {"label": _("Score"), "value": score_in_words(state.score_raw if state else None)},
        {"label": _("Score to pass"), "value": score_in_words(package.mastery_score)},
        {
            "label": _("Last visit"),
            "value": presenters.moment(state.updated_at) if state else None,
        },
    ]
    return {
        "tone": _TONES.get(status, "planned"),
        "label": status.label,
        "facts": [fact for fact in facts if fact["value"] is not None],
        "is_begun": state is not None and not state.done_at,
        "is_done": state is not None and state.done_at is not None,
    }


def score_in_words(score: Any) -> str | None:
    return None if score is None else number_format(f"{score.normalize():f}", use_l10n=True)


def saved_in_words(state: ScormState) -> str:
    """The line under a package after its report was kept."""
    label = LessonStatus(state.lesson_status).label
    score = score_in_words(state.score_raw)
    if score is None:
        return _("Saved. Status: %(status)s.") % {"status": label}
    return _("Saved. Status: %(status)s. Score: %(score)s.") % {"status": label, "score": score}
