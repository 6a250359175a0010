"""What the portal holds of a person's learning, for the export of their own data."""

from typing import Any

from courses.models import Enrolment

# What the rows above are read with, so that an export costs the same however long it is.
PREFETCH = (
    "lesson_progress__lesson", "attempts__lesson", "submissions__lesson", "submissions__file",
    "surveys_taken__lesson",
    "scorm_states__part__package",
)  # fmt: skip


def exported_learning(enrolment: Enrolment) -> dict[str, Any]:
    """Lessons, attempts, assignments and that surveys were answered, JSON-ready.

    The answers of a survey are not here: nobody knows whose they are.
    """
    conclusion = getattr(enrolment, "conclusion", None)
    return {
        "lessons": [
            {
                "lesson": str(row.lesson),
                "started_at": row.started_at.isoformat(),
                "done_at": row.done_at.isoformat() if row.done_at else None,
                "position_seconds": row.position_seconds,
            }
            for row in enrolment.lesson_progress.all()
        ],
        "quiz_attempts": [
            {
                "lesson": str(row.lesson),
                "number": row.number,
                "started_at": row.started_at.isoformat(),
                "handed_in_at": row.submitted_at.isoformat() if row.submitted_at else None,
                "percent": str(row.percent) if row.percent is not None else None,
                "answers": row.answers,
            }
            for row in enrolment.attempts.all()
        ],
        "assignments": [
            {
                "lesson": str(row.lesson),
                "version": row.version,
                "file": row.file.name if row.file else None,
                "handed_in_at": row.submitted_at.isoformat(),
                "words": row.words,
                "accepted": row.is_accepted,
                "points": row.points,
                "feedback": row.feedback,
            }
            for row in enrolment.submissions.all()
        ],
        "packages": [
            {
                "package": row.part.package.title,
                "part": str(row.part),
                "status": row.lesson_status,
                "score": str(row.score_raw) if row.score_raw is not None else None,
                "place": row.lesson_location,
                "notes_of_the_package": row.suspend_data,
                "seconds": row.total_seconds + row.session_seconds,
                "started_at": row.started_at.isoformat(),
                "done_at": row.done_at.isoformat() if row.done_at else None,
            }
            for row in enrolment.scorm_states.all()
        ],
        "surveys_answered": [str(row.lesson) for row in enrolment.surveys_taken.all()],
        "judgement": conclusion.items if conclusion else None,
    }
