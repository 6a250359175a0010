"""The door: what enters is clean text, what leaves carries the right headers."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.urls import Resolver404, resolve
from django.utils.translation import get_language

from vkc.core.text import is_clean, nfc

Handler = Callable[[HttpRequest], HttpResponse]
PUBLIC_SECONDS = 60
SAFE = ("GET", "HEAD")
WRONG_METHOD = 405
KEPT = (200, 304)  # a 304 renews what a cache holds, so it carries the same permission


class PlainTextGuardMiddleware:
    """Refuses NUL bytes with a page and puts query text into NFC."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from vkc.core.views import bad_request

        values = [value for key in request.GET for value in (key, *request.GET.getlist(key))]
        if not is_clean(request.path) or not all(is_clean(value) for value in values):
            return bad_request(request)
        if any(nfc(value) != value for value in values):
            query = request.GET.copy()
            for key in list(query):
                query.setlist(key, [nfc(value) for value in query.getlist(key)])
            request.GET = query
        return self.get_response(request)


class WrongMethodMiddleware:
    """An address that only takes what a form sends, opened by hand or reloaded, says so.

    Programs, which do not ask for a page, keep the bare answer.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != WRONG_METHOD or "text/html" not in request.headers.get(
            "accept", ""
        ):
            return response
        from vkc.core.views import error_page

        page = error_page(request, WRONG_METHOD, language=get_language() or "vi")
        page["Allow"] = response["Allow"]
        return page


class PortalCSPMiddleware(CSPMiddleware):
    """The strict policy for readers; Wagtail's admin needs inline parts on its own path only."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith("/cms/"):
            parts.replace = {**settings.BACK_OFFICE_CSP, **(parts.replace or {})}
        return parts


class PublicCacheMiddleware:
    """Pages that touched no session may be kept by caches; all others may not."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        private = response.cookies or "Cookie" in response.get("Vary", "")
        if private or request.method not in SAFE or response.status_code not in KEPT:
            response["Cache-Control"] = "private, no-store" if private else "no-cache"
        else:
            response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
        return response


class PortalLocaleMiddleware(LocaleMiddleware):
    """Adds a missing language to an address only where an app's page stands there.

    The page tree answers to every path, so Django's own rule would send `/fr/` to `/vi/fr/`
    before saying that nothing is there.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path_info.startswith("/api/v"):
            return response
        answered = super().process_response(request, response)
        if answered is response or response.status_code != 404:
            return answered
        try:
            found = resolve(f"/{get_language()}{request.path_info}")
        except Resolver404:
            return answered
        return response if found.url_name == "wagtail_serve" else answered
