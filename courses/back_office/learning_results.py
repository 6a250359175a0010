"""What came of a session: each one's way through the lessons, the survey, who completes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView

from courses.back_office.frame import SessionDesk
from courses.choices import EnrolmentState, SessionState
from courses.choices.learning import LessonKind
from courses.exceptions.learning import NoCompletionRule
from courses.learning.completion_words import packages_alone, trusts_packages_alone
from courses.learning.desk_forms import OverrideForm
from courses.learning.facts import Facts, facts_of_session, learners_of
from courses.learning.pages import grade_label
from courses.models import CompletionRule, Conclusion, Enrolment, Lesson
from courses.scorm.page import score_in_words
from courses.services import completion
from courses.services.surveys import FEWEST, results
from vkc.core.states import Refusal


class CompletionView(SessionDesk, TemplateView):
    """Who completes and why not, before anything is written; then the act itself."""

    template_name = "courses/admin/learning_completion.html"
    page_title = gettext_lazy("Completion")
    header_icon = "success"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = completion.rule_for(self.session)
        try:
            findings = completion.preview(session=self.session)
        except NoCompletionRule as refusal:
            findings = []
            kwargs["refusal"] = str(refusal)
        judged = Conclusion.objects.filter(enrolment__session=self.session)
        return {
            **super().get_context_data(**kwargs),
            "rule": rule,
            "findings": [_finding_row(finding) for finding in findings],
            "complete_count": sum(finding.is_completed for finding in findings),
            "judged": list(judged.select_related("enrolment__person", "rule")),
            "can_conclude": bool(findings) and self.session.state == SessionState.FINISHED,
            "is_finished": self.session.state == SessionState.FINISHED,
            "course_url": reverse("courses_desk:learning", args=[self.session.course_id]),
            "rule_warning": self._warning(rule),
        }

    def _warning(self, rule: CompletionRule | None) -> str:
        lessons = Lesson.objects.filter(course=self.session.course_id)
        return packages_alone() if rule and trusts_packages_alone(rule, lessons) else ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            findings = completion.conclude(session=self.session, by=request.user, at=timezone.now())
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(refusal=str(refusal)))
        sentence = ngettext(
            "%(count)s participant was judged and told by mail.",
            "%(count)s participants were judged and told by mail.",
            len(findings),
        )
        messages.success(request, sentence % {"count": len(findings)})
        return redirect("courses_desk:completion", self.session.pk)


def _finding_row(finding: completion.Finding) -> dict[str, Any]:
    return {
        "person": finding.enrolment.person or _("erased at their own wish"),
        "agency": finding.enrolment.agency,
        "outcome": EnrolmentState(finding.outcome).label,
        "is_completed": finding.is_completed,
        "items": finding.items,
        "override": finding.override,
        "url": reverse(
            "courses_desk:completion_override",
            args=[finding.enrolment.session_id, finding.enrolment.pk],
        ),
    }


class OverrideView(SessionDesk, FormView):
    """Decide on one person against the rule; the reason stays in the record."""

    template_name = "courses/admin/learning_form.html"
    page_title = gettext_lazy("Decide against the rule")
    form_class = OverrideForm

    def enrolment(self) -> Enrolment:
        found = Enrolment.objects.filter(session=self.session).select_related("person", "session")
        return get_object_or_404(found, pk=self.kwargs["enrolment_pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "note": str(self.enrolment().person or ""),
            "submit_label": _("Record the decision"),
            "back_url": self._back_url(),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            completion.decide_otherwise(
                enrolment=self.enrolment(),
                is_completed=form.cleaned_data["outcome"] == "yes",
                reason=form.cleaned_data["reason"],
                by=self.request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self._back_url())

    def _back_url(self) -> str:
        return reverse("courses_desk:completion", args=[self.session.pk])


class ResultsView(SessionDesk, TemplateView):
    """Everybody with a seat, lesson by lesson."""

    template_name = "courses/admin/learning_results.html"
    page_title = gettext_lazy("Learning results")
    header_icon = "list-ul"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        learners = learners_of(self.session)
        facts = facts_of_session(self.session, [enrolment.pk for enrolment in learners])
        rows = [
            {
                "person": enrolment.person or _("erased at their own wish"),
                "agency": enrolment.agency,
                "state": enrolment.get_state_display(),
                "cells": [_cell(x, facts.of(enrolment.pk)) for x in facts.lessons],
            }
            for enrolment in learners
        ]
        return {
            **super().get_context_data(**kwargs),
            "lessons": facts.lessons,
            "rows": rows,
            "grading_url": reverse("courses:grading", args=[self.session.pk]),
        }


def _cell(lesson: Lesson, facts: Facts) -> dict[str, str]:
    """A lesson in one word: the score of a quiz or package, the grade of an assignment, done or not.

    `note` says of a package who reported it.
    """
    if lesson.kind == LessonKind.QUIZ and lesson.pk in facts.best:
        percent = number_format(facts.best[lesson.pk].percent.normalize(), use_l10n=True)
        return {"text": f"{percent}%"}
    if lesson.kind == LessonKind.ASSIGNMENT and lesson.pk in facts.newest:
        return {"text": grade_label(facts.newest[lesson.pk])}
    mark = "✓" if lesson.pk in facts.done else "–"
    if lesson.kind == LessonKind.SCORM and lesson.pk in facts.reported:
        score = score_in_words(facts.reported[lesson.pk])
        text = f"{mark} {score}" if score else mark
        return {"text": text, "note": _("reported by the learner's browser")}
    return {"text": mark}


class SurveyResultsView(SessionDesk, TemplateView):
    """Answers of the survey, in steps of at least five."""

    template_name = "courses/admin/learning_survey_results.html"
    page_title = gettext_lazy("Survey results")
    header_icon = "comment"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lessons = Lesson.objects.filter(course=self.session.course_id, kind=LessonKind.SURVEY)
        return {
            **super().get_context_data(**kwargs),
            "surveys": [(x, results(lesson=x, session=self.session)) for x in lessons],
            "fewest": FEWEST,
        }
