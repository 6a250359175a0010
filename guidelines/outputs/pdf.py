"""PDF/A-2a and PDF/UA-1 by typst; the same sheet gives the same bytes."""

from pathlib import Path

import typst

from guidelines.outputs.sheet import Sheet

TEMPLATE = Path(__file__).with_name("legal.typ")
FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts" / "print"


def make_pdf(sheet: Sheet) -> bytes:
    """The sheet on A4; Hangul needs the font that `make assets` fetches into static/fonts/print."""
    return typst.compile(
        TEMPLATE,
        sys_inputs={"sheet": sheet.as_json()},
        font_paths=[FONTS] if FONTS.is_dir() else [],
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
    )
