"""A table of a text as a table: heads with their scope, in a frame that scrolls by itself."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.translation import gettext as _


def table_html(table: dict[str, Any], *, title: str = "") -> str:
    """The table with its caption; `title` names one that has none."""
    rows = table.get("rows") or []
    heads = _whole_heads(rows, int(table.get("header_rows") or 0))
    columns = int(table.get("header_columns") or 0)
    caption = table.get("caption") or title
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    parts = [f'<div class="legal-table" role="region" tabindex="0" aria-label="{_name(caption)}">']
    parts.append(f"<table>{named}")
    if heads:
        parts += ["<thead>", *_rows(rows[:heads], columns, in_head=True), "</thead>"]
    parts += ["<tbody>", *_rows(rows[heads:], columns, in_head=False), "</tbody></table></div>"]
    return "".join(parts)


def _name(caption: str) -> str:
    return escape(caption or _("Table, scrolls sideways"))


def _whole_heads(rows: list[list[dict[str, Any]]], heads: int) -> int:
    """How many rows may stand in `thead`: none where a cell reaches from the head into the body."""
    for number, row in enumerate(rows[:heads]):
        if any(number + _span(cell, "rowspan") > heads for cell in row):
            return 0
    return heads


def _rows(rows: Iterable[list[dict[str, Any]]], columns: int, *, in_head: bool) -> Iterable[str]:
    for row in rows:
        cells = (
            _cell(cell, is_row_head=number < columns, in_head=in_head)
            for number, cell in enumerate(row)
        )
        yield f"<tr>{''.join(cells)}</tr>"


def _cell(cell: dict[str, Any], *, is_row_head: bool, in_head: bool) -> str:
    across, down = _span(cell, "colspan"), _span(cell, "rowspan")
    text = escape(str(cell.get("text") or "")).strip().replace("\n", "<br>")
    spans = f' colspan="{across}"' if across > 1 else ""
    spans += f' rowspan="{down}"' if down > 1 else ""
    if not (cell.get("is_header") or is_row_head or in_head):
        return f"<td{spans}>{text}</td>"
    axis, reach = ("col", across) if in_head else ("row", down)
    scope = f"{axis}group" if reach > 1 else axis
    return f'<th scope="{scope}"{spans}>{text}</th>'


def _span(cell: dict[str, Any], name: str) -> int:
    return max(1, int(cell.get(name) or 1))
