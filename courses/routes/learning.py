"""Addresses of learning: the lessons, quizzes, files handed in, grading."""

from django.urls import URLPattern, path

from courses.views import grading, learning, quizzes

LESSON = "sessions/<int:pk>/learn/<int:lesson_pk>/"

patterns: list[URLPattern] = [
    path("sessions/<int:pk>/learn/", learning.learn, name="learn"),
    path(LESSON, learning.lesson, name="lesson"),
    path(f"{LESSON}done/", learning.done, name="lesson_done"),
    path(f"{LESSON}position/", learning.position, name="lesson_position"),
    *(
        path(f"{LESSON}{what}/", learning.lesson_file, {"what": what}, name=f"lesson_{what}")
        for what in ("video", "captions", "document")
    ),
    path(f"{LESSON}start/", quizzes.start, name="quiz_start"),
    path(f"{LESSON}attempts/<int:number>/", quizzes.attempt, name="attempt"),
    path(f"{LESSON}attempts/<int:number>/save/", quizzes.save, name="attempt_save"),
    path(
        "sessions/<int:pk>/handed-in/<int:submission_pk>/",
        learning.submission_file,
        name="submission_file",
    ),
    path("sessions/<int:pk>/grading/", grading.grading, name="grading"),
    path("sessions/<int:pk>/grading/<int:submission_pk>/", grading.grade_one, name="grade"),
]
