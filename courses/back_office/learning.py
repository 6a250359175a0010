"""Desks of learning: lessons, questions, surveys, rules, and what came of a session."""

from django.urls import URLPattern, path

from courses.back_office import learning_content as content
from courses.back_office import learning_results as results

COURSE = "learning/<int:course_pk>/"
LESSON = f"{COURSE}lessons/<int:pk>/"

patterns: list[URLPattern] = [
    path("learning/", content.CoursesView.as_view(), name="learning_courses"),
    path(COURSE, content.CourseView.as_view(), name="learning"),
    path(f"{COURSE}settings/", content.SettingsView.as_view(), name="learning_settings"),
    path(f"{COURSE}rules/add/", content.RuleView.as_view(), name="learning_rule"),
    path(f"{COURSE}lessons/add/<slug:kind>/", content.LessonView.as_view(), name="lesson_add"),
    path(LESSON, content.LessonView.as_view(), name="lesson_edit"),
    path(f"{LESSON}move/<slug:way>/", content.MoveView.as_view(), name="lesson_move"),
    path(f"{LESSON}quiz/", content.QuizView.as_view(), name="lesson_quiz"),
    path(f"{LESSON}survey/", content.SurveyView.as_view(), name="lesson_survey"),
    path(
        f"{LESSON}survey/<int:question_pk>/", content.SurveyView.as_view(), name="survey_question"
    ),
    path(f"{COURSE}questions/", content.QuestionsView.as_view(), name="questions"),
    path(f"{COURSE}questions/add/", content.QuestionView.as_view(), name="question_add"),
    path(f"{COURSE}questions/load/", content.SheetView.as_view(), name="questions_load"),
    path(
        f"{COURSE}questions/sheet.xlsx", content.TemplateSheetView.as_view(), name="questions_sheet"
    ),
    path(f"{COURSE}questions/<int:pk>/", content.QuestionView.as_view(), name="question_edit"),
    path("sessions/<int:pk>/completion/", results.CompletionView.as_view(), name="completion"),
    path(
        "sessions/<int:pk>/completion/<int:enrolment_pk>/",
        results.OverrideView.as_view(),
        name="completion_override",
    ),
    path("sessions/<int:pk>/learning/", results.ResultsView.as_view(), name="learning_results"),
    path("sessions/<int:pk>/survey/", results.SurveyResultsView.as_view(), name="survey_results"),
]
