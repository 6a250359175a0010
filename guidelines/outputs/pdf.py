"""PDF/A-2a and PDF/UA-1; the same sheet gives the same bytes."""

from pathlib import Path

from guidelines.outputs.sheet import Sheet
from vkc.core.typesetting import typeset

TEMPLATE = Path(__file__).with_name("legal.typ")


def make_pdf(sheet: Sheet) -> bytes:
    """The sheet on A4."""
    return typeset(TEMPLATE, {"sheet": sheet.as_json()}, standards=["a-2a", "ua-1"])
