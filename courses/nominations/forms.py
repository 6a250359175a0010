"""Forms of the nomination desk: the letter, one person, people of the agency, a list, the verbs."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Nomination, Nominee
from courses.services.letters import LETTER_KINDS, MOST_LETTER_BYTES
from vkc.accounts.models import User
from vkc.core.uploads import accept_of, kinds_in_words

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
LIST_KINDS = ("xlsx", "csv")
MOST_LIST_BYTES = 2 * 1024 * 1024
MEGABYTE = 1024 * 1024


class DayField(forms.DateField):
    """A day written as in Viet Nam, or as machines write it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%d/%m/%Y", attrs={"class": "is-date"})
        wrong = {"invalid": _("Write the day like 31/12/2026.")}
        super().__init__(widget=widget, input_formats=DAYS, error_messages=wrong, **kwargs)


class LetterForm(forms.ModelForm):
    """What the letter says, and its scan; or the day by which it follows."""

    letter_on = DayField(label=_("Date of the letter"), required=False)
    scan = forms.FileField(label=_("Scan of the letter"), required=False)
    letter_due_on = DayField(
        label=_("Letter to follow by"),
        required=False,
        help_text=_("Only where the letter is not signed yet. Seats are given all the same."),
    )

    note = forms.CharField(
        label=_("Note to the registrar"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Nomination
        fields = ("letter_number", "letter_on", "letter_issuer", "scan", "letter_due_on", "note")
        labels = {
            "letter_number": _("Number of the letter"),
            "letter_issuer": _("Agency that issued the letter"),
        }

    field_order = ("letter_number", "letter_on", "letter_issuer", "scan", "letter_due_on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scan"].widget.attrs["accept"] = accept_of(LETTER_KINDS)
        self.fields["scan"].help_text = _("%(kinds)s, at most %(most)s MB.") % {
            "kinds": kinds_in_words(LETTER_KINDS),
            "most": MOST_LETTER_BYTES // MEGABYTE,
        }

    def validate_constraints(self) -> None:
        """The service asks what a letter must have; a draft may still lack it."""

    def letter_facts(self) -> dict[str, Any]:
        """What `write_letter` sets."""
        return {name: value for name, value in self.cleaned_data.items() if name != "scan"}


class PersonForm(forms.ModelForm):
    """One person named."""

    class Meta:
        model = Nominee
        fields = ("full_name", "email", "position")
        labels = {
            "full_name": _("Full name"),
            "email": _("E-mail"),
            "position": _("Position held"),
        }
        help_texts = {
            "email": _(
                "The person's own address of work: the answer and the certificate go there. Who has"
                " no account yet gets one."
            )
        }

    def validate_constraints(self) -> None:
        """Who is named twice is told so by the service."""


class PickForm(forms.Form):
    """People of the agency who have an account and are not named yet."""

    people = forms.ModelMultipleChoiceField(
        label=_("People of your agency"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one person.")},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.queryset = people
        field.label_from_instance = _with_position


def _with_position(person: User) -> str:
    return f"{person.full_name}, {person.position}" if person.position else person.full_name


class ListForm(forms.Form):
    """A list of people in a table."""

    people = forms.FileField(
        label=_("Table with the people"),
        widget=forms.ClearableFileInput(attrs={"accept": accept_of(LIST_KINDS)}),
        error_messages={"required": _("Choose the file first."), "empty": _("The file is empty.")},
    )


class SubmitForm(forms.Form):
    """Nothing to fill in; the key makes a double tap harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)


class NoteForm(forms.Form):
    """Why, where the agency wishes to say."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class TakeOutForm(forms.Form):
    """Why one person is taken out."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person and the registrar read it as you write it."),
    )


class LapseForm(forms.Form):
    """What staff add where an overdue letter ends."""

    reason = forms.CharField(
        label=_("Note to the agency and the people named"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands after the reason, which names the day that passed."),
    )


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The agency reads it as you write it."),
    )


class ReturnForm(RefuseForm):
    correct_by = DayField(
        label=_("To be corrected by"), help_text=_("Write the day like 31/12/2026.")
    )

    field_order = ("reason", "correct_by")
