"""The reader's doors: find, ask, answer."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from guidelines.facets import Found, facets
from guidelines.forms import LibraryForm
from guidelines.library_index import ORDERS
from guidelines.listing import FACETS, Asked, sort_links
from guidelines.models import Document
from guidelines.presentation import document_row
from guidelines.views.finding import one_or_choice

PER_PAGE = 20


def asked_by(form: LibraryForm) -> Asked:
    """The question; a field with a mistake counts as not asked."""
    form.is_valid()
    given = form.cleaned_data
    sort = given.get("sort") or ""
    return Asked(
        q=given.get("q") or "",
        on=given.get("on") or timezone.localdate(),
        chosen={name: given.get(name) or "" for name in FACETS},
        sort=sort if sort in ORDERS else "-issued",
    )


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """The library: search box, facets with counts, status on each row."""
    form = LibraryForm(request.GET)
    asked = asked_by(form)
    found = Found(asked)
    paginator = Paginator(found, PER_PAGE)
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404 from error
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "rows": [document_row(document) for document in page],
        "groups": facets(found, request.GET),
        "sorts": sort_links(asked, request.GET),
        "hidden": _hidden(asked, request, besides="q"),
        "on_hidden": _hidden(asked, request, besides="on"),
        "is_as_of": bool(request.GET.get("on")) and "on" not in form.errors,
        "is_asked": bool(asked.q or asked.chosen_count),
        "clear_url": reverse("guidelines:list"),
        "feed_url": reverse("guidelines:feed"),
    }
    status = 400 if form.errors else 200
    return render(request, "guidelines/document_list.html", context, status=status)


def _hidden(asked: Asked, request: HttpRequest, *, besides: str) -> list[dict[str, str]]:
    """What a small form must carry along so that the other choices are kept."""
    names = [name for name in ("q", "on", *FACETS, "sort") if name != besides]
    given = [(name, request.GET.get(name, "")) for name in names]
    return [{"name": name, "value": value} for name, value in given if value and len(value) <= 200]


@require_safe
def document_undated(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """A number without a date: numbers recur, so several answers are listed with their dates."""
    found = Document.objects.readable().at_address(kind=kind, number_slug=number)
    return one_or_choice(request, found)
