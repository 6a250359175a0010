"""A redline as markup: what is put in and taken out, in words for those who do not see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Row = dict[str, Any]
Runs = Iterable[list[str]]
PUT, TAKEN = "+", "-"
# Deeper levels stand where the fourth does.
_DEEPEST = 4


@dataclass(frozen=True)
class Writer:
    """Writes rows of a text in `language`; words of the page are marked as the reader's language."""

    language: str
    where: dict[str, str]

    def rows(self, rows: list[Row]) -> SafeString:
        """The provisions of a unit; what moved away is named without what it holds."""
        parts = []
        skipped_below = None
        for row in rows:
            if skipped_below is not None and row["depth"] > skipped_below:
                continue
            skipped_below = row["depth"] if row["state"] == "away" else None
            parts.append(self._row(row))
        return mark_safe("".join(parts))

    def runs(self, runs: Runs) -> str:
        """Words with `ins` and `del`, each begun and ended in words for a screen reader."""
        return "".join(self._run(kind, words) for kind, words in runs)

    def _run(self, kind: str, words: str) -> str:
        text = _lines(words)
        if kind == PUT:
            return self._marked("ins", text)
        return self._marked("del", text) if kind == TAKEN else text

    def _marked(self, tag: str, html: str) -> str:
        if tag == "ins":
            begin, end = _("start of added words"), _("end of added words")
        else:
            begin, end = _("start of deleted words"), _("end of deleted words")
        return f"<{tag}>{self._hidden(f'[{begin}] ')}{html}{self._hidden(f' [{end}]')}</{tag}>"

    def _hidden(self, words: str) -> str:
        return f'<span class="visually-hidden"{self._spoken}>{escape(words)}</span>'

    @property
    def _spoken(self) -> str:
        language = get_language() or "vi"
        return "" if language == self.language else f' lang="{language}"'

    def _row(self, row: Row) -> str:
        classes = f"redline-row redline-depth-{min(row['depth'], _DEEPEST)}"
        if row["state"] in (PUT, TAKEN):
            tag = "ins" if row["state"] == PUT else "del"
            inner = self._marked(tag, self._content(row, is_whole=True))
        elif row["state"] == "away":
            inner = self._label(row) + self._note(row)
        else:
            inner = self._content(row) + self._note(row)
        return f'<div class="{classes}">{inner}</div>' if inner else ""

    def _content(self, row: Row, *, is_whole: bool = False) -> str:
        """Label, heading, words and table; in a row new or gone as a whole, without marks."""
        render = _plain if is_whole else self.runs
        heading, text = render(row.get("heading", ())), render(row.get("text", ()))
        parts = [self._label(row, is_whole=is_whole)]
        if heading:
            parts.append(f'<b class="redline-heading">{heading}</b>')
        if text:
            parts.append(f'<span class="redline-text">{text}</span>')
        if row.get("table"):
            parts.append(self._table(row["table"], is_whole=is_whole))
        return " ".join(part for part in parts if part)

    def _label(self, row: Row, *, is_whole: bool = False) -> str:
        label = _plain(row["label"]) if is_whole else self.runs(row["label"])
        return f'<span class="redline-label">{label}</span>' if label else ""

    def _note(self, row: Row) -> str:
        if "other" not in row:
            return ""
        place = {"place": self.where.get(row["other"], row["other"])}
        if row["state"] == "here":
            said = _("moved here from %(place)s, its words unchanged")
            if row.get("is_reworded"):
                said = _("moved here from %(place)s, its words changed")
        else:
            said = _("moved to %(place)s, its words unchanged")
            if row.get("is_reworded"):
                said = _("moved to %(place)s, its words changed there")
        words = said % place
        return f' <span class="redline-note"{self._spoken}>{escape(words)}</span>'

    def _table(self, table: dict[str, Any], *, is_whole: bool) -> str:
        """Rows that are new or gone are marked as rows, other changes in their cells."""
        rows = "".join(
            self._table_row(row, at < table["header_rows"], is_whole=is_whole)
            for at, row in enumerate(table["rows"])
        )
        caption = f"<caption>{escape(table['caption'])}</caption>" if table["caption"] else ""
        name = escape(table["caption"] or _("Table, scrolls sideways"))
        return (
            f'<div class="legal-table" role="region" tabindex="0" aria-label="{name}">'
            f"<table>{caption}<tbody>{rows}</tbody></table></div>"
        )

    def _table_row(self, row: Row, is_head: bool, *, is_whole: bool) -> str:
        states = {PUT: ' class="is-put"', TAKEN: ' class="is-taken"'}
        cells = "".join(self._cell(cell, is_head, is_whole=is_whole) for cell in row["cells"])
        return f"<tr{states.get(row['state'], '')}>{cells}</tr>"

    def _cell(self, cell: dict[str, Any], is_head: bool, *, is_whole: bool) -> str:
        spans = f' colspan="{cell["colspan"]}"' if cell["colspan"] > 1 else ""
        spans += f' rowspan="{cell["rowspan"]}"' if cell["rowspan"] > 1 else ""
        words = _plain(cell["runs"]) if is_whole else self.runs(cell["runs"])
        if is_head or cell["is_header"]:
            return f'<th scope="{"col" if is_head else "row"}"{spans}>{words}</th>'
        return f"<td{spans}>{words}</td>"


def _plain(runs: Runs) -> str:
    return "".join(_lines(words) for _kind, words in runs)


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")
