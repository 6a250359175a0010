"""The printed lines of a PDF page, in reading order, columns told apart."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from guidelines.readers.visual import COLUMN_GAP, LABEL, Printed

_WORD = re.compile(r"\S+")
_LINE = re.compile(r"[^\r\n]+")
_TABLE_PARTS = 3
_BOLD_WEIGHT = 600


class PageLines:
    """Reads one page; `table_rows` counts lines cut into columns."""

    def __init__(self, page: pdfium.PdfPage, number: int) -> None:
        self._number = number
        self._width, self._height = page.get_size()
        self._words = page.get_textpage()
        self.table_rows = 0

    def close(self) -> None:
        self._words.close()

    @property
    def letters(self) -> int:
        return self._words.count_chars()

    def lines(self) -> list[Printed]:
        text = self._words.get_text_range()
        if len(text) != self.letters:
            text = "".join(self._letter(at) for at in range(self.letters))
        return [line for found in _LINE.finditer(text) for line in self._line(found)]

    def _letter(self, at: int) -> str:
        """One character by its place: pdfium counts letters beyond the first plane twice."""
        code = pdfium_c.FPDFText_GetUnicode(self._words, at)
        return chr(code) if 0 < code < 0xD800 or code > 0xDFFF else "\ufffd"

    def _line(self, found: re.Match[str]) -> Iterator[Printed]:
        text, start = found[0], found.start()
        parts = self._parts(text, start)
        self.table_rows += len(parts) > 1
        if len(parts) >= _TABLE_PARTS:
            whole = "\t".join(text[first:last] for first, last in parts)
            line = self._printed(whole, start + parts[0][0], start + parts[-1][1])
            yield replace(line, is_column=True)
            return
        for first, last in parts:
            line = self._printed(text[first:last], start + first, start + last)
            yield replace(line, is_column=len(parts) > 1)

    def _parts(self, text: str, start: int) -> list[tuple[int, int]]:
        """Where the line is cut: at blanks too wide for a sentence, but never behind a label."""
        words = list(_WORD.finditer(text))
        if not words:
            return []
        parts = [[words[0].start(), words[0].end()]]
        for before, word in pairwise(words):
            gap = self._box(start + word.start())[0] - self._box(start + before.end() - 1)[1]
            size = pdfium_c.FPDFText_GetFontSize(self._words, start + word.start())
            head = text[parts[-1][0] : before.end()]
            if gap > COLUMN_GAP * max(size, 6.0) and not LABEL.match(head):
                parts.append([word.start(), word.end()])
            else:
                parts[-1][1] = word.end()
        return [(first, last) for first, last in parts]

    def _printed(self, text: str, first: int, end: int) -> Printed:
        left, _right, bottom, top = self._box(first)
        _left, right, low, high = self._box(end - 1)
        return Printed(
            text=text,
            page=self._number,
            left=left,
            right=right,
            top=self._height - max(top, high),
            bottom=self._height - min(bottom, low),
            page_width=self._width,
            page_height=self._height,
            is_bold=self._is_bold(first),
        )

    def _box(self, at: int) -> tuple[float, float, float, float]:
        """Left, right, bottom, top of the letter, loose: the height of its line."""
        box = pdfium_c.FS_RECTF()
        if not pdfium_c.FPDFText_GetLooseCharBox(self._words, at, box):
            return 0.0, 0.0, 0.0, 0.0
        return box.left, box.right, box.bottom, box.top

    def _is_bold(self, at: int) -> bool:
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self._words, at, name, 128, flags)
        if b"bold" in name.value.lower():
            return True
        return pdfium_c.FPDFText_GetFontWeight(self._words, at) >= _BOLD_WEIGHT
