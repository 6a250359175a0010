"""The results page: everything in one list, filtered by type."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vkc.search import services
from vkc.search.excerpts import excerpt
from vkc.search.forms import MAX_LENGTH, SearchForm
from vkc.search.models import SearchEntry
from vkc.search.sources import sources

PAGE_SIZE = 20


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`?q=` words or a number, `?type=`, `?page=`."""
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    context: dict[str, Any] = {"query": query, "max_length": MAX_LENGTH, "q": query}
    if not form.is_valid():
        context["is_too_long"] = True
        # Without this, each language link would repeat the whole question.
        request.language_urls = {
            c: translate_url(request.path, c) for c, _name in settings.LANGUAGES
        }
        return render(request, "search/results.html", context, status=400)
    if query:
        context |= _found(request, query)
    return render(request, "search/results.html", context)


def _found(request: HttpRequest, query: str) -> dict[str, Any]:
    language = get_language() or "vi"
    wanted = request.GET.get("type") or None
    if wanted and sources.get(wanted) is None:
        wanted = None
    number = _page_number(request)
    start = (number - 1) * PAGE_SIZE
    found = services.find(query, language=language, type=wanted, limit=PAGE_SIZE, offset=start)
    reachable = min(found.total, services.REACHABLE)
    if number > 1 and start >= reachable:
        raise Http404(_("There is no such page of results."))
    paginator = Paginator(range(reachable), PAGE_SIZE)
    return {
        "total": found.total,
        "rows": [_row(hit.entry, query, language) for hit in found.hits],
        "same_number": [_row(entry, query, language) for entry in found.same_number],
        "facets": [_facet(request, found.counts, wanted)],
        "chosen_count": 1 if wanted else 0,
        "page": paginator.page(number) if found.total else None,
    }


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text)):
        raise Http404(_("There is no such page of results."))
    return int(text)


def _row(entry: SearchEntry, query: str, language: str) -> dict[str, Any]:
    title, body = entry.title_in(language), entry.body_in(language)
    source = sources.get(entry.type)
    return {
        "url": entry.url_in(language),
        "title": title.text,
        "title_lang": title.language if title.is_fallback else "",
        "kind": source.label if source else "",
        "number": entry.number,
        "excerpt": excerpt(body.text, query) if body.text else "",
        "excerpt_lang": body.language if body.is_fallback else "",
        "day": date_format(entry.day, "SHORT_DATE_FORMAT") if entry.day else "",
        "meta": [{"value": date_format(entry.day, "SHORT_DATE_FORMAT")}] if entry.day else [],
    }


def _facet(request: HttpRequest, counts: dict[str, int], wanted: str | None) -> dict[str, Any]:
    def address(value: str | None) -> str:
        query = request.GET.copy()
        query.pop("page", None)
        query.pop("type", None)
        if value:
            query["type"] = value
        return f"?{query.urlencode()}"

    options = [
        {
            "value": source.type,
            "label": source.label,
            "count": counts[source.type],
            "url": address(None if source.type == wanted else source.type),
            "is_selected": source.type == wanted,
        }
        for source in sources
        if counts.get(source.type)
    ]
    return {"title": _("Type"), "name": "type", "options": options}
