"""Back office: agencies, and the way to registrations and invitations."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from vkc.accounts.permissions import can_manage_people
from vkc.accounts.viewsets import AgencyViewSet


class PeopleMenuItem(MenuItem):
    """Shown to administrators."""

    def is_shown(self, request) -> bool:
        return can_manage_people(request.user)


@hooks.register("register_admin_viewset")
def register_agencies() -> AgencyViewSet:
    return AgencyViewSet()


@hooks.register("register_settings_menu_item")
def register_approvals() -> MenuItem:
    return PeopleMenuItem(
        _("Registrations to decide"), reverse("accounts:approvals"), icon_name="check", order=620
    )


@hooks.register("register_settings_menu_item")
def register_invitations() -> MenuItem:
    return PeopleMenuItem(
        _("Invitations"), reverse("accounts:invitations"), icon_name="mail", order=630
    )
