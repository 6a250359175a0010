"""PDF/A by typst: explicit fonts, never those of the machine; the same input gives the same bytes."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst
from django.conf import settings

# A compiler serves one thread at a time.
_ONE_AT_A_TIME = Lock()
PRINT_FONTS = Path(settings.BASE_DIR) / "static" / "fonts" / "print"


def typeset(template: Path, inputs: Mapping[str, str], *, standards: Sequence[str]) -> bytes:
    """The PDF of a template with its inputs, texts the template reads as `sys.inputs`.

    Latin text is set in typst's own Libertinus Serif, which holds all Vietnamese letters. Hangul
    needs the fonts that `make assets` fetches into static/fonts/print.
    """
    with _ONE_AT_A_TIME:
        return _compiler(PRINT_FONTS.is_dir()).compile(
            input=template, sys_inputs=dict(inputs), pdf_standards=list(standards)
        )


@lru_cache(maxsize=2)
def _compiler(has_print_fonts: bool) -> typst.Compiler:
    """Kept for the life of the process: reading the fonts costs more than setting a page."""
    return typst.Compiler(
        root=Path(settings.BASE_DIR),
        font_paths=[PRINT_FONTS] if has_print_fonts else [],
        ignore_system_fonts=True,
    )
