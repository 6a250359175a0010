"""Sentences for staff about what readers and recognition found; codes stay in the data."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SENTENCES = {
    "missing_number": gettext_lazy("%(place)s is missing."),
    "missing_range": gettext_lazy("Everything from %(first)s to %(last)s is missing."),
    "duplicate_number": gettext_lazy("%(place)s occurs more than once."),
    "number_out_of_order": gettext_lazy("%(place)s stands after a higher number."),
    "duplicate_path": gettext_lazy(
        "The address %(path)s was already taken, so this provision got the address %(now)s."
    ),
    "looks_like_heading": gettext_lazy(
        "This line begins like a heading but was read as a sentence of the text."
    ),
    "unlikely_number": gettext_lazy(
        "This line begins with a number that does not continue the numbering, "
        "so it was read as a sentence of the text."
    ),
    "goes_on_after_closing": gettext_lazy(
        "Provisions go on after the signature: check whether a title of an attached text is missing."
    ),
    "page_furniture": gettext_lazy(
        "Page number or running head: left out of the text, kept in the source."
    ),
    "quote_not_closed": gettext_lazy(
        "A quotation begins here and is never closed, so its lines were read as provisions."
    ),
    "kind_not_found": gettext_lazy("The kind of the document was not found in the header."),
    "number_not_found": gettext_lazy("The number of the document was not found in the header."),
    "issuer_not_found": gettext_lazy("The issuing body was not found in the header."),
    "issued_on_not_found": gettext_lazy("The date of issue was not found in the header."),
    "title_not_found": gettext_lazy("The title was not found in the header."),
    "no_structure": gettext_lazy(
        "No article, section or numbered clause was recognised: the text is one block."
    ),
    "converted_encoding": gettext_lazy("The file was converted from the encoding %(encoding)s."),
    "active_content": gettext_lazy("Scripts and other active parts of the page were removed."),
    "hidden_text": gettext_lazy("The file holds hidden text, which was left out."),
    "layout_tables": gettext_lazy("A table that only places text on the page was read as lines."),
    "nested_tables": gettext_lazy("A table inside a table was read as lines of its cell."),
    "tracked_insertions": gettext_lazy(
        "The file holds tracked insertions: they were read as part of the text."
    ),
    "tracked_deletions": gettext_lazy("The file holds tracked deletions: they were left out."),
    "contents_left_out": gettext_lazy("The table of contents was left out."),
    "embedded_text": gettext_lazy("A text embedded in the file was left out."),
    "formulas": gettext_lazy("The file holds formulas: check them against the original."),
    "text_boxes": gettext_lazy("Text in a floating box was read as lines: check its place."),
    "footnotes": gettext_lazy("The file holds footnotes: check them against the original."),
    "comments": gettext_lazy("Comments in the file were left out."),
    "pictures": gettext_lazy("The file holds pictures, which are not part of the text."),
    "external_parts": gettext_lazy("A part of the file lies elsewhere and was not fetched."),
    "unknown_numbering": gettext_lazy("A style of automatic numbering is unknown: check labels."),
    "unknown_symbols": gettext_lazy("A symbol of a special font could not be read: check it."),
    "read_by_ocr": gettext_lazy(
        "%(count)s pages were read from pictures: compare every word with the original."
    ),
    "text_layer_of_scan": gettext_lazy(
        "The text was put behind the scan by another program: compare it with the original."
    ),
    "tables_as_lines": gettext_lazy(
        "%(count)s pages (%(pages)s) seem to hold a table without ruling lines, which was not "
        "recognised: its cells were read as lines. Import the DOCX if there is one."
    ),
    "tables_across_pages": gettext_lazy(
        "Tables go on over the end of a page %(count)s times: check the rows at the page ends."
    ),
    "repeated_table_heads": gettext_lazy(
        "%(count)s rows of table heads that a new page repeats were left out."
    ),
    "running_heads": gettext_lazy(
        "%(count)s running heads, feet and page numbers were left out of the text."
    ),
    "translation_extra": gettext_lazy(
        "%(count)s provisions of the translation have no counterpart of the same number in the "
        "Vietnamese text: %(places)s. They are kept, and matched to nothing."
    ),
    "translation_missing": gettext_lazy(
        "%(count)s provisions of the Vietnamese text are not found in the translation: %(places)s."
    ),
    "hyphen_at_line_end": gettext_lazy(
        "A word is divided at the end of a printed line: check its hyphen."
    ),
    "files_inside": gettext_lazy("The PDF holds other files, which were not opened."),
}
_RULES = {
    "letter_d": gettext_lazy("Đ written with a foreign letter that looks the same"),
    "composed_accents": gettext_lazy("accents written as separate characters"),
    "odd_spaces": gettext_lazy("tabs, non-breaking and repeated spaces"),
    "hidden_characters": gettext_lazy("invisible characters such as soft hyphens"),
    "automatic_number": gettext_lazy("numbers that the file computes, written out"),
    "label_mark": gettext_lazy("mark or space after a label"),
    "joined_lines": gettext_lazy("line ends inside a paragraph or heading"),
    "empty_lines": gettext_lazy("empty lines and spaces at line ends"),
    "page_mark": gettext_lazy("page numbers and running heads"),
}


class _Facts(dict[str, Any]):
    """Facts that a finding does not give are left out of its sentence."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(code: str, facts: dict[str, Any] | None = None) -> str:
    """The sentence for a finding's code, filled with its facts."""
    words = _SENTENCES.get(code)
    if words is None:
        return _("Check this place against the original (%(code)s).") % {"code": code}
    return str(words) % _Facts(facts or {})


def rule_words(rule: str) -> str:
    """What a normalisation changed, in words."""
    return str(_RULES.get(rule, rule))
