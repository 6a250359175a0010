from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "vkc.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from vkc.core import registry
        from vkc.notifications import my_data, notices, services

        registry.messengers.register("mail", services.notify)
        registry.bulk_messengers.register("mail", services.notify_many)
        registry.my_data.register("notifications", my_data.export, order=90)
        registry.my_data_erasers.register("notifications", my_data.erase, order=90)
        registry.person_notices.register("undeliverable", notices.for_staff)
        user_logged_in.connect(notices.tell_at_sign_in, dispatch_uid="undeliverable")
