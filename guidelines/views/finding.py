"""From an address to its document: every page at and below a document asks here.

A number recurs, dates become known late and two bodies may share an address: old addresses
redirect with whatever stands below them, and an address that fits several shows a dated choice.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from guidelines.models import Document, DocumentAddress
from guidelines.models.documents import UNKNOWN_DAY
from guidelines.presentation import document_row
from guidelines.querysets import DocumentQuerySet

DocumentView = Callable[..., HttpResponse]


def at_document(view: DocumentView) -> DocumentView:
    """`view(request, document, **rest)` for an address `<kind>/<number>/<day>/…`.

    The document is readable and comes with its relations. GET and HEAD only.
    """

    @require_safe
    @wraps(view)
    def found_view(
        request: HttpRequest, kind: str, number: str, day: str, **rest: Any
    ) -> HttpResponse:
        at_address = Document.objects.readable().at_address(kind=kind, number_slug=number)
        found = at_address.on_day(day_of(day))
        if "issuer" in request.GET:
            found = found.filter(issuer__key=request.GET["issuer"][:80])
        documents = list(found.with_relations()[:2])
        if not documents:
            return _moved(request, at_address, f"guidelines/{kind}/{number}/{day}/")
        if len(documents) > 1:
            return choice(request, found)
        return view(request, documents[0], **rest)

    return found_view


def day_of(text: str) -> date | None:
    """The date of an address; None stands for a date that is not known."""
    if text == UNKNOWN_DAY:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if day.isoformat() != text:
        raise Http404
    return day


def _moved(request: HttpRequest, at_address: DocumentQuerySet, path: str) -> HttpResponse:
    """An old address leads to where its document is now, with what stands below it."""
    moved = DocumentAddress.objects.filter(path=path, document__in=Document.objects.readable())
    documents = {row.document_id: row.document for row in moved.select_related("document")}
    if len(documents) == 1:
        below = request.path_info.partition(path)[2]
        return _permanently(request, next(iter(documents.values())), below)
    if path.endswith(f"/{UNKNOWN_DAY}/"):
        return one_or_choice(request, at_address)
    raise Http404


def _permanently(request: HttpRequest, document: Document, below: str) -> HttpResponse:
    query = request.GET.urlencode()
    url = document.get_absolute_url() + quote(below) + (f"?{query}" if query else "")
    return HttpResponsePermanentRedirect(url)


def one_or_choice(request: HttpRequest, found: DocumentQuerySet) -> HttpResponse:
    """To the only document that fits, or to the choice between several."""
    documents = list(found[:2])
    if not documents:
        raise Http404
    if len(documents) == 1:
        return redirect(documents[0])
    return choice(request, found)


def choice(request: HttpRequest, found: DocumentQuerySet) -> HttpResponse:
    """A number that fits several documents: a dated list, never a guess."""
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
