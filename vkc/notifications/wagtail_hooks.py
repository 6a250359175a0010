from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import ModelPermissionPolicy

from vkc.core.states import Refusal
from vkc.notifications import services
from vkc.notifications.models import Message
from vkc.notifications.permissions import can_handle_message, can_retry_message


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Messages are written by services only: staff may read them."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and user.has_perm("notifications.view_message")

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class MessageInspectView(InspectView):
    """One message; what was given up or came back can be queued once more."""

    template_name = "notifications/admin/message_inspect.html"

    def get_context_data(self, **kwargs):
        user, message = self.request.user, self.object
        context = {
            "can_retry": can_retry_message(user, message),
            "can_handle": can_handle_message(user, message),
            "reports": list(message.reports.all()),
            **kwargs,
        }
        return super().get_context_data(**context)

    def get_field_display_value(self, field_name, field):
        """Moments by the clock of Viet Nam, where Wagtail shows UTC; a dash where nothing is."""
        value = getattr(self.object, field_name)
        if value is None or value == "":
            return "–"
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        return super().get_field_display_value(field_name, field)

    def post(self, request, *args, **kwargs):
        if not can_retry_message(request.user, self.object):
            raise PermissionDenied
        act = self._handle if request.POST.get("act") == "handle" else self._retry
        try:
            messages.success(request, act(timezone.now()))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(self._next() or request.path)

    def _retry(self, at):
        services.retry_message(message=self.object, at=at)
        return _("The message is queued again.")

    def _handle(self, at):
        services.handle_message(message=self.object, by=self.request.user, at=at)
        return _("The message is marked as dealt with.")

    def _next(self):
        """Back to the page of the back office that showed the message."""
        target = self.request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
        return target if is_ours and target.startswith("/") else ""


class MessageViewSet(ModelViewSet):
    """The outbox: what was sent, what failed, what was given up, what came back."""

    model = Message
    icon = "mail"
    menu_label = _("Outbox")
    menu_name = "outbox"
    menu_order = 800
    add_to_admin_menu = True
    form_fields = ["subject"]
    inspect_view_enabled = True
    inspect_view_class = MessageInspectView
    inspect_view_fields = [
        "event",
        "recipient",
        "language",
        "subject",
        "body",
        "state",
        "attempts",
        "occurrence",
        "sent_at",
        "bounced_at",
        "last_error",
        "handled_at",
        "handled_by",
    ]
    list_display = ["recipient", "subject", "state", "attempts", "occurrence", "sent_at"]
    list_filter = ["state", "event", "language"]
    search_fields = ["recipient", "subject"]
    permission_policy = ReadOnlyPolicy(Message)


@hooks.register("register_admin_viewset")
def register_outbox() -> MessageViewSet:
    return MessageViewSet("outbox")
