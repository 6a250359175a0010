"""Public pages of programmes: find, ask, call, answer. They touch no session."""

from typing import Any

from django.conf import settings
from django.core.paginator import InvalidPage, Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects import country, exports, listing
from projects.choices import STAGE_TONES
from projects.dates import show_partial_date
from projects.models import Programme
from projects.profile import period_words, profile
from projects.registers import main_register, register_panel
from projects.sources import cards_for
from vkc.core.registry import related

PER_PAGE = 20
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Map, figures and table of what is chosen by scheme, register and filters."""
    wanted = request.GET.get("format", "")
    if wanted in ("csv", "xlsx"):
        return programme_download(request, wanted)
    scheme = listing.read_scheme(request.GET)
    rows = listing.load_rows(scheme)
    selection = listing.read_selection(request.GET, rows, scheme)
    members = listing.member_states(selection.register)
    chosen = listing.select(rows, selection, members)
    tallies = country.tally(scheme, rows, chosen)
    page = _page(request, chosen)
    prefetch_related_objects([row.programme for row in page], "sources")
    drawn = country.map_of(scheme=scheme, tallies=tallies, colour=selection.colour)
    context = {
        "selection": selection,
        "page": page,
        "table_rows": [_cells(row, members) for row in page],
        "table_columns": _columns(selection),
        "map": drawn,
        "numbers": country.table_of(tallies, title=drawn["title"]),
        "facets": listing.facets(rows, selection, members, selection.query),
        "chips": listing.chips(rows, selection),
        "register_panel": register_panel(selection.register or main_register()),
        "tabs": _tabs(selection),
        "colours": _colours(selection),
        "downloads": _downloads(selection),
        "not_on_map": sum(not row.units for row in chosen),
    }
    return render(request, "projects/programme_list.html", context)


def _page(request: HttpRequest, rows: list[listing.Row]) -> Any:
    try:
        return Paginator(rows, PER_PAGE).page(request.GET.get("page") or 1)
    except InvalidPage:
        raise Http404(_("There is no such page.")) from None


def _columns(selection: listing.Selection) -> list[dict[str, Any]]:
    columns = [
        {"label": _("Programme")},
        {"label": _("Place")},
        {"label": _("Stage")},
        {"label": _("Number, date")},
        {"label": _("Period")},
        {"label": _("Operations centre")},
        {"label": _("Status as of")},
    ]
    return [*columns, {"label": _("In the register")}] if selection.register else columns


def _cells(row: listing.Row, members: dict[int, Any]) -> list[Any]:
    programme = row.programme
    decision = ", ".join(
        part
        for part in (programme.decision_number, show_partial_date(programme.decision_date))
        if part
    )
    cells: list[Any] = [
        {
            "text": programme.in_language("title").marked,
            "url": programme.get_absolute_url(),
            "sources": cards_for(programme),
        },
        programme.place_name,
        {"text": programme.stage.label, "tone": STAGE_TONES[programme.stage]},
        decision or None,
        period_words(programme) or None,
        programme.get_has_ioc_display() if programme.has_ioc != "unknown" else None,
        show_partial_date(programme.status_date) or None,
    ]
    member = members.get(programme.pk)
    return [*cells, {"text": member.get_state_display(), "tone": member.tone}] if member else cells


def _tabs(selection: listing.Selection) -> list[dict[str, Any]]:
    labels = {"34": _("34 units, since 01/07/2025"), "63": _("63 units, until 30/06/2025")}
    return [
        {
            "label": label,
            "url": selection.query(scheme=scheme, region=None),
            "is_current": str(selection.scheme) == scheme,
        }
        for scheme, label in labels.items()
    ]


def _colours(selection: listing.Selection) -> list[dict[str, Any]]:
    labels = {"count": _("Number of programmes"), "stage": _("Furthest stage")}
    return [
        {
            "label": label,
            "url": selection.query(colour=colour if colour != "count" else None),
            "is_selected": selection.colour == colour,
        }
        for colour, label in labels.items()
    ]


def _downloads(selection: listing.Selection) -> list[dict[str, str]]:
    query = selection.query(colour=None).removeprefix("?")
    return [
        {
            "type": name.upper(),
            "url": reverse("projects:download", args=[name]) + (f"?{query}" if query else ""),
        }
        for name in ("xlsx", "csv")
    ]


@require_safe
def programme_download(request: HttpRequest, extension: str) -> HttpResponse:
    """The rows of the same filters as a file."""
    scheme = listing.read_scheme(request.GET)
    rows = listing.load_rows(scheme)
    selection = listing.read_selection(request.GET, rows, scheme)
    members = listing.member_states(selection.register)
    chosen = listing.select(rows, selection, members)
    prefetch_related_objects([row.programme for row in chosen], "sources")
    records = [
        exports.record(row, members.get(row.programme.pk), settings.PUBLIC_URL) for row in chosen
    ]
    write, mime = {"csv": (exports.as_csv, CSV_TYPE), "xlsx": (exports.as_xlsx, XLSX_TYPE)}[
        extension
    ]
    response = HttpResponse(write(records), content_type=mime)
    name = f"programmes-{timezone.localdate():%Y-%m-%d}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme with a source for every fact."""
    programme = get_object_or_404(
        Programme.objects.published().with_places().prefetch_related("topics", "sources"),
        slug=slug,
    )
    others = [offer(programme) for key, offer in related.items() if key != "projects"]
    context = {**profile(programme), "panels": [panel for panel in others if panel]}
    return render(request, "projects/programme_detail.html", context)
