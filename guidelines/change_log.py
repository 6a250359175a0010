"""The public change log as its pages show it: plain values for the templates."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guidelines.choices import ChangeKind
from guidelines.models import Change
from guidelines.presentation import short_day
from guidelines.querysets import ChangeQuerySet

PER_PAGE = 40


def changes_for_page(rows: ChangeQuerySet, kind: str) -> ChangeQuerySet:
    """The readable lines, the newest first, with what their rows show."""
    found = rows.readable().select_related("document", "version")
    found = found.defer(
        "document__folded", "document__summary_vi", "document__summary_en", "document__summary_ko",
        "document__note_vi", "document__note_en", "document__note_ko", "version__findings",
    )  # fmt: skip
    return found.filter(kind=kind) if kind else found


def days_of(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """The lines in groups by day, in the time of Viet Nam: [{day, rows}]."""
    groups: dict[date, list[dict[str, Any]]] = {}
    for change in changes:
        groups.setdefault(timezone.localtime(change.at).date(), []).append(change_row(change))
    return [{"day": day, "label": short_day(day), "rows": rows} for day, rows in groups.items()]


def change_row(change: Change) -> dict[str, Any]:
    """One line: what kind, of which document, with which note and text."""
    note, title = change.in_language("note"), change.document.in_language("title")
    url = change.document.get_absolute_url()
    row = {
        "id": change.pk,
        "kind": capfirst(change.get_kind_display()),
        "is_end": change.kind == ChangeKind.WITHDRAWN,
        "document": str(change.document),
        "url": url,
        "title": title.text,
        "title_lang": title.language if title.is_fallback else "",
        "note": note.text,
        "note_lang": note.language if note.is_fallback else "",
        "is_sample": change.document.is_demo,
        "text": "",
    }
    if change.version is not None:
        day = change.version.valid_from
        row["text"] = _("text valid from %(day)s") % {"day": short_day(day)}
        row["text_url"] = f"{url}?on={day.isoformat()}"
    return row


def kind_tabs(kind: str, query: QueryDict) -> list[dict[str, Any]]:
    """Links that leave only one kind of change; what else was asked for is kept."""

    def address(value: str) -> str:
        kept = query.copy()
        for name in ("kind", "page"):
            kept.pop(name, None)
        if value:
            kept["kind"] = value
        return f"?{kept.urlencode()}" if kept else "?"

    every = {"label": _("All changes"), "url": address(""), "is_current": not kind}
    kinds = [
        {"label": capfirst(row.label), "url": address(row.value), "is_current": row.value == kind}
        for row in ChangeKind
    ]
    return [every, *kinds]
