"""People and agencies in the back office; administrators only. Roles change through services."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.account import AccountView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.users.views.users import EditView, IndexView, UserViewSet

from vkc.accounts.choices import AccountState, Role
from vkc.accounts.models import Agency, User
from vkc.accounts.permissions import can_manage_people
from vkc.accounts.services.roles import grant_role, take_role
from vkc.core.registry import person_notices
from vkc.core.states import Refusal


class PeoplePolicy(BasePermissionPolicy):
    """Administrators see and change people; nobody adds or deletes them here.

    Not Django's `change_user`: that would open Wagtail's bulk actions, which write no events.
    """

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in ("view", "change") and can_manage_people(user)

    def users_with_any_permission(self, actions: list[str]) -> Any:
        return User.objects.may("accounts.manage_people")


class PersonForm(WagtailAdminModelForm):
    """Details and roles of one person."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each change is recorded with your name. Not your own."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for changing roles"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = User
        fields = ["full_name", "position", "agency", "language", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = set(self.instance.groups.values_list("name", flat=True))
        self.fields["roles"].initial = sorted(self.held)
        self.fields["agency"].queryset = Agency.objects.active().select_related("unit")

    def clean_is_active(self) -> bool:
        is_active = self.cleaned_data["is_active"]
        if is_active and self.instance.state == "closed":
            raise forms.ValidationError(_("A closed account cannot be opened again."))
        return is_active

    def changes_of_roles(self) -> tuple[set[str], set[str]]:
        """Roles to give and roles to take."""
        wanted = set(self.cleaned_data["roles"])
        known = {role.value for role in Role}
        return wanted - self.held, (self.held & known) - wanted


class PersonFilterSet(WagtailFilterSet):
    """Who waits, who holds which role, who was switched off."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=AccountState.choices, widget=forms.RadioSelect
    )
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Role"),
        field_name="groups__name",
        choices=Role.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, is_searching: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    class Meta:
        model = User
        fields = ["state", "role", "is_active"]


class PersonIndexView(IndexView):
    """Name, agency, state, roles."""

    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    page_title = gettext_lazy("People")
    search_fields = ["email", "full_name", "agency__name_vi"]
    search_backend_name = None

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title(
                "full_name",
                label=_("Full name"),
                get_url=self.get_edit_url,
                accessor=lambda person: person.full_name or person.email,
                sort_key="full_name",
            ),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("agency", label=_("Agency"), sort_key="agency__name_vi"),
            Column("state", label=_("State"), accessor=User.get_state_display, sort_key="state"),
            Column("roles", label=_("Roles"), accessor=self._roles),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    @staticmethod
    def _roles(person: User) -> str:
        names = {group.name for group in person.groups.all()}
        return ", ".join(str(role.label) for role in Role if role.value in names)

    def get_base_queryset(self) -> Any:
        return User.objects.select_related("agency", "agency__unit").prefetch_related("groups")


class PersonEditView(EditView):
    """Saves details; gives and takes roles through the services, each with its event."""

    template_name = "accounts/admin/person_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notices = [notice for say in person_notices if (notice := say(self.object))]
        return super().get_context_data(notices=notices, **kwargs)

    @transaction.atomic
    def save_instance(self) -> User:
        given, taken = self.form.changes_of_roles()
        person = super().save_instance()
        values = {"person": person, "by": self.request.user, "at": timezone.now()}
        for role in sorted(given):
            grant_role(role=role, reason=self.form.cleaned_data["reason"], **values)
        for role in sorted(taken):
            take_role(role=role, reason=self.form.cleaned_data["reason"], **values)
        return person

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("editing_self", None)
        return kwargs

    def form_valid(self, form: PersonForm) -> Any:
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            form.add_error("roles", str(refusal))
        except PermissionDenied:
            form.add_error("roles", _("Another administrator must change your own roles."))
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)


class PersonViewSet(UserViewSet):
    """People: found, changed, given roles. They come by registering or by invitation."""

    menu_label = gettext_lazy("People")
    template_prefix = ""
    filterset_class = PersonFilterSet
    index_view_class = PersonIndexView
    edit_view_class = PersonEditView
    copy_view_enabled = False
    ordering = "full_name"

    @property
    def permission_policy(self) -> PeoplePolicy:
        return PeoplePolicy(User)

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return PersonForm


class AgencyViewSet(ModelViewSet):
    """Agencies: added and renamed, switched off rather than deleted."""

    model = Agency
    name = "agencies"
    icon = "group"
    menu_label = gettext_lazy("Agencies")
    menu_order = 610
    add_to_settings_menu = True
    copy_view_enabled = False
    form_fields = ["kind", "name_vi", "name_en", "name_ko", "unit", "is_active"]
    list_display = [
        "name_vi",
        "kind",
        "unit",
        BooleanColumn("is_active", label=gettext_lazy("Active")),
    ]
    list_filter = ["kind", "is_active"]
    search_fields = ["name_vi", "name_en"]
    search_backend_name = None
    add_to_reference_index = False
    index_view_class = generic.IndexView

    def formfield_for_dbfield(self, db_field: Any, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, **kwargs)
        if db_field.name == "unit" and field is not None:
            field.queryset = field.queryset.current()
        return field


class PortalAccountView(AccountView):
    """Wagtail's own settings of a person, without the name: that is changed on /my/profile/."""

    def get_panels(self) -> list[Any]:
        hidden = {"name_email", "avatar"}
        return [panel for panel in super().get_panels() if panel.name not in hidden]
