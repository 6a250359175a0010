"""The reader's doors: find, ask, answer."""

from datetime import date
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from guidelines.forms import AsOfForm, LibraryForm
from guidelines.listing import FACETS, ORDERS, Asked, facets, results, sort_links
from guidelines.models import Document, DocumentAddress
from guidelines.presentation import detail_context, document_row
from guidelines.querysets import DocumentQuerySet

PER_PAGE = 20


def _asked(form: LibraryForm) -> Asked:
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
    asked = _asked(form)
    paginator = Paginator(results(asked), PER_PAGE)
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404 from error
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "rows": [document_row(document) for document in page],
        "groups": facets(asked, request.GET),
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
def document_detail(request: HttpRequest, kind: str, number: str, day: str) -> HttpResponse:
    """One document as of a day; an address that fits several shows a choice."""
    at_address = Document.objects.readable().at_address(kind=kind, number_slug=number)
    found = at_address.on_day(_day(day))
    if "issuer" in request.GET:
        found = found.filter(issuer__key=request.GET["issuer"][:80])
    documents = list(found.with_relations()[:20])
    if not documents:
        return _moved(request, at_address, kind, number, day)
    if len(documents) > 1:
        return _choice(request, found)
    form = AsOfForm(request.GET)
    asked = form.cleaned_data.get("on") if form.is_valid() else None
    context = {**detail_context(documents[0], on=asked), "form": form}
    status = 400 if form.errors else 200
    return render(request, "guidelines/document_detail.html", context, status=status)


def _day(text: str) -> date | None:
    """The date of an address; None stands for a date that is not known."""
    if text == "khong-ro-ngay":
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if day.isoformat() != text:
        raise Http404
    return day


def _moved(
    request: HttpRequest, at_address: DocumentQuerySet, kind: str, number: str, day: str
) -> HttpResponse:
    """An old address leads to where its document is now."""
    path = f"guidelines/{kind}/{number}/{day}/"
    moved = DocumentAddress.objects.filter(path=path, document__in=Document.objects.readable())
    documents = {row.document_id: row.document for row in moved.select_related("document")}
    if len(documents) == 1:
        return _permanently(request, next(iter(documents.values())))
    if day == "khong-ro-ngay":
        return _one_or_choice(request, at_address)
    raise Http404


def _permanently(request: HttpRequest, document: Document) -> HttpResponse:
    query = request.GET.urlencode()
    url = document.get_absolute_url() + (f"?{query}" if query else "")
    return HttpResponsePermanentRedirect(url)


@require_safe
def document_undated(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """A number without a date: numbers recur, so several answers are listed with their dates."""
    found = Document.objects.readable().at_address(kind=kind, number_slug=number)
    return _one_or_choice(request, found)


def _one_or_choice(request: HttpRequest, found: DocumentQuerySet) -> HttpResponse:
    documents = list(found[:2])
    if not documents:
        raise Http404
    if len(documents) == 1:
        return redirect(documents[0])
    return _choice(request, found)


def _choice(request: HttpRequest, found: DocumentQuerySet) -> HttpResponse:
    documents = list(found.with_legal_status().for_list()[:50])
    rows = []
    for document in documents:
        row = document_row(document)
        if sum(other.path == document.path for other in documents) > 1:
            row["url"] += f"?issuer={document.issuer.key}"
        rows.append(row)
    context: dict[str, Any] = {
        "rows": rows,
        "number": documents[0].number,
        "kind": documents[0].get_kind_display(),
    }
    return render(request, "guidelines/document_choice.html", context)
