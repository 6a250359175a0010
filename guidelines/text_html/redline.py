"""A redline as markup: what is put in and taken out, in words for those who do not see it."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Row = dict[str, Any]
Runs = Iterable[list[str]]
PUT, TAKEN = "+", "-"
# Deeper levels stand where the fourth does.
_DEEPEST = 4


def rows_html(rows: list[Row], *, where: dict[str, str]) -> SafeString:
    """The provisions of a unit; `where` are the words for the paths of moved ones."""
    parts = []
    skipped_below = None
    for row in rows:
        if skipped_below is not None and row["depth"] > skipped_below:
            continue
        skipped_below = row["depth"] if row["state"] == "away" else None
        parts.append(_row(row, where))
    return mark_safe("".join(parts))


def runs_html(runs: Runs) -> str:
    """Words with `ins` and `del`, each begun and ended in words for a screen reader."""
    return "".join(_run(kind, words) for kind, words in runs)


def _run(kind: str, words: str) -> str:
    text = escape(words).replace("\n", "<br>")
    if kind == PUT:
        return _marked("ins", text)
    return _marked("del", text) if kind == TAKEN else text


def _marked(tag: str, html: str, *, classes: str = "") -> str:
    if tag == "ins":
        begin, end = _("start of added words"), _("end of added words")
    else:
        begin, end = _("start of deleted words"), _("end of deleted words")
    named = f' class="{classes}"' if classes else ""
    return (
        f'<{tag}{named}><span class="visually-hidden">[{escape(begin)}] </span>{html}'
        f'<span class="visually-hidden"> [{escape(end)}]</span></{tag}>'
    )


def _row(row: Row, where: dict[str, str]) -> str:
    depth = min(row["depth"], _DEEPEST)
    classes = f"redline-row redline-depth-{depth}"
    if row["state"] in (PUT, TAKEN):
        tag = "ins" if row["state"] == PUT else "del"
        return f'<div class="{classes}">{_marked(tag, _content(row, is_whole=True))}</div>'
    note = _note(row, where)
    if not (_content(row) or note):
        return ""
    if row["state"] == "away":
        return f'<div class="{classes}">{_label(row)}{note}</div>'
    return f'<div class="{classes}">{_content(row)}{note}</div>'


def _content(row: Row, *, is_whole: bool = False) -> str:
    """Label, heading, words and table; in a row that is new or gone as a whole, without marks."""
    render = _plain if is_whole else runs_html
    heading, text = render(row.get("heading", ())), render(row.get("text", ()))
    parts = [_label(row, is_whole=is_whole)]
    if heading:
        parts.append(f'<b class="redline-heading">{heading}</b>')
    if text:
        parts.append(f'<span class="redline-text">{text}</span>')
    if row.get("table"):
        parts.append(table_html(row["table"], is_whole=is_whole))
    return " ".join(part for part in parts if part)


def _label(row: Row, *, is_whole: bool = False) -> str:
    label = _plain(row["label"]) if is_whole else runs_html(row["label"])
    return f'<span class="redline-label">{label}</span>' if label else ""


def _plain(runs: Runs) -> str:
    return "".join(escape(words).replace("\n", "<br>") for _kind, words in runs)


def _note(row: Row, where: dict[str, str]) -> str:
    if row["state"] not in ("here", "away"):
        return ""
    place = {"place": where.get(row["other"], row["other"])}
    if row["state"] == "here":
        words = _("moved here from %(place)s, its words unchanged") % place
    else:
        words = _("moved to %(place)s, its words unchanged") % place
    return f' <span class="redline-note">{escape(words)}</span>'


def table_html(table: dict[str, Any], *, is_whole: bool = False) -> str:
    """A table, rows that are new or gone marked as rows, other changes in their cells."""
    rows = "".join(
        _table_row(row, at < table["header_rows"], is_whole=is_whole)
        for at, row in enumerate(table["rows"])
    )
    caption = f"<caption>{escape(table['caption'])}</caption>" if table["caption"] else ""
    name = escape(table["caption"] or _("Table, scrolls sideways"))
    return (
        f'<div class="legal-table" role="region" tabindex="0" aria-label="{name}">'
        f"<table>{caption}<tbody>{rows}</tbody></table></div>"
    )


def _table_row(row: Row, is_head: bool, *, is_whole: bool) -> str:
    states = {PUT: ' class="is-put"', TAKEN: ' class="is-taken"'}
    cells = "".join(_cell(cell, is_head, is_whole=is_whole) for cell in row["cells"])
    return f"<tr{states.get(row['state'], '')}>{cells}</tr>"


def _cell(cell: dict[str, Any], is_head: bool, *, is_whole: bool) -> str:
    spans = f' colspan="{cell["colspan"]}"' if cell["colspan"] > 1 else ""
    spans += f' rowspan="{cell["rowspan"]}"' if cell["rowspan"] > 1 else ""
    words = _plain(cell["runs"]) if is_whole else runs_html(cell["runs"])
    if is_head or cell["is_header"]:
        return f'<th scope="{"col" if is_head else "row"}"{spans}>{words}</th>'
    return f"<td{spans}>{words}</td>"
