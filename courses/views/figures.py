"""Open figures of courses, without anything about a person."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import report_tables as tables
from courses.bar_chart import bars
from courses.services import reports
from vkc.core.tabular import XLSX_TYPE, as_csv, as_xlsx

SHOWN = ("year", "province", "course")
FORMS = ("xlsx", "csv")
MOST_BARS = 34


@require_safe
def open_figures(request: HttpRequest) -> HttpResponse:
    """By year, province and course; small counts are not told, and the page says so."""
    parts = [_part(by) for by in SHOWN]
    context = {
        "parts": [part for part in parts if part["rows"]],
        "least": tables.LEAST,
        "has_sample": any(part["has_sample"] for part in parts),
    }
    return render(request, "courses/figures.html", context)


@require_safe
def open_file(request: HttpRequest, by: str, form: str) -> HttpResponse:
    """The same table to take away."""
    if by not in SHOWN or form not in FORMS:
        raise Http404
    columns = tables.columns_for_file(by, tables.OPEN_MEASURES)
    rows = [
        [row["label"], *row["cells"].values(), _("illustrative data") if row["is_sample"] else ""]
        for row in tables.open_rows(reports.report(by))
    ]
    if form == "csv":
        response = HttpResponse(as_csv(columns, rows), content_type="text/csv; charset=utf-8")
    else:
        content = as_xlsx(columns, rows, title=str(tables.NAMES[by]))
        response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="khoa-hoc-{by}.{form}"'
    return response


def _part(by: str) -> dict[str, Any]:
    rows = tables.open_rows(reports.report(by))
    name = str(tables.NAMES[by])
    measures = tables.OPEN_MEASURES
    return {
        "by": by,
        "name": name,
        "columns": [
            {"label": name},
            *({"label": tables.LABELS[m], "is_number": True} for m in measures),
        ],
        "rows": [[_label(row), *(row["cells"][m] for m in measures)] for row in rows],
        "svg": _chart(rows, name),
        "files": [(form.upper(), reverse("courses:figures_file", args=[by, form])) for form in FORMS],
        "has_sample": any(row["is_sample"] for row in rows),
    }  # fmt: skip


def _label(row: dict[str, Any]) -> str:
    if row["is_sample"]:
        return _("%(name)s (illustrative data)") % {"name": row["label"]}
    return row["label"]


def _chart(rows: list[dict[str, Any]], name: str) -> Any:
    lines = [(row["label"], row["cells"]["enrolled"]) for row in rows[:MOST_BARS]]
    told = [(label, value if isinstance(value, int) else None) for label, value in lines]
    title = _("People with a seat: %(name)s") % {"name": name}
    return bars(told, title=title, unknown=_("see the table"))
