"""The addresses of all desks, in the namespace `courses_desk`."""

from django.urls import path

from courses.admin_views import SessionActView
from courses.back_office import (
    attendance,
    certificates,
    cockpit,
    imports,
    learning,
    nominations,
    reports,
    scorm,
    seats,
    session,
    waiting,
)

patterns = [
    *cockpit.patterns,
    *session.patterns,
    *seats.patterns,
    *waiting.patterns,
    *nominations.patterns,
    *imports.patterns,
    *attendance.patterns,
    *learning.patterns,
    *scorm.patterns,
    *certificates.patterns,
    *reports.patterns,
    path("sessions/<int:pk>/<slug:verb>/", SessionActView.as_view(), name="act"),
]
