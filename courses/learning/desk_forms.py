"""Forms of the desks of learning."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from courses.choices.learning import LessonKind, QuestionKind, SurveyKind
from courses.learning.question_sheets import decimal_or_none, options_of, true_or_false
from courses.models import (
    CompletionRule,
    CourseLearning,
    Lesson,
    Question,
    QuizSettings,
    SurveyQuestion,
)
from courses.services.lessons import FILES
from vkc.core.uploads import accept_of, kinds_in_words

MARK = "*"
LANGUAGES = ("vi", "en", "ko")
FILE_LABELS = {
    "video": gettext_lazy("video file"),
    "captions": gettext_lazy("captions (VTT)"),
    "document": gettext_lazy("document"),
}
FILES_OF_KIND = {LessonKind.VIDEO: ("video", "captions"), LessonKind.DOCUMENT: ("document",)}


class LessonForm(forms.ModelForm):
    """One lesson of a given kind; files are checked by content when it is saved."""

    class Meta:
        model = Lesson
        fields = [
            "title_vi", "body_vi", "video_url", "is_required", "is_published", "title_en",
            "body_en", "title_ko", "body_ko",
        ]  # fmt: skip
        widgets = {f"body_{code}": forms.Textarea(attrs={"rows": 8}) for code in LANGUAGES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("HTML, or plain text with an empty line between paragraphs.")
        self.fields["body_vi"].help_text = help_text
        if self.instance.kind != LessonKind.VIDEO:
            del self.fields["video_url"]
        for name in FILES_OF_KIND.get(self.instance.kind, ()):
            kept, kinds = getattr(self.instance, name), FILES[name][0]
            note = _("Kept: %(name)s.") % {"name": kept.name} if kept else ""
            self.fields[f"{name}_file"] = forms.FileField(
                label=FILE_LABELS[name],
                required=False,
                allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": accept_of(kinds)}),
                help_text=f"{kinds_in_words(kinds)}. {note}",
            )

    def files_given(self) -> dict[str, Any]:
        """The files that came along, by the name of their column."""
        names = FILES_OF_KIND.get(self.instance.kind, ())
        return {n: self.cleaned_data[f"{n}_file"] for n in names if self.cleaned_data[f"{n}_file"]}

    def _post_clean(self) -> None:
        """What the kind needs is asked by the service, when the files are at hand."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields)


class QuizForm(forms.ModelForm):
    class Meta:
        model = QuizSettings
        fields = ["draws", "minutes", "attempts", "pass_percent", "shows_answers"]


class SettingsForm(forms.ModelForm):
    class Meta:
        model = CourseLearning
        fields = ["is_in_order", "grace_days"]


class RuleForm(forms.ModelForm):
    class Meta:
        model = CompletionRule
        fields = [
            "valid_from", "min_attendance", "needs_lessons", "needs_quiz", "needs_assignment",
            "needs_survey", "note",
        ]  # fmt: skip
        widgets = {"valid_from": AdminDateInput}
        help_texts = {
            "needs_quiz": gettext_lazy(
                "Only quizzes of the portal count, judged by its server. The score of a SCORM"
                " package is never taken for one."
            ),
        }


class QuestionForm(forms.ModelForm):
    """A question; its answers one a line, the right ones marked with an asterisk."""

    options_vi = forms.CharField(
        label=gettext_lazy("answers"), required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One a line; put * before each right one. Not for numbers."),
    )  # fmt: skip
    truth = forms.ChoiceField(
        label=gettext_lazy("for “true or false”: the statement is"),
        required=False,
        choices=[("true", gettext_lazy("true")), ("false", gettext_lazy("false"))],
    )
    number = forms.CharField(label=gettext_lazy("right number"), required=False)
    options_en = forms.CharField(
        label=gettext_lazy("answers in English"), required=False,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=gettext_lazy("In the same order."),
    )  # fmt: skip
    options_ko = forms.CharField(
        label=gettext_lazy("answers in Korean"), required=False,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=gettext_lazy("In the same order."),
    )  # fmt: skip
    field_order = [
        "kind", "text_vi", "options_vi", "truth", "number", "tolerance", "explanation_vi",
        "is_active", "text_en", "options_en", "explanation_en", "text_ko", "options_ko",
        "explanation_ko",
    ]  # fmt: skip

    class Meta:
        model = Question
        fields = [
            "kind", "text_vi", "tolerance", "explanation_vi", "is_active", "text_en",
            "explanation_en", "text_ko", "explanation_ko",
        ]  # fmt: skip
        widgets = {
            f"{name}_{code}": forms.Textarea(attrs={"rows": 2})
            for name in ("text", "explanation")
            for code in LANGUAGES
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        if instance is not None and instance.kind:
            kwargs["initial"] = {**_shown(instance), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = data.get("kind")
        self.instance.number = None
        if kind == QuestionKind.NUMBER:
            self.instance.number = decimal_or_none(data.get("number", ""))
            self.instance.options = []
            if self.instance.number is None:
                self.add_error("number", _("Write one number, for example 12,5."))
        elif kind == QuestionKind.TRUE_FALSE:
            self.instance.options = true_or_false(data.get("truth") != "false")
        elif kind:
            self._clean_options(kind, data)
        return data

    def _clean_options(self, kind: str, data: dict[str, Any]) -> None:
        lines = {code: _lines(data.get(f"options_{code}", "")) for code in LANGUAGES}
        right = {n for n, line in enumerate(lines["vi"], start=1) if line.startswith(MARK)}
        lines = {code: [line.lstrip(MARK).strip() for line in lines[code]] for code in LANGUAGES}
        if len(lines["vi"]) < 2:
            self.add_error("options_vi", _("Write at least two answers, one a line."))
        elif not right:
            self.add_error(
                "options_vi", _("Mark the right answer with * at the start of its line.")
            )
        elif kind == QuestionKind.SINGLE and len(right) != 1:
            self.add_error("options_vi", _("This kind has exactly one right answer."))
        for code in ("en", "ko"):
            if lines[code] and len(lines[code]) != len(lines["vi"]):
                rule = _("Give as many answers as in Vietnamese, in their order.")
                self.add_error(f"options_{code}", rule)
        self.instance.options = options_of(lines, right)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _shown(question: Question) -> dict[str, Any]:
    """The stored answers as staff write them."""
    shown: dict[str, Any] = {"number": question.number}
    if question.kind == QuestionKind.TRUE_FALSE and question.options:
        shown["truth"] = "true" if question.options[0]["is_correct"] else "false"
        return shown
    for code in LANGUAGES:
        texts = [
            (MARK if option["is_correct"] and code == "vi" else "") + option.get(code, "")
            for option in question.options
        ]
        shown[f"options_{code}"] = "\n".join(texts).strip()
    return shown


class SurveyQuestionForm(forms.ModelForm):
    class Meta:
        model = SurveyQuestion
        fields = [
            "kind", "text_vi", "options_vi", "is_required", "text_en", "options_en", "text_ko",
            "options_ko",
        ]  # fmt: skip
        widgets = {
            f"{name}_{code}": forms.Textarea(attrs={"rows": 3 if name == "options" else 2})
            for name in ("text", "options")
            for code in LANGUAGES
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == SurveyKind.CHOICE and len(_lines(data.get("options_vi", ""))) < 2:
            self.add_error("options_vi", _("Write at least two choices, one a line."))
        return data


class SheetForm(forms.Form):
    """An XLSX of questions."""

    file = forms.FileField(
        label=gettext_lazy("XLSX file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,
    )


class OverrideForm(forms.Form):
    """A decision on one person against the rule."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("yes", gettext_lazy("completes")), ("no", gettext_lazy("does not complete"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in the record, and the person reads it in the mail."),
    )  # fmt: skip
