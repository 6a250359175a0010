"""Tesseract with Vietnamese: whether it is there, and the paragraphs of a scanned page."""

from __future__ import annotations

import shutil
from functools import lru_cache
from itertools import groupby, pairwise
from operator import add

import pypdfium2 as pdfium
import pytesseract
from PIL import Image

from guidelines.readers.limits import MOST_PIXELS, OCR_DPI, SECONDS_PER_SCANNED_PAGE
from guidelines.readers.visual import COLUMN_GAP, LABEL, Printed, paragraphs

LANGUAGE = "vie"
_POINTS_PER_INCH = 72
# A page of its own in one column.
_OPTIONS = "--psm 3"


def can_read_scans() -> bool:
    """True where the program and its Vietnamese data are installed."""
    program = shutil.which(pytesseract.pytesseract.tesseract_cmd)
    return program is not None and _has_vietnamese(program)


@lru_cache(maxsize=4)
def _has_vietnamese(program: str) -> bool:
    try:
        return LANGUAGE in pytesseract.get_languages(config="")
    except (OSError, RuntimeError, pytesseract.TesseractError):
        return False


def read_scanned_page(page: pdfium.PdfPage, number: int) -> str:
    """The paragraphs of the page, one a line. Raises RuntimeError where Tesseract gives up."""
    picture = _picture(page)
    found = pytesseract.image_to_data(
        picture,
        lang=LANGUAGE,
        config=_OPTIONS,
        timeout=SECONDS_PER_SCANNED_PAGE,
        output_type=pytesseract.Output.DICT,
    )
    printed = _printed(found, number, picture)
    return "\n".join(line.text for line, _is_cut in paragraphs(printed))


def _picture(page: pdfium.PdfPage) -> Image.Image:
    """The page in grey at 300 dots per inch; a poster gets fewer, so that memory holds."""
    width, height = page.get_size()
    scale = OCR_DPI / _POINTS_PER_INCH
    scale = min(scale, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    return page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil().convert("L")


def _printed(found: dict[str, list], number: int, picture: Image.Image) -> list[Printed]:
    """Tesseract's words as printed lines."""
    places = [at for at, text in enumerate(found["text"]) if text.strip()]

    def line_of(at: int) -> tuple[int, int, int]:
        return found["block_num"][at], found["par_num"][at], found["line_num"][at]

    lines = []
    for _line, group in groupby(places, key=line_of):
        parts = _columns(found, list(group))
        for words in parts:
            tops = [found["top"][at] for at in words]
            heights = [found["height"][at] for at in words]
            lines.append(
                Printed(
                    text=" ".join(found["text"][at] for at in words),
                    page=number,
                    left=found["left"][words[0]],
                    right=found["left"][words[-1]] + found["width"][words[-1]],
                    top=min(tops),
                    bottom=max(map(add, tops, heights)),
                    page_width=picture.width,
                    page_height=picture.height,
                    is_column=len(parts) > 1,
                )
            )
    return lines


def _columns(found: dict[str, list], words: list[int]) -> list[list[int]]:
    """The words of a line, cut at blanks too wide for a sentence (letterhead, signature)."""
    size = max(found["height"][at] for at in words)
    parts = [words[:1]]
    for before, at in pairwise(words):
        gap = found["left"][at] - found["left"][before] - found["width"][before]
        head = " ".join(found["text"][word] for word in parts[-1])
        if gap > COLUMN_GAP * size and not LABEL.match(head):
            parts.append([])
        parts[-1].append(at)
    return parts
