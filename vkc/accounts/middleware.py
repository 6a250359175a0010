"""The language of sign-in pages, and the second factor that staff need."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _

from vkc.accounts.permissions import needs_second_factor

Handler = Callable[[HttpRequest], HttpResponse]

BACK_OFFICE = "/cms/"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
STAFF_PAGES = ("my/approvals/", "my/invitations/")


class AccountLanguageMiddleware:
    """Pages without a language in their address: cookie, then `next`, then the person, then vi.

    LocaleMiddleware has already looked at the cookie and at Accept-Language.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(("/accounts/", BACK_OFFICE)):
            return self.get_response(request)
        has_cookie = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        wanted = self._language_of_next(request)
        if not has_cookie and (language := wanted or self._language_of_person(request)):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if wanted and not has_cookie:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, samesite="Lax")
        return response

    @staticmethod
    def _language_of_next(request: HttpRequest) -> str | None:
        return get_language_from_path(request.GET.get("next", ""))

    @staticmethod
    def _language_of_person(request: HttpRequest) -> str | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        return getattr(request.user, "language", None)


class ActivityMiddleware:
    """Keeps when and from where a session was last used, for the person's list of devices.

    Another address or browser is written at once; the same one at most every five minutes. The
    sign-in made the row, so one statement is enough.
    """

    EVERY = 300

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated and self._is_due(request, key):
            self._write(request, key)
        return self.get_response(request)

    def _is_due(self, request: HttpRequest, key: str) -> bool:
        address, browser = self._client(request)
        seen = salted_hmac("vkc.activity", f"{key} {address} {browser}")
        return cache.add(f"activity:{seen.hexdigest()}", 1, self.EVERY)

    def _write(self, request: HttpRequest, key: str) -> None:
        address, browser = self._client(request)
        row = UserSession.objects.filter(session_key=key, user=request.user)
        if not row.update(ip=address, user_agent=browser, last_seen_at=timezone.now()):
            UserSession.objects.create_from_request(request)

    @staticmethod
    def _client(request: HttpRequest) -> tuple[str, str]:
        longest = UserSession._meta.get_field("user_agent").max_length
        browser = request.headers.get("user-agent", "")[:longest]
        return get_adapter().get_client_ip(request), browser


class StaffSecondFactorMiddleware:
    """Staff reach nothing staff-only before this very session was proved by a second factor."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_guarded(request.path_info) or request.user.is_anonymous:
            return self.get_response(request)
        if not needs_second_factor(request.user):
            if request.path_info.startswith(BACK_OFFICE):
                raise PermissionDenied
            return self.get_response(request)
        if proved_second_factor(request):
            return self.get_response(request)
        return self._ask(request)

    def _ask(self, request: HttpRequest) -> HttpResponseRedirect:
        kinds = set(
            Authenticator.objects.filter(user=request.user, type__in=FACTORS).values_list(
                "type", flat=True
            )
        )
        if not kinds:
            text = _(
                "Staff of the ministry and the centre sign in with a second factor. "
                "Set up an authenticator app or a passkey first, then open the page again."
            )
            messages.warning(request, text)
            return HttpResponseRedirect(reverse("mfa_index"))
        has_totp = Authenticator.Type.TOTP in kinds
        name = "mfa_reauthenticate" if has_totp else "mfa_reauthenticate_webauthn"
        messages.info(request, _("Confirm your second factor to go on."))
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse(name)}?{query}")


def is_guarded(path: str) -> bool:
    """The back office, and the pages on which people are approved and invited."""
    if path.startswith(BACK_OFFICE):
        return True
    language = get_language_from_path(path)
    return bool(language) and path.removeprefix(f"/{language}/").startswith(STAFF_PAGES)


def proved_second_factor(request: HttpRequest) -> bool:
    """True where this session was opened or confirmed with TOTP, a passkey or a recovery code."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)
