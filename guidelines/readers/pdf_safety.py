"""Safety of a PDF: password, number of pages, number of scanned pages; nothing is rendered."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from guidelines.readers.limits import MOST_PDF_PAGES, MOST_SCANNED_PAGES
from guidelines.readers.ocr import can_read_scans
from guidelines.readers.refusals import refused

# A page with fewer letters than this and a picture on it is a scan.
FEWEST_LETTERS = 20
FEWEST_RULES = 4


def open_pdf(path: Path, *, name: str) -> pdfium.PdfDocument:
    """The document; refuses a password and a broken file."""
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as problem:
        error = getattr(problem, "err_code", None)
        code = "password" if error == pdfium_c.FPDF_ERR_PASSWORD else "damaged"
        raise refused(code, name=name) from problem


def inspect_pdf(path: Path, *, name: str) -> None:
    """Raise FileRefused for a PDF that is locked, broken, too long or a scan that cannot be read."""
    document = open_pdf(path, name=name)
    try:
        pages = len(document)
        if pages == 0:
            raise refused("damaged", name=name)
        if pages > MOST_PDF_PAGES:
            raise refused("too_many_pages", name=name, pages=pages, most=MOST_PDF_PAGES)
        scanned = 0
        for number in range(pages):
            scanned += is_scanned(document, number)
            if scanned > MOST_SCANNED_PAGES:
                raise refused(
                    "too_many_scanned_pages", name=name, pages=pages, most=MOST_SCANNED_PAGES
                )
    finally:
        document.close()
    if scanned and not can_read_scans():
        raise refused("no_ocr", name=name)


def is_scanned(document: pdfium.PdfDocument, number: int) -> bool:
    """True for a page (from 0) without text that shows a picture."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return False
    try:
        words = page.get_textpage()
        letters = words.count_chars()
        words.close()
        return letters < FEWEST_LETTERS and has_picture(page)
    finally:
        page.close()


def has_picture(page: pdfium.PdfPage) -> bool:
    kinds = [pdfium_c.FPDF_PAGEOBJ_IMAGE]
    return next(iter(page.get_objects(filter=kinds, max_depth=3)), None) is not None


def has_rules(page: pdfium.PdfPage) -> bool:
    """True where enough lines are drawn for a table."""
    drawn = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3)
    return sum(1 for _rule in islice(drawn, FEWEST_RULES)) >= FEWEST_RULES


def shows_a_scan(page: pdfium.PdfPage) -> bool:
    """True where one picture covers the page: text above it was put there by a scanner."""
    width, height = page.get_size()
    for picture in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > 0.7 * width * height:
            return True
    return False
