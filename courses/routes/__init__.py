"""The public and personal addresses of courses, one module a room; `courses.urls` joins them."""

from courses.routes import (
    attendance,
    calendars,
    figures,
    learning,
    materials,
    nominations,
    scorm,
    transcripts,
    waiting,
)

patterns = [
    *nominations.patterns,
    *waiting.patterns,
    *attendance.patterns,
    *materials.patterns,
    *learning.patterns,
    *scorm.patterns,
    *transcripts.patterns,
    *calendars.patterns,
    *figures.patterns,
]
