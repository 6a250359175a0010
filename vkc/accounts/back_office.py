"""Takes the place of `wagtail.users` in INSTALLED_APPS: our people have no user name."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's own app with our viewset for people."""

    user_viewset = "vkc.accounts.viewsets.PersonViewSet"
