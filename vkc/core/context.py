"""What every page knows: languages, masthead, addresses. Read without the database, or cached."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_from_path, override

from vkc.core.registry import nav_items, site_details

SELF_NAMES = {"vi": "Tiếng Việt", "en": "English", "ko": "한국어"}


@lru_cache(maxsize=1)
def has_web_fonts() -> bool:
    return finders.find("fonts/fonts.css") is not None


def _address(name: str) -> str:
    return _address_in(name, get_language())


@lru_cache(maxsize=128)
def _address_in(name: str, language: str | None) -> str:
    """The address in the language that is active, which `language` names."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    items = []
    for item in nav_items:
        url = _address(item.url_name) or f"/{get_language()}/{item.prefix}"
        items.append({"label": item.label, "url": url, "is_current": request.path.startswith(url)})
    return items


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The same page in each language; a page may set `request.language_urls` itself."""
    known = getattr(request, "language_urls", {})
    current = get_language() or "vi"
    path = request.get_full_path()
    begins = get_language_from_path(path)
    links = []
    for code, label in SELF_NAMES.items():
        if code in known:
            url = known[code]
        elif begins is None:
            url = _switch_address(path, code)
        elif code == current:
            url = path
        else:
            # An address without a page has none in another language either.
            url = f"/{code}{path[len(begins) + 1 :]}" if request.resolver_match else f"/{code}/"
        links.append({"code": code, "label": label, "url": url, "is_current": code == current})
    return links


def _switch_address(path: str, code: str) -> str:
    """For addresses without a language of their own: a page that remembers the language."""
    with override(code):
        url = _address("accounts:language")
    return f"{url}?{urlencode({'next': path})}" if url else f"/{code}/"


def _details() -> dict[str, str]:
    return {name: value for offer in site_details for name, value in offer().items()}


def site(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html. Messages are offered only to those who have a session already.

    Wagtail's admin gets none of it: its templates give `search_url` another meaning.
    """
    if request.path.startswith("/cms/"):
        return {}
    return {
        "nav_items": _nav(request),
        "language_links": language_links(request),
        "site_settings": _details(),
        "search_url": _address("search:results"),
        "my_url": _address("accounts:my"),
        "HAS_WEB_FONTS": has_web_fonts(),
        "PUBLIC_URL": settings.PUBLIC_URL,
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }
