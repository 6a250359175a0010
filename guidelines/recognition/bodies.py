"""Where the bodies of a file begin: attached texts, annexes, and the closing of the decision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.recognition.rows import Row

_MARKER = re.compile(r"^\(?\s*(?:được\s+)?(?:ban hành\s+)?kèm theo\s", re.I)
_TITLE = re.compile(
    r"^(?:KẾ HOẠCH|ĐỀ ÁN|QUY CHẾ|QUY ĐỊNH|CHƯƠNG TRÌNH|ĐIỀU LỆ|HƯỚNG DẪN|QUY CHUẨN|DANH MỤC|"
    r"CHIẾN LƯỢC|BỘ CHỈ SỐ|BỘ CHỈ TIÊU|BỘ TIÊU CHÍ|KHUNG|TIÊU CHUẨN|QUY TẮC|QUY TRÌNH|ĐỊNH MỨC|"
    r"NỘI QUY|THỂ LỆ|NHIỆM VỤ|QUY HOẠCH|ĐỊNH HƯỚNG|LỘ TRÌNH|NỘI DUNG|BIỂU MẪU|BẢNG)\b"
)
_ANNEX = re.compile(
    r"^(PHỤ LỤC(?:\s+(?:SỐ\s+)?([IVXLC]+|\d{1,3}[A-ZĐ]?|[A-Z]))?)(?![\w])\s*[.:–-]?\s*(.*)$",
    re.I | re.S,
)
_CLOSING = re.compile(r"^Nơi nhận\s*[:.]?", re.I)
_SIGNS = re.compile(
    r"^(?:TM\.|KT\.|TL\.|TUQ\.|T/M|Q\.\s)"
    r"|^(?:PHÓ\s+)?(?:THỦ TƯỚNG(?: CHÍNH PHỦ)?|CHỦ TỊCH(?: QUỐC HỘI| NƯỚC)?|BỘ TRƯỞNG|THỨ TRƯỞNG|"
    r"GIÁM ĐỐC|CỤC TRƯỞNG|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG|VIỆN TRƯỞNG|BỘ TRƯỞNG, CHỦ NHIỆM)$"
)
# A title has at most so many lines.
_LONGEST_TITLE = 8


@dataclass(frozen=True)
class Start:
    """A body's first row: "attached" or "annex", its label's place, rows of its title."""

    kind: str
    row: int
    number: str = ""
    label_end: int = 0
    rest: int = 0


def is_marker(row: Row) -> bool:
    """ "(Ban hành kèm theo Quyết định số …)", which stands below a body's title."""
    if row.is_quoted:
        return False
    return bool(_MARKER.match(row.text)) and (row.text[0] == "(" or row.is_centred)


def annex_start(row: Row, index: int) -> Start | None:
    """An annex's heading; a sentence that begins with "Phụ lục I, …" is none."""
    found = _ANNEX.match(row.text) if row.text and not row.table and not row.is_quoted else None
    if not found or not row.text.startswith(("PHỤ LỤC", "Phụ lục", "Phụ Lục")):
        return None
    label, number, rest = found[1], found[2] or "", found[3]
    after = row.text[found.end(1) :].lstrip()[:1]
    is_title = rest.upper() == rest or row.is_bold or row.is_centred
    if rest and not is_title and not (number and after in (":", ".", "–", "-")):
        return None
    if after in (",", ";", ")") or (not label.isupper() and number.islower()):
        return None
    return Start("annex", index, number, found.end(1), found.start(3))


def attached_title(row: Row) -> bool:
    """A title in capitals that names what is attached: "KẾ HOẠCH", "QUY CHẾ" …"""
    return bool(_TITLE.match(row.text)) and row.is_upper and not row.table


def opens_closing(row: Row) -> bool:
    """The list of addressees, or the words above a signature."""
    if row.is_quoted or row.is_furniture:
        return False
    if row.table:
        cells = [cell.text for cells in row.table.rows for cell in cells]
        return any(_CLOSING.match(text.strip()) for text in cells)
    return bool(_CLOSING.match(row.text) or _SIGNS.match(row.text))


def marker_starts(rows: Sequence[Row]) -> set[int]:
    """For each "(Ban hành kèm theo …)", the row where the title above it begins."""
    return {_title_above(rows, index) for index, row in enumerate(rows) if is_marker(row)} - {-1}


def _title_above(rows: Sequence[Row], marker: int) -> int:
    first, named = marker, -1
    seen = 0
    for index in range(marker - 1, -1, -1):
        row = rows[index]
        if not row.text or row.is_furniture:
            continue
        seen += 1
        if annex_start(row, index):
            return -1
        if attached_title(row):
            named = index
        elif seen > _LONGEST_TITLE or row.table or row.text[-1] in ".;:/" or opens_closing(row):
            break
        elif row.is_upper or row.is_centred or row.is_bold:
            first = index
        elif named >= 0:
            break
    return named if named >= 0 else first


def title_end(rows: Sequence[Row], start: int) -> int:
    """The row of "(Ban hành kèm theo …)" below a title that starts there; -1 when there is none."""
    seen = 0
    for index in range(start + 1, len(rows)):
        row = rows[index]
        if not row.text or row.is_furniture:
            continue
        seen += 1
        if is_marker(row):
            return index
        if seen > _LONGEST_TITLE or row.table or row.text[-1] in ".;:/" or row.number:
            return -1
    return -1
