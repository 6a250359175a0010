"""Tables that only place text on the page (letterhead, signature) are read as lines."""

from __future__ import annotations

import re

from vkc.core.text import fold

_HEAD = re.compile(r"cong hoa xa hoi chu nghia|doc lap\W+tu do\W+hanh phuc")
_FOOT = re.compile(r"^\W*noi nhan\b|^(tm|kt|tl|tuq|q)\s*\.")
_SIGNER = re.compile(
    r"^(bo truong|thu truong|chu tich|thu tuong|cuc truong|giam doc|chanh van phong)\b"
)
_ARTICLE = re.compile(r"^\s*(dieu|chuong|phu luc)\s+[0-9ivxl]+", re.M)
_MOST_ROWS = 4
_FEW_COLUMNS = 3


def is_layout(rows: list[list[str]]) -> bool:
    """True where the cells (their text, by row) are a page's layout and no data."""
    if not rows or max(len(row) for row in rows) > _FEW_COLUMNS:
        return False
    cells = [fold(cell.strip()) for row in rows for cell in row]
    if max(len(row) for row in rows) == 1 and len(rows) == 1:
        return True
    if any(len(_ARTICLE.findall(cell)) > 1 for cell in cells):
        return True
    if len(rows) > _MOST_ROWS:
        return False
    signed = any(_SIGNER.match(cell) for cell in cells) and len(rows) <= 2
    return signed or any(_HEAD.search(cell) or _FOOT.match(cell) for cell in cells)
