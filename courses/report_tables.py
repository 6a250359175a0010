"""Reports as tables: for the desk, for spreadsheets, and open ones in which nobody can be told."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.services.reports import MEASURES, Report, Row
from vkc.core.tabular import Column

# Fewer people than this are not told in open figures.
LEAST = 5
OPEN_MEASURES = ("sessions", "enrolled", "completed", "periods", "certificates")
PEOPLE = ("enrolled", "completed", "certificates")
LABELS: dict[str, Any] = {
    "sessions": pgettext_lazy("course", "Sessions"),
    "enrolled": gettext_lazy("Had a seat"),
    "attended": gettext_lazy("Attended"),
    "completed": gettext_lazy("Completed"),
    "not_completed": gettext_lazy("Did not complete"),
    "no_show": gettext_lazy("Did not come"),
    "periods": gettext_lazy("Periods (tiết) recorded"),
    "periods_unknown": gettext_lazy("Completed, periods not known"),
    "certificates": gettext_lazy("Certificates in force"),
}
MEANINGS: dict[str, Any] = {
    "sessions": gettext_lazy("Sessions in which somebody of this line had a seat."),
    "enrolled": gettext_lazy("People with a seat, each counted once a session."),
    "attended": gettext_lazy("Of these, who was marked present at least once."),
    "completed": gettext_lazy("Of these, who completed the session."),
    "not_completed": gettext_lazy("Of these, who came and did not complete."),
    "no_show": gettext_lazy("Of these, who did not come at all."),
    "periods": gettext_lazy("Sum of the periods in the records of hours."),
    "periods_unknown": gettext_lazy("Completed enrolments whose periods are not recorded."),
    "certificates": gettext_lazy("Valid or suspended certificates."),
}
NAMES: dict[str, Any] = {
    "province": gettext_lazy("Province or city"),
    "agency": gettext_lazy("Agency"),
    "course": gettext_lazy("Course"),
    "year": gettext_lazy("Year"),
}


def columns_for_file(by: str, measures: tuple[str, ...] = MEASURES) -> list[Column]:
    """The columns of the spreadsheet, with what each means."""
    name = Column(str(NAMES[by]), gettext_lazy("What the line is about."), empty="")
    return [name, *(Column(str(LABELS[m]), MEANINGS[m]) for m in measures), _sample_column()]


def rows_for_file(
    report: Report, measures: tuple[str, ...] = MEASURES, *, has_total: bool = True
) -> list[list[Any]]:
    """Cells as numbers; empty where there is no information."""
    rows = [*report.rows, report.total] if has_total and report.total else report.rows
    return [[row.label, *(row.values[m] for m in measures), _sample_word(row)] for row in rows]


def open_rows(report: Report) -> list[dict[str, Any]]:
    """Lines for everybody: `cells` by open measure are a number, None, or `few()`.

    Fewer than five people are never told. A line of few people tells nothing else about them.
    Where one line only is hidden, the next smallest is hidden with it: the total of another table
    would tell it otherwise.
    """
    hidden = {row.key for row in report.rows if 0 < (row.values["enrolled"] or 0) < LEAST}
    if len(hidden) == 1 and len(report.rows) > 1:
        others = [row for row in report.rows if row.key not in hidden]
        hidden.add(min(others, key=lambda row: row.values["enrolled"] or 0).key)
    return [
        {
            "key": row.key,
            "label": row.label,
            "is_sample": row.is_sample,
            "cells": {m: _open_cell(row, m, row.key in hidden) for m in OPEN_MEASURES},
        }
        for row in report.rows
    ]


def _open_cell(row: Row, measure: str, is_hidden: bool) -> Any:
    value = row.values[measure]
    if measure == "sessions" or value is None:
        return value
    if is_hidden:
        return few() if measure == "enrolled" and value < LEAST else withheld()
    if measure in PEOPLE and 0 < value < LEAST:
        return few()
    # Who is missing from a count can be told as well as who is in it.
    if measure == "completed" and 0 < (row.values["enrolled"] or 0) - value < LEAST:
        return withheld()
    if measure == "periods" and 0 < (row.values["completed"] or 0) < LEAST:
        return withheld()
    return value


def few() -> str:
    return _("fewer than %(least)s") % {"least": LEAST}


def withheld() -> str:
    return _("not told")


def _sample_column() -> Column:
    meaning = gettext_lazy("Filled in where sample material is counted in the line.")
    return Column(_("sample material"), meaning, empty="")


def _sample_word(row: Row) -> str:
    return _("illustrative data") if row.is_sample else ""
