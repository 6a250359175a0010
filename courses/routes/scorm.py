"""Addresses of packages: the page around one, and what it reports."""

from django.urls import URLPattern, path

from courses.views import scorm

LESSON = "sessions/<int:pk>/learn/<int:lesson_pk>/"

patterns: list[URLPattern] = [
    path(f"{LESSON}play/", scorm.play, name="scorm_play"),
    path(f"{LESSON}play/<int:number>/", scorm.play, name="scorm_part"),
    path(f"{LESSON}scorm/", scorm.report, name="scorm_report"),
]
