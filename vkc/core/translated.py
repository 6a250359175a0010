"""Fields that exist in three languages; a missing one falls back to Vietnamese and says so."""

from typing import NamedTuple

from django.utils.html import format_html
from django.utils.translation import get_language

FALLBACK = ("vi", "en", "ko")


def in_its_language(text: str, language: str) -> str:
    """The text, its language named in the markup where it is not the page's; empty stays empty."""
    return Text(text, language).marked


class Text(NamedTuple):
    """A text with the language it is really in."""

    text: str
    language: str

    @property
    def is_fallback(self) -> bool:
        return bool(self.text) and self.language != (get_language() or "vi")

    @property
    def marked(self) -> str:
        """For a page: a borrowed text says in its markup which language it is in."""
        if not self.is_fallback:
            return self.text
        return format_html('<span lang="{}">{}</span>', self.language, self.text)


class Translated:
    """Gives `obj.in_language("title")` over the columns title_vi, title_en, title_ko."""

    def in_language(self, field: str, language: str | None = None) -> Text:
        """The text in the wanted language, else the first that exists: vi, en, ko."""
        wanted = language or get_language() or "vi"
        for code in (wanted, *FALLBACK):
            text = getattr(self, f"{field}_{code}", "") or ""
            if text:
                return Text(text, code)
        return Text("", wanted)
