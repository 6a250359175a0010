"""Tesseract with Vietnamese: whether it is there, and the words of one picture."""

from __future__ import annotations

import shutil
from functools import lru_cache

import pytesseract

LANGUAGE = "vie"


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
