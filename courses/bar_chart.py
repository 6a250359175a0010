"""A bar chart of a few lines, drawn on the server; the table beside it holds the same numbers."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from vkc.core.templatetags.ui import vn_number

WIDTH, TEXT, BAR, GAP, NUMBERS = 360, 18, 12, 12, 60
LONGEST_LABEL = 46


def bars(lines: Sequence[tuple[str, int | None]], *, title: str, unknown: str) -> SafeString:
    """One bar a line (label, number) below its label; None is drawn as its word, never as a bar."""
    most = max((value or 0 for _label, value in lines), default=0) or 1
    step = TEXT + BAR + GAP
    parts = []
    for number, (label, value) in enumerate(lines):
        top = number * step
        parts.append(f'<text x="0" y="{top + TEXT - 5}">{escape(_short(label))}</text>')
        width = max(round((WIDTH - NUMBERS) * (value or 0) / most), 1) if value else 0
        if width:
            parts.append(
                f'<rect class="chart-bar" x="0" y="{top + TEXT}" width="{width}" height="{BAR}"/>'
            )
        word = escape(unknown) if value is None else vn_number(value)
        left = width + 6 if width else 0
        parts.append(
            f'<text class="chart-value" x="{left}" y="{top + TEXT + BAR - 1}">{word}</text>'
        )
    height = max(len(lines) * step, step)
    return mark_safe(
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
