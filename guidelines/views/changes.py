"""The public change log: of one document, and of the whole library."""

from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.change_log import PER_PAGE, changes_for_page, days_of, kind_tabs
from guidelines.choices import ChangeKind
from guidelines.models import Change, Document
from guidelines.querysets import ChangeQuerySet
from guidelines.views.finding import at_document


@require_safe
def library_changes(request: HttpRequest) -> HttpResponse:
    """What changed in the library, by day."""
    trail = [
        {"label": _("Guideline library"), "url": reverse("guidelines:list")},
        {"label": _("Changes"), "url": ""},
    ]
    return _page(request, Change.objects.all(), {"breadcrumb": trail, "document": None})


@at_document
def document_changes(request: HttpRequest, document: Document) -> HttpResponse:
    """What changed in one document."""
    trail = [
        {"label": _("Guideline library"), "url": reverse("guidelines:list")},
        {"label": str(document), "url": document.get_absolute_url()},
        {"label": _("Changes"), "url": ""},
    ]
    rows = Change.objects.filter(document=document)
    return _page(request, rows, {"breadcrumb": trail, "document": document})


def _page(request: HttpRequest, rows: ChangeQuerySet, context: dict[str, Any]) -> HttpResponse:
    kind = request.GET.get("kind", "")
    if kind and kind not in ChangeKind.values:
        raise Http404
    paginator = Paginator(changes_for_page(rows, kind), PER_PAGE)
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404 from error
    context |= {
        "page": page,
        "days": days_of(page),
        "tabs": kind_tabs(kind, request.GET),
        "is_asked": bool(kind) or page.number > 1,
    }
    return render(request, "guidelines/change_list.html", context)
