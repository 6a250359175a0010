"""The pieces that a long page repeats hundreds of times, written in Python: as nested templates
they took two thirds of the time of a page. Their contracts stand in `templates/components/`."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vkc.core.templatetags.ui import or_unknown, shape, table_cells, vn_date, vn_number

register = template.Library()
NOTHING = mark_safe("")


@register.simple_tag
def badge(tone: str, label: Any, is_large: bool = False) -> SafeString:
    """components/status_badge.html"""
    size = " badge-large" if is_large else ""
    return format_html(
        '<span class="badge{}" data-tone="{}">{}{}</span>',
        size, tone or "unknown", shape(tone), label,
    )  # fmt: skip


@register.simple_tag
def source_note(sources: Iterable[Any] | None, number: Any = None) -> SafeString:
    """components/source_note.html"""
    if not sources:
        return NOTHING
    if number:
        words = format_html('<span class="visually-hidden">{} </span>{}', _("Source"), number)
    else:
        words = conditional_escape(_("Source"))
    return format_html(
        '<details class="source-note{}" data-behaviour="source-note"><summary>{}</summary>\n'
        '<div class="source-card"><ul class="stack stack-s">{}</ul></div></details>',
        "" if number else " is-word",
        words,
        format_html_join("", "<li>{}</li>", ((_source(source),) for source in sources)),
    )


def _part(source: Any, name: str) -> Any:
    return source.get(name) if isinstance(source, dict) else getattr(source, name, None)


def _source(source: Any) -> SafeString:
    url, title, supports = (_part(source, n) for n in ("public_url", "title", "supports"))
    if url:
        head = format_html('<a href="{}" rel="noopener">{}</a>', url, title)
        doubt = NOTHING
    else:
        head = conditional_escape(title)
        doubt = format_html('<div class="source-unpublished">{}</div>', _("source being verified"))
    said = format_html("<div>{}</div>", supports) if supports else NOTHING
    return format_html(
        '<div class="source-card-title">{}</div>{}{}<div class="quiet">{}</div>',
        head, doubt, said, _standing(source),
    )  # fmt: skip


def _standing(source: Any) -> str:
    """When it was read and how sure we are."""
    words = []
    if day := _part(source, "retrieved_on"):
        words.append(_("Read on %(day)s") % {"day": vn_date(day)})
    if label := _part(source, "confidence_label"):
        words.append(str(label))
    return " · ".join(words)


@register.simple_tag
def facet_option(option: dict[str, Any]) -> SafeString:
    """components/facet_option.html"""
    current = mark_safe(' aria-current="true"') if option.get("is_selected") else NOTHING
    count = option.get("count")
    shown = NOTHING
    if count is not None:
        shown = format_html('<span class="facet-count">{}</span>', vn_number(count))
    return format_html(
        '<li><a href="{}" rel="nofollow"{}><span class="facet-label">{}</span>{}</a></li>',
        option["url"], current, option["label"], shown,
    )  # fmt: skip


@register.simple_tag
def table_row(row: Any, columns: list[dict[str, Any]]) -> SafeString:
    """One row of components/data_table.html: the first cell heads it."""
    head, *rest = table_cells(row, columns)
    first = format_html(
        '<th scope="row">{}{}</th>', _linked(head), source_note(head.get("sources"))
    )
    cells = format_html_join("\n", "{}", ((_cell(cell),) for cell in rest))
    return format_html("<tr>{}{}</tr>", first, cells)


def _cell(cell: dict[str, Any]) -> SafeString:
    unit = f" ({cell['unit']})" if cell.get("unit") else ""
    number = mark_safe(' class="is-number"') if cell.get("is_number") else NOTHING
    return format_html(
        '<td data-label="{}{}"{}><span>{}{}</span></td>',
        cell.get("label", ""), unit, number, _content(cell), source_note(cell.get("sources")),
    )  # fmt: skip


def _content(cell: dict[str, Any]) -> Any:
    text = cell.get("text")
    if cell.get("tone"):
        return badge(cell["tone"], text)
    if cell.get("url"):
        return _linked(cell)
    return vn_number(text) if cell.get("is_number") else or_unknown(text)


def _linked(cell: dict[str, Any]) -> Any:
    if cell.get("url"):
        return format_html('<a href="{}">{}</a>', cell["url"], cell.get("text"))
    return conditional_escape(cell.get("text"))
