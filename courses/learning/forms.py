"""Forms of learners and teachers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.services.assignments import KINDS
from vkc.core.uploads import accept_of, kinds_in_words


class HandInForm(forms.Form):
    """One version of an assignment; the file is checked by its content in the service."""

    file = forms.FileField(
        label=_("Your file"),
        widget=forms.FileInput(attrs={"accept": accept_of(KINDS)}),
        help_text=kinds_in_words(KINDS) + ", 20 MB",
        error_messages={"required": _("Choose a file to hand in.")},
        allow_empty_file=True,
    )
    words = forms.CharField(
        label=_("Note to the teacher"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GradeForm(forms.Form):
    """A teacher's answer to one version."""

    verdict = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("accept", _("Accept")), ("rework", _("Give back for rework"))],
        widget=forms.RadioSelect,
    )
    points = forms.IntegerField(
        label=_("Points of 100"), required=False, min_value=0, max_value=100
    )
    feedback = forms.CharField(
        label=_("Words to the learner"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The learner gets them by mail: what is good, what is missing."),
    )
