"""How allauth behaves here."""

from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from vkc.accounts.models import User
from vkc.accounts.services.registration import ask_for_approval


def _portal() -> SimpleNamespace:
    """What mail calls the portal: its name, never the host a request happened to come by."""
    return SimpleNamespace(name=settings.WAGTAIL_SITE_NAME, domain=settings.PUBLIC_URL)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """My page, in the person's own language."""
        with override(getattr(request.user, "language", None) or "vi"):
            return reverse("accounts:my")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Once the address is theirs, those who may vouch for the person are told."""
        is_confirmed = super().confirm_email(request, email_address)
        if is_confirmed:
            ask_for_approval(user=email_address.user, at=timezone.now())
        return is_confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the person's language where one is known, else in that of the page."""
        context = {"current_site": _portal(), **context}
        person = context.get("user")
        if getattr(person, "language", ""):
            with override(person.language):
                super().send_mail(template_prefix, email, context)
        else:
            super().send_mail(template_prefix, email, context)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in through a ministry or national identity provider."""

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """The provider says who somebody is, not for which agency they work: the form asks."""
        return False

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("last_name"), data.get("first_name"))
        user.full_name = data.get("name") or " ".join(part for part in parts if part)
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        initial = super().get_signup_form_initial_data(sociallogin)
        return {**initial, "full_name": sociallogin.user.full_name}

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        user = super().save_user(request, sociallogin, form)
        if EmailAddress.objects.filter(user=user, verified=True).exists():
            ask_for_approval(user=user, at=timezone.now())
        return user
