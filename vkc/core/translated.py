"""Fields that exist in three languages; a missing one falls back to Vietnamese and says so."""

from typing import NamedTuple

from django.utils.translation import get_language

FALLBACK = ("vi", "en", "ko")


class Text(NamedTuple):
    """A text with the language it is really in."""

    text: str
    language: str

    @property
    def is_fallback(self) -> bool:
        return bool(self.text) and self.language != (get_language() or "vi")


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
