from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from courses.admin_views import session_buttons
from courses.back_office import routes
from courses.back_office.home import SessionsPanel, TodayPanel
from courses.certificates.viewsets import CertificatesGroup
from courses.days_off import DayOffViewSet
from courses.models import Course, Session
from courses.permissions import can_manage_session, can_publish_course
from courses.permissions.certificates import can_issue_certificates
from courses.viewsets import CoursesGroup

register_snippet(CoursesGroup)
register_snippet(CertificatesGroup)
register_snippet(DayOffViewSet)


@hooks.register("register_admin_urls")
def desk_urls() -> list:
    return [path("courses/", include((routes.patterns, "courses_desk")))]


@hooks.register("construct_homepage_panels")
def courses_at_home(request: HttpRequest, panels: list) -> None:
    """What waits for the registrar stands on the first page of the back office."""
    if can_manage_session(request.user):
        panels += [TodayPanel(), SessionsPanel()]


@hooks.register("register_snippet_listing_buttons")
def session_verbs(snippet: object, user: object, next_url: str | None = None) -> list[Button]:
    """The verbs of a session in its row's menu."""
    if not isinstance(snippet, Session) or not can_manage_session(user, snippet):
        return []
    return session_buttons(snippet)


@hooks.register("register_snippet_listing_buttons")
def certificates_of_session(snippet: object, user: object, next_url: str | None = None) -> list:
    """The way to the certificates of a session, in its row's menu."""
    if not isinstance(snippet, Session) or not can_issue_certificates(user):
        return []
    url = reverse("courses_desk:certificates_issue", args=[snippet.pk])
    return [Button(_("Issue certificates"), url=url, icon_name="form", priority=45)]


@hooks.register("construct_snippet_action_menu")
def hide_publishing_of_own_work(menu_items: list, request: HttpRequest, context: dict) -> None:
    if context.get("model") is not Course:
        return
    course = context.get("instance")
    if course is None or not can_publish_course(request.user, course):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]
