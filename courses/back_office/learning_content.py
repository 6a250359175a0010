"""What staff write: lessons, the bank of questions, surveys, settings, rules of completion."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.choices.learning import LessonKind
from courses.exceptions.bank import BankRefused
from courses.learning import desk_forms as forms
from courses.learning.completion_words import packages_alone, trusts_packages_alone
from courses.learning.question_sheets import template_sheet
from courses.models import (
    CompletionRule,
    Course,
    CourseLearning,
    Lesson,
    Question,
    QuizSettings,
    SurveyQuestion,
)
from courses.permissions import can_edit_learning
from courses.services import lessons as services
from courses.services.completion import add_rule
from vkc.core.states import Refusal
from vkc.core.tabular import XLSX_TYPE
from vkc.core.uploads import UploadRefused

PAGE_SIZE = 50


class LearningDesk(WagtailAdminTemplateMixin):
    """A page for those who write lessons; `self.course` where the address names one."""

    header_icon = "openquote"
    course: Course | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_edit_learning(request.user):
            raise PermissionDenied
        if "course_pk" in kwargs:
            self.course = get_object_or_404(Course, pk=kwargs["course_pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.course or "")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        items.append(
            {"url": reverse("courses_desk:learning_courses"), "label": _("Learning online")}
        )
        if self.course is not None:
            items.append({"url": self.course_url(), "label": str(self.course)})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def course_url(self) -> str:
        return reverse("courses_desk:learning", args=[self.course.pk])

    def back_url(self) -> str:
        return self.course_url()

    def lesson(self, **filters: Any) -> Lesson:
        found = Lesson.objects.filter(course=self.course, **filters)
        return get_object_or_404(found, pk=self.kwargs["pk"])


class CoursesView(LearningDesk, TemplateView):
    """Courses with what they hold for learning online."""

    template_name = "courses/admin/learning_courses.html"
    page_title = gettext_lazy("Learning online")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        courses = Course.objects.annotate(
            lesson_count=Count("lessons", distinct=True),
            published_count=Count("lessons", filter=Q(lessons__is_published=True), distinct=True),
            question_count=Count("questions", distinct=True),
            rule_count=Count("completion_rules", distinct=True),
        ).order_by("-lesson_count", "title_vi")
        page = Paginator(courses, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return {**super().get_context_data(**kwargs), "page": page}


class CourseView(LearningDesk, TemplateView):
    """Everything of one course: lessons in order, bank, rules, settings."""

    template_name = "courses/admin/learning_course.html"
    page_title = gettext_lazy("Lessons of the course")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rules = CompletionRule.objects.filter(course=self.course).order_by("-version")
        settings = CourseLearning.objects.filter(course=self.course).first()
        lessons = list(Lesson.objects.filter(course=self.course).select_related("quiz"))
        is_trusting = bool(rules) and trusts_packages_alone(rules[0], lessons)
        return {
            **super().get_context_data(**kwargs),
            "course": self.course,
            "lessons": lessons,
            "rule_warning": packages_alone() if is_trusting else "",
            "kinds": [(kind.value, capfirst(str(kind.label))) for kind in LessonKind],
            "question_count": Question.objects.filter(course=self.course, is_active=True).count(),
            "rules": [{"rule": rule, "asks": asked(rule)} for rule in rules],
            "settings": settings or CourseLearning(course=self.course),
        }


def asked(rule: CompletionRule) -> list[str]:
    """What a version asks, in words."""
    parts = []
    if rule.min_attendance:
        parts.append(_("attendance of %(percent)s%% at least") % {"percent": rule.min_attendance})
    for name in ("needs_lessons", "needs_quiz", "needs_assignment", "needs_survey"):
        if getattr(rule, name):
            parts.append(str(CompletionRule._meta.get_field(name).verbose_name))
    return parts


class DeskForm(LearningDesk, FormView, ABC):
    """A form that ends in a service; refusals come back to the form."""

    template_name = "courses/admin/learning_form.html"
    done_message: Any = gettext_lazy("Saved.")
    submit_label: Any = gettext_lazy("Save")
    note: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"submit_label": self.submit_label, "back_url": self.back_url(), "note": self.note}
        return {**super().get_context_data(**kwargs), **extra, "course": self.course}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except UploadRefused as refusal:
            form.add_error(self.field_of(refusal, form), str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            known = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
            for name, sentences in known.items():
                form.add_error(name if name in form.fields else None, sentences)
        if form.errors:
            return self.form_invalid(form)
        messages.success(self.request, self.done_message)
        return redirect(self.back_url())

    @abstractmethod
    def act(self, form: Any) -> None:
        """Call the service with what the form holds."""

    def field_of(self, refusal: UploadRefused, form: Any) -> str | None:
        """The field whose file was refused: its name is quoted in the refusal."""
        for name, upload in self.request.FILES.items():
            if name in form.fields and upload.name == refusal.facts.get("name"):
                return name
        return None


class ModelDeskForm(DeskForm):
    """The same for a row that may be there already."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.get_instance()}

    @abstractmethod
    def get_instance(self) -> Any:
        """The row that is edited, or a new one."""


class LessonView(ModelDeskForm):
    """Add or edit one lesson."""

    form_class = forms.LessonForm
    page_title = gettext_lazy("Lesson")

    def get_instance(self) -> Lesson:
        if "kind" in self.kwargs:
            if self.kwargs["kind"] not in LessonKind.values:
                raise Http404
            return Lesson(course=self.course, kind=self.kwargs["kind"])
        return self.lesson()

    def act(self, form: Any) -> None:
        services.save_lesson(
            lesson=form.instance, files=form.files_given(), by=self.request.user, at=timezone.now()
        )


class MoveView(LearningDesk, View):
    """One place up or down."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        step = {"up": -1, "down": 1}.get(kwargs["way"])
        if step is None:
            raise Http404
        services.move_lesson(lesson=self.lesson(), step=step, by=request.user)
        return redirect(self.course_url())


class SettingsView(ModelDeskForm):
    form_class = forms.SettingsForm
    page_title = gettext_lazy("Settings of learning")

    def get_instance(self) -> CourseLearning:
        found = CourseLearning.objects.filter(course=self.course).first()
        return found or CourseLearning(course=self.course)

    def act(self, form: Any) -> None:
        services.save_settings(settings=form.instance, by=self.request.user)


class QuizView(ModelDeskForm):
    form_class = forms.QuizForm
    page_title = gettext_lazy("Quiz settings")
    note = gettext_lazy("Attempts that run keep the time and pass mark they began with.")

    def get_instance(self) -> QuizSettings:
        lesson = self.lesson(kind=LessonKind.QUIZ)
        return QuizSettings.objects.filter(lesson=lesson).first() or QuizSettings(lesson=lesson)

    def act(self, form: Any) -> None:
        services.save_settings(settings=form.instance, by=self.request.user)


class RuleView(ModelDeskForm):
    """The next version of the rule; versions before it stay as they were."""

    form_class = forms.RuleForm
    page_title = gettext_lazy("New version of the completion rule")
    submit_label = gettext_lazy("Add the version")
    note = gettext_lazy(
        "A version is never changed afterwards. It holds for sessions that begin on its first day"
        " or later; earlier sessions keep theirs."
    )

    def get_instance(self) -> CompletionRule:
        newest = CompletionRule.objects.filter(course=self.course).order_by("-version").first()
        fresh = CompletionRule(course=self.course, version=1, made_at=timezone.now())
        for field in ("min_attendance", "needs_lessons", "needs_quiz", "needs_assignment",
                      "needs_survey") if newest else ():  # fmt: skip
            setattr(fresh, field, getattr(newest, field))
        return fresh

    def act(self, form: Any) -> None:
        add_rule(rule=form.instance, by=self.request.user, at=timezone.now())


class SurveyView(ModelDeskForm):
    """The questions of a survey, and a form for one more or for one of them."""

    form_class = forms.SurveyQuestionForm
    template_name = "courses/admin/learning_survey.html"
    page_title = gettext_lazy("Survey questions")

    def get_instance(self) -> SurveyQuestion:
        lesson = self.lesson(kind=LessonKind.SURVEY)
        if "question_pk" in self.kwargs:
            found = SurveyQuestion.objects.filter(lesson=lesson)
            return get_object_or_404(found, pk=self.kwargs["question_pk"])
        return SurveyQuestion(lesson=lesson)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lesson = self.lesson(kind=LessonKind.SURVEY)
        questions = list(SurveyQuestion.objects.filter(lesson=lesson))
        context = {**super().get_context_data(**kwargs), "lesson": lesson, "questions": questions}
        return {
            **context,
            "is_new": "question_pk" not in self.kwargs,
            "back_url": self.course_url(),
        }

    def back_url(self) -> str:
        return reverse("courses_desk:lesson_survey", args=[self.course.pk, self.kwargs["pk"]])

    def act(self, form: Any) -> None:
        services.save_survey_question(question=form.instance, by=self.request.user)


class QuestionsView(LearningDesk, TemplateView):
    """The bank of a course."""

    template_name = "courses/admin/learning_questions.html"
    page_title = gettext_lazy("Bank of questions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        questions = Question.objects.filter(course=self.course)
        page = Paginator(questions, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return {**super().get_context_data(**kwargs), "page": page, "course": self.course}


class QuestionView(ModelDeskForm):
    form_class = forms.QuestionForm
    page_title = gettext_lazy("Question")

    def get_instance(self) -> Question:
        if "pk" not in self.kwargs:
            return Question(course=self.course)
        found = Question.objects.filter(course=self.course)
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("courses_desk:questions", args=[self.course.pk])

    def act(self, form: Any) -> None:
        services.save_question(question=form.instance, by=self.request.user)


class SheetView(DeskForm):
    """Many questions from one XLSX: all of them, or none and every error."""

    form_class = forms.SheetForm
    template_name = "courses/admin/learning_sheet.html"
    page_title = gettext_lazy("Load questions from a sheet")
    submit_label = gettext_lazy("Load")
    errors: list[Any] = []

    def back_url(self) -> str:
        return reverse("courses_desk:questions", args=[self.course.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "errors": self.errors}

    def act(self, form: Any) -> None:
        try:
            count = services.load_questions(
                course=self.course, upload=form.cleaned_data["file"], by=self.request.user
            )
        except BankRefused as refusal:
            self.errors = refusal.errors
            raise
        self.done_message = ngettext(
            "%(count)s new question.", "%(count)s new questions.", count
        ) % {"count": count}


class TemplateSheetView(LearningDesk, View):
    """The empty sheet with one example a kind."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        name = {"Content-Disposition": 'attachment; filename="ngan-hang-cau-hoi.xlsx"'}
        return HttpResponse(template_sheet(), content_type=XLSX_TYPE, headers=name)
