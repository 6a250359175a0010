"""Small words of the look: icons, numbers, dates, what is not known, cells of a table."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.formats import date_format, get_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()

MAX_DECIMALS = 2
NARROW_NO_BREAK_SPACE = "\u202f"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from `img/icons.svg`; silent beside a word, named by `label` when it stands alone."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def shape(tone: str) -> SafeString:
    """The small shape that goes with a status word."""
    href = f"{static('img/icons.svg')}#tone-{tone or 'unknown'}"
    return format_html('<svg class="badge-shape" aria-hidden="true"><use href="{}"/></svg>', href)


@register.filter
def or_unknown(value: Any) -> Any:
    """The value, or the words for a missing one. Zero and False are values."""
    if value is None or value == "":
        return format_html('<span class="unknown">{}</span>', gettext("no information yet"))
    return value


@register.filter
def vn_number(value: Any, decimals: int | None = None) -> Any:
    """1234.5 as 1.234,5 for Vietnamese readers and 1,234.5 for others; None is said in words."""
    if value is None or value == "":
        return or_unknown(None)
    if type(value) is int and decimals is None:
        separator = get_format("THOUSAND_SEPARATOR", use_l10n=True)
        return f"{value:,}".replace(",", separator).replace("-", "\u2212")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return value
    if decimals is None:
        number = round(number, MAX_DECIMALS).normalize()
        exponent = number.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    shown = number_format(number, decimals, use_l10n=True, force_grouping=True)
    return shown.replace("-", "\u2212")


@register.filter
def vn_date(value: date | None) -> str:
    """A day in numerals, as the reader's language writes it; None is said in words."""
    return date_format(value, "SHORT_DATE_FORMAT") if value else or_unknown(None)


@register.filter
def file_size(size: int | None) -> str:
    """Bytes in the unit a reader knows: 84 kB, 1,2 MB. Empty when not known."""
    if size is None:
        return ""
    for limit, unit in ((1_000_000, "kB"), (1_000_000_000, "MB")):
        if size < limit:
            amount = size / (limit / 1000)
            return f"{vn_number(amount, 0 if amount >= 10 else 1)}{NARROW_NO_BREAK_SPACE}{unit}"
    return f"{vn_number(size / 1_000_000_000, 1)}{NARROW_NO_BREAK_SPACE}GB"


@register.filter
def table_cells(
    row: Iterable[Any] | dict[str, Any], columns: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Pair the cells of a row with their columns; a cell is a plain value or a dict."""
    cells = row["cells"] if isinstance(row, dict) else row
    for column, cell in zip(columns, cells, strict=False):
        found = cell if isinstance(cell, dict) else {"text": cell}
        yield {**column, "column_url": column.get("url"), "url": None, **found}


@register.filter
def any_selected(options: Iterable[dict[str, Any]]) -> bool:
    """True where a reader has chosen one of these filters."""
    return any(option.get("is_selected") for option in options)


@register.filter
def numbered_pages(page: Page) -> Iterator[int | str]:
    """Page numbers around the current one, with gaps."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
