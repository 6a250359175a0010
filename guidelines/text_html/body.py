"""The body of a text: provisions inside one another, each with its anchor.

A provision's element carries `id` (its path) and `data-cite` (its name in an official citation),
from which the copy buttons are made. Its label links to itself, so anchors work without a script.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from guidelines.choices import ProvisionKind
from guidelines.recognition import paths
from guidelines.text_html.rows import BODIES, HANGING, HEADED, Row
from guidelines.text_html.tables import table_html

TOP_LEVEL, LAST_LEVEL = 2, 6
# Upper bounds, in characters, of the sizes by which a browser guesses an article's height.
SIZES = (300, 700, 1500, 3000, 6000)
ARTICLE = ProvisionKind.ARTICLE.value


class Node(NamedTuple):
    """One provision without its words, and where these stand in the markup of its text.

    `start` to `end` is the slot: a badge goes before it, a note after it, linked words into it.
    """

    pk: int
    parent_id: int | None
    kind: str
    path: str
    lineage: str
    start: int
    end: int


def body_html(rows: list[Row], *, top: int = TOP_LEVEL, page: str | None = None) -> SafeString:
    """The text without anything said of it; see `body_with_slots`."""
    return mark_safe(body_with_slots(rows, top=top, page=page)[0])


def body_with_slots(
    rows: list[Row], *, top: int = TOP_LEVEL, page: str | None = None
) -> tuple[str, list[Node]]:
    """The whole text, and for each row where its words stand in it.

    Rows come in order; a row whose parent is not among them is at the top. `top` is the level of
    the outermost headings, `page` the one the labels link to, where several wordings share a page
    and none can be an anchor.
    """
    sizes = _sizes(rows)
    parts: list[str] = []
    nodes: list[Node] = []
    stack: list[tuple[int, str, int]] = []  # open provision, its closing markup, level below it
    at = 0
    for row in rows:
        while stack and stack[-1][0] != row.parent_id:
            at += len(stack[-1][1])
            parts.append(stack.pop()[1])
        level = stack[-1][2] if stack else top
        opening, closing = _around(row, page, level, sizes[row.pk])
        words = _words(row)
        start = at + len(opening)
        at = start + len(words)
        parts += (opening, words)
        nodes.append(Node(*row[:3], row.path, str(row.lineage), start, at))
        below = min(level + 1, LAST_LEVEL) if row.kind in HEADED else level
        stack.append((row.pk, closing, below))
    parts += [closing for _pk, closing, _level in reversed(stack)]
    return "".join(parts), nodes


def _sizes(rows: list[Row]) -> dict[int, int]:
    """Characters of each provision with all below it."""
    sizes = {row.pk: len(row.text or "") + 60 for row in rows}
    for row in reversed(rows):
        if row.parent_id in sizes:
            sizes[row.parent_id] += sizes[row.pk]
    return sizes


def _around(row: Row, page: str | None, level: int, size: int) -> tuple[str, str]:
    """What opens a provision up to its own words, and what closes it after its children."""
    anchor, named = _named(row.path)
    if page:
        anchor, named = f"{escape(page)}{anchor}", ""
    if row.kind in HANGING:
        lead = f"<p><b>{escape(row.heading)}</b></p>" if row.heading else ""
        mark = f'<a class="legal-n" href="{anchor}">{escape(row.mark)}</a>'
        return f'<div class="legal-{row.kind}"{named}>{mark}<div>{lead}', "</div></div>"
    if row.kind == ARTICLE:
        size = sum(size > bound for bound in SIZES) + 1
        head = _heading(row, level, anchor)
        return f'<section class="legal-article" data-size="{size}"{named}>{head}', "</section>"
    if row.kind in HEADED:
        kind = "body" if row.kind in BODIES else "group"
        head = _title(row, level, anchor)
        return f'<section class="legal-{kind}"{named}>{head}', "</section>"
    return f'<div class="legal-{row.kind}"{named}>', "</div>"


# The same paths recur in every text (dieu-5.khoan-2), so what is made of them is kept.
@lru_cache(maxsize=20_000)
def _named(path: str) -> tuple[str, str]:
    """The link to a provision of this page, and what makes its element the goal of that link."""
    plain = escape(path)
    return f"#{plain}", f' id="{plain}" data-cite="{escape(paths.words_of(path))}"'


def _heading(row: Row, level: int, anchor: str) -> str:
    label = f'<a class="legal-label" href="{anchor}">{escape(row.label)}</a>'
    stop = "." if row.heading and row.label and row.label[-1] not in ".:" else ""
    return f'<h{level} class="legal-heading">{label}{stop} {escape(row.heading)}</h{level}>'


def _title(row: Row, level: int, anchor: str) -> str:
    """Label and heading of a chapter or an annex, each on its line."""
    heading = escape(row.heading).replace("\n", "<br>")
    if not row.label:
        # An attached text may have a heading alone: then that is the link to itself.
        link = f'<a class="legal-label legal-name" href="{anchor}">{heading}</a>'
        return f'<h{level} class="legal-title">{link}</h{level}>'
    label = f'<a class="legal-label" href="{anchor}">{escape(row.label)}</a>'
    name = f'<span class="legal-name">{heading}</span>' if heading else ""
    return f'<h{level} class="legal-title">{label}{name}</h{level}>'


def _words(row: Row) -> str:
    if row.table:
        return table_html(row.table, title=row.title)
    text = escape(row.text or "")
    if "\n" in text:
        return paragraphs(text.split("\n"))
    return f"<p>{text}</p>" if text else ""


def paragraphs(lines: Iterable[str]) -> str:
    """Lines of markup as paragraphs; empty ones are left out."""
    return "".join(f"<p>{line}</p>" for line in lines if line.strip())
