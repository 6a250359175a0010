from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "vkc.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vkc.accounts.demo import DEMO
        from vkc.accounts.loading import load_accounts
        from vkc.accounts.services.own_data import account_data
        from vkc.core import registry

        registry.reference_loaders.register("accounts", load_accounts, order=15)
        registry.demo_content.register("accounts", DEMO, order=10)
        registry.my_data.register("accounts", account_data, order=10)
