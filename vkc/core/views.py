"""Health, and error pages that work with the database down."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, get_language_from_path, override
from django.views.decorators.http import require_safe


def error_page(
    request: HttpRequest, status: int, template: str | None = None, *, language: str = "vi"
) -> HttpResponse:
    """One error page in the language of the address; no session, no query, no context processor."""
    language = get_language_from_path(request.path_info) or language
    with override(language):
        body = loader.render_to_string(
            template or f"{status}.html", {"language": language, "status": status}
        )
    response = HttpResponse(body, status=status)
    patch_cache_control(response, no_store=True)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 429, language=get_language() or "vi")


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: say so and what to do."""
    return error_page(request, 403, "403_csrf.html")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: database, cache and broker answer; 503 names what does not."""
    checks = {"database": _database, "cache": _cache, "broker": _broker}
    found = {}
    for name, check in checks.items():
        try:
            check()
            found[name] = "ok"
        except Exception:
            found[name] = "unreachable"
    ready = all(state == "ok" for state in found.values())
    response = JsonResponse(found, status=200 if ready else 503)
    patch_cache_control(response, no_store=True)
    return response


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.set("readyz", 1, 5)
    if cache.get("readyz") != 1:
        raise RuntimeError("the cache forgot what was just stored")


def _broker() -> None:
    from vkc.celery import app

    with app.connection_for_read() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
