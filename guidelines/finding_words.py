"""What an import noticed, as sentences for staff: gaps, warnings, normalisations."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.recognition.parsed import Finding

SENTENCES: dict[str, Any] = {
    # Gaps in the numbering.
    "missing_number": gettext_lazy("Missing: %(place)s"),
    "missing_range": gettext_lazy("Missing: from %(first)s to %(last)s"),
    "duplicate_number": gettext_lazy("%(place)s occurs more than once"),
    "number_out_of_order": gettext_lazy("%(place)s stands out of order"),
    # What was not found or not understood.
    "kind_not_found": gettext_lazy("The kind of document was not found in the file."),
    "number_not_found": gettext_lazy("No number was found in the file's header."),
    "issuer_not_found": gettext_lazy("The issuing body was not found in the file's header."),
    "issued_on_not_found": gettext_lazy("The day of issue was not found in the file's header."),
    "title_not_found": gettext_lazy("The title was not found in the file."),
    "no_structure": gettext_lazy("No article, clause or other numbered part was recognised."),
    "duplicate_path": gettext_lazy(
        "The address %(path)s is taken twice; the second passage has the address %(now)s."
    ),
    "looks_like_heading": gettext_lazy("Looks like a heading, but was kept as text"),
    "unlikely_number": gettext_lazy("Begins with a number that does not fit, so was kept as text"),
    "page_furniture": gettext_lazy("Head or foot of a page, not shown in the text"),
    "quote_not_closed": gettext_lazy("A quotation begins here and does not end"),
    # What the file holds beside its text.
    "converted_encoding": gettext_lazy("The file was in the encoding %(encoding)s."),
    "active_content": gettext_lazy("Scripts and other active content were left out (%(count)s)."),
    "contents_left_out": gettext_lazy("The table of contents was left out (%(count)s)."),
    "embedded_text": gettext_lazy("An embedded file was not read (%(count)s)."),
    "text_boxes": gettext_lazy("Text boxes were read where they are anchored (%(count)s)."),
    "layout_tables": gettext_lazy("Tables that only place text were read as lines (%(count)s)."),
    "nested_tables": gettext_lazy("A table inside a table was read as text (%(count)s)."),
    "footnotes": gettext_lazy("Footnotes stand at the end of the text (%(count)s)."),
    "comments": gettext_lazy("Comments in the margin were left out (%(count)s)."),
    "external_parts": gettext_lazy("Links to other files were not opened (%(count)s)."),
    "unknown_numbering": gettext_lazy("A form of automatic numbering is unknown (%(count)s)."),
    "tracked_insertions": gettext_lazy("Tracked insertions were read as text (%(count)s)."),
    "tracked_deletions": gettext_lazy("Tracked deletions were left out (%(count)s)."),
    "formulas": gettext_lazy("Formulas were read as plain text (%(count)s)."),
    "hidden_text": gettext_lazy("Hidden text was left out (%(count)s)."),
    "unknown_symbols": gettext_lazy("Symbols of a special font could not be read (%(count)s)."),
    "pictures": gettext_lazy("Pictures are not part of the text (%(count)s)."),
}

RULES: dict[str, Any] = {
    "letter_d": gettext_lazy("Ð or another look-alike put right to Đ"),
    "composed_accents": gettext_lazy("Separate accents joined to their letters"),
    "odd_spaces": gettext_lazy("Tabs, several spaces and special spaces shown as one space"),
    "hidden_characters": gettext_lazy("Invisible characters not shown"),
    "automatic_number": gettext_lazy("Automatic numbers of the file shown as text"),
    "page_mark": gettext_lazy("Page numbers, heads and feet of pages not shown"),
    "joined_lines": gettext_lazy("Lines broken by the page width joined"),
    "label_mark": gettext_lazy("The mark between a number and its text made uniform"),
    "empty_lines": gettext_lazy("Empty lines and spaces at line ends not shown"),
}


class _Facts(dict):
    """Facts that a finding does not give are left out of its sentence."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(finding: Finding) -> str:
    """One finding in words; a code without words of its own is named as it is."""
    words = SENTENCES.get(finding.code)
    if words is None:
        return _("Noticed: %(code)s") % {"code": finding.code.replace("_", " ")}
    return str(words) % _Facts(finding.facts)


def rule_words(rule: str) -> str:
    """One kind of normalisation in words."""
    return str(RULES.get(rule, rule))
