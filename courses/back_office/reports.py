"""The registrar's reports: figures by province, agency, course and year, each with its list."""

import re
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from courses.back_office.frame import Desk
from courses.models import Course
from courses.report_tables import LABELS, NAMES, columns_for_file, rows_for_file
from courses.services import reports
from vkc.core.tabular import XLSX_TYPE, as_csv, as_xlsx
from vkc.places.choices import Scheme

PER_PAGE = 100
UNIT_KEY = r"all|none|(34|63):[0-9a-z]{2}"
PLAIN_KEY = r"all|none|[0-9]{1,10}"


class Asked:
    """What the address asks for; anything odd is taken for not asked."""

    def __init__(self, query: Any) -> None:
        self.by = query.get("by") if query.get("by") in reports.DIMENSIONS else "province"
        self.scheme = 63 if query.get("scheme") == "63" else 34
        self.narrow = reports.Narrow(_number(query.get("year")), _number(query.get("course")))

    def parts(self) -> dict[str, Any]:
        given = {"by": self.by, "year": self.narrow.year, "course": self.narrow.course}
        if self.by == "province":
            given["scheme"] = self.scheme
        return {name: value for name, value in given.items() if value}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


class ReportsView(Desk, TemplateView):
    """One report as a table, as XLSX or as CSV."""

    template_name = "courses/admin/reports.html"
    page_title = gettext_lazy("Reports")
    header_icon = "table"

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.request.GET)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = request.GET.get("format")
        if form not in ("xlsx", "csv"):
            return super().get(request, *args, **kwargs)
        found = reports.report(self.asked.by, scheme=self.asked.scheme, narrow=self.asked.narrow)
        return as_file(
            form, columns_for_file(self.asked.by), rows_for_file(found), f"bao-cao-{self.asked.by}"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.asked
        found = reports.report(asked.by, scheme=asked.scheme, narrow=asked.narrow)
        rows = [*found.rows, found.total] if found.rows or found.refused else []
        return {
            **super().get_context_data(**kwargs),
            "asked": asked,
            "name": NAMES[asked.by],
            "heads": [LABELS[measure] for measure in reports.MEASURES],
            "rows": [_linked(row, asked) for row in rows],
            "refused": found.refused,
            "years": reports.years(),
            "courses": Course.objects.filter(sessions__enrolments__isnull=False).distinct(),
            "dimensions": list(NAMES.items()),
            "schemes": Scheme.choices[::-1],
            "files": [(form, _link(asked, format=form)) for form in ("xlsx", "csv")],
        }


class ReportListView(Desk, TemplateView):
    """The people, or the sessions, that one figure counts."""

    template_name = "courses/admin/reports_list.html"
    header_icon = "group"

    @cached_property
    def asked(self) -> Asked:
        return Asked(self.request.GET)

    @property
    def measure(self) -> str:
        measure = self.request.GET.get("measure", "")
        if measure not in reports.MEASURES:
            raise Http404
        return measure

    @property
    def key(self) -> str:
        key = self.request.GET.get("key", "")
        if not re.fullmatch(UNIT_KEY if self.asked.by == "province" else PLAIN_KEY, key):
            raise Http404
        return key

    def get_page_title(self) -> str:
        return str(LABELS[self.measure])

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": _link(self.asked), "label": _("Reports")}]

    def found(self) -> QuerySet:
        where = {
            "by": self.asked.by, "key": self.key, "scheme": self.asked.scheme,
            "narrow": self.asked.narrow,
        }  # fmt: skip
        if self.measure == "sessions":
            return reports.sessions_of(**where).order_by("-starts_on", "-pk")
        rows = reports.people(self.measure, **where)
        return rows.select_related("person", "agency", "unit", "session__course", "hours").order_by(
            "-session__starts_on", "agency__name_vi", "pk"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = Paginator(self.found(), PER_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "count": pages.count,
            "is_sessions": self.measure == "sessions",
            "is_periods": self.measure == "periods",
            "elided_page_range": pages.get_elided_page_range(page.number),
            "back_url": _link(self.asked),
        }


def as_file(form: str, columns: list, rows: list, stem: str) -> HttpResponse:
    """A table to take away."""
    if form == "csv":
        content, kind = as_csv(columns, rows), "text/csv; charset=utf-8"
    else:
        content, kind = as_xlsx(columns, rows, title=str(_("Report"))), XLSX_TYPE
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{stem}.{form}"'
    return response


def _link(asked: Asked, **more: Any) -> str:
    return f"{reverse('courses_desk:reports')}?{urlencode({**asked.parts(), **more})}"


def _linked(row: reports.Row, asked: Asked) -> dict[str, Any]:
    """A line whose figures lead to what they count."""
    base = reverse("courses_desk:report_list")
    cells = []
    for measure in reports.MEASURES:
        value = row.values[measure]
        query = urlencode({**asked.parts(), "key": row.key, "measure": measure})
        cells.append({"value": value, "url": f"{base}?{query}" if value else ""})
    return {
        "label": row.label, "cells": cells, "is_sample": row.is_sample, "is_total": row.key == "all"
    }  # fmt: skip


patterns = [
    path("reports/", ReportsView.as_view(), name="reports"),
    path("reports/list/", ReportListView.as_view(), name="report_list"),
]
