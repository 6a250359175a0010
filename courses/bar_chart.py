"""A bar chart of a few lines, drawn on the server; the table beside it holds the same numbers."""

from collections.abc import Sequence
from html import escape
from textwrap import wrap

from django.utils.safestring import SafeString, mark_safe

from vkc.core.templatetags.ui import vn_number

WIDTH, TEXT, BAR, GAP, NUMBERS = 360, 18, 12, 12, 60
LETTERS, MOST_LINES = 42, 3


def bars(lines: Sequence[tuple[str, int | None]], *, title: str, unknown: str) -> SafeString:
    """One bar a line (label, number) below its label; None is drawn as its word, never as a bar."""
    most = max((value or 0 for _label, value in lines), default=0) or 1
    parts, top = [], 0
    for label, value in lines:
        for words in _broken(label):
            parts.append(f'<text x="0" y="{top + TEXT - 5}">{escape(words)}</text>')
            top += TEXT
        width = max(round((WIDTH - NUMBERS) * (value or 0) / most), 1) if value else 0
        if width:
            parts.append(
                f'<rect class="chart-bar" x="0" y="{top}" width="{width}" height="{BAR}"/>'
            )
        word = escape(unknown) if value is None else vn_number(value)
        left = width + 6 if width else 0
        parts.append(f'<text class="chart-value" x="{left}" y="{top + BAR - 1}">{word}</text>')
        top += BAR + GAP
    height = max(top, TEXT + BAR + GAP)
    return mark_safe(
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )


def _broken(label: str) -> list[str]:
    """The label in lines that fit a telephone; an empty one is an empty line."""
    return wrap(label, LETTERS, max_lines=MOST_LINES, placeholder=" …") or [""]
