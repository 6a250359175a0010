"""Forms of people: registering, deciding, inviting, own details."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vkc.accounts.choices import AgencyKind, Role
from vkc.accounts.models import Agency, User
from vkc.accounts.services.registration import register

LANGUAGES = User._meta.get_field("language").choices


class AgencyIterator(forms.models.ModelChoiceIterator):
    """Ministry bodies first, then one group per province-level unit, then partners."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        yield "", self.field.empty_label or ""
        groups: dict[str, list[tuple[Any, str]]] = {}
        rows = self.queryset.select_related("unit").order_by("unit__sort_key", "name_vi")
        order = [AgencyKind.MINISTRY, AgencyKind.PROVINCE, AgencyKind.PARTNER]
        for agency in sorted(rows, key=lambda row: order.index(row.kind)):
            title = str(agency.unit) if agency.unit else str(AgencyKind(agency.kind).label)
            groups.setdefault(title, []).append(self.choice(agency))
        yield from groups.items()


class AgencyField(forms.ModelChoiceField):
    """A choice among the agencies of today, in groups."""

    iterator = AgencyIterator

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Agency"))
        kwargs.setdefault("empty_label", _("Choose your agency"))
        attrs = {"data-behaviour": "filter-select", "data-filter-label": _("Find in the list")}
        kwargs.setdefault("widget", forms.Select(attrs=attrs))
        super().__init__(queryset=Agency.objects.active(), **kwargs)


def name_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Full name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        **kwargs,
    )


def position_field() -> forms.CharField:
    return forms.CharField(
        label=_("Position held"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language of mail and of your pages"), choices=LANGUAGES)


class SignupForm(forms.Form):
    """What allauth's sign-up form asks beside e-mail and password."""

    full_name = name_field(help_text=_("As in letters of your agency."))
    agency = AgencyField(
        help_text=_("If your agency is not listed, write to us through the contact page.")
    )
    position = position_field()
    language = language_field()
    field_order = [
        "full_name",
        "agency",
        "position",
        "email",
        "language",
        "password1",
        "password2",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language() or "vi"

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth when the account is made."""
        data = self.cleaned_data
        register(
            user=user,
            full_name=data["full_name"],
            agency=data["agency"],
            position=data["position"],
            language=data["language"],
            at=timezone.now(),
        )


class RefusalForm(forms.Form):
    """Why a registration is declined; the person reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("The person reads this sentence. Say what they can do."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ProfileForm(forms.Form):
    """Own details; the agency only while nobody vouched for it."""

    full_name = name_field()
    agency = AgencyField()
    position = position_field()
    language = language_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        names = ("full_name", "agency", "position", "language")
        kwargs.setdefault("initial", {name: getattr(user, name) for name in names})
        super().__init__(*args, **kwargs)
        if user.is_approved:
            del self.fields["agency"]


class InvitationForm(forms.Form):
    """Whom to invite, to which agency, with which roles."""

    email = forms.EmailField(label=_("E-mail address"))
    full_name = forms.CharField(label=_("Full name"), max_length=150, required=False)
    agency = AgencyField()
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGES)
    note = forms.CharField(
        label=_("A sentence to the person"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, can_choose: bool, **kwargs: Any) -> None:
        """Coordinators (`can_choose` false) invite officials of their own agency only."""
        kwargs.setdefault("initial", {"language": "vi", "roles": [Role.OFFICIAL]})
        super().__init__(*args, **kwargs)
        if not can_choose:
            del self.fields["agency"]
            del self.fields["roles"]


class AcceptForm(forms.Form):
    """What an invited person adds."""

    full_name = name_field()
    position = position_field()
    language = language_field()
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )
    password2 = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        if has_account:
            del self.fields["password1"]
            del self.fields["password2"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        password = data.get("password1")
        if password and data.get("password2") is not None:
            if password != data["password2"]:
                self.add_error("password2", _("The two passwords are not the same."))
            person = User(email=self.email, full_name=data.get("full_name", ""))
            try:
                password_validation.validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data


class ErasureForm(forms.Form):
    """A second look before an account is erased."""

    is_sure = forms.BooleanField(label=_("I understand that my account cannot be restored"))
