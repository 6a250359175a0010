"""A bar chart of a few lines, drawn on the server; the table beside it holds the same numbers."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from vkc.core.templatetags.ui import vn_number

WIDTH, BAR, GAP, LABELS, NUMBERS = 640, 18, 10, 200, 70
LONGEST_LABEL = 28


def bars(lines: Sequence[tuple[str, int | None]], *, title: str, unknown: str) -> SafeString:
    """One horizontal bar a line (label, number); None is drawn as its word, never as a bar."""
    most = max((value or 0 for _label, value in lines), default=0) or 1
    room = WIDTH - LABELS - NUMBERS
    parts = []
    for number, (label, value) in enumerate(lines):
        top = number * (BAR + GAP)
        text = top + BAR * 3 // 4
        parts.append(f'<text x="0" y="{text}">{escape(_short(label))}</text>')
        if value is None:
            parts.append(f'<text x="{LABELS}" y="{text}">{escape(unknown)}</text>')
            continue
        width = max(round(room * value / most), 1 if value else 0)
        parts.append(
            f'<rect class="chart-bar" x="{LABELS}" y="{top}" width="{width}" height="{BAR}"/>'
            f'<text class="chart-value" x="{LABELS + width + 6}" y="{text}">{vn_number(value)}</text>'
        )
    height = max(len(lines) * (BAR + GAP), BAR)
    return mark_safe(
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
