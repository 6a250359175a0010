"""One index over everything that is published."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from vkc.core.fields import NFCCharField
from vkc.core.translated import FALLBACK, Text


class SearchEntry(models.Model):
    """One thing that can be found. Two vectors: words as written, and words folded."""

    type = models.CharField(_("type"), max_length=30)
    object_key = models.CharField(max_length=80)
    # The key of the row this is a part of; empty for what stands on its own.
    part_of = models.CharField(max_length=80, blank=True, default="", db_index=True)
    language = models.CharField(_("only in this language"), max_length=2, blank=True)
    titles = models.JSONField(_("titles"), default=dict)
    bodies = models.JSONField(_("texts"), default=dict)
    number = NFCCharField(_("number"), max_length=120, blank=True)
    number_key = models.CharField(max_length=120, blank=True, db_index=True)
    path = models.CharField(_("address"), max_length=400)
    day = models.DateField(_("day"), null=True, blank=True)
    topics = models.JSONField(default=list)
    exact = SearchVectorField(null=True)
    folded = SearchVectorField(null=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["type", "object_key"], name="one_entry_per_object")
        ]
        indexes = [
            GinIndex(fields=["folded"], name="search_folded"),
            GinIndex(fields=["exact"], name="search_exact"),
        ]

    def __str__(self) -> str:
        return self.title_in("vi").text

    def title_in(self, language: str) -> Text:
        """The title in a language, else the first that exists: vi, en, ko."""
        return _first(self.titles, language)

    def body_in(self, language: str) -> Text:
        return _first(self.bodies, language)

    def url_in(self, language: str) -> str:
        return f"/{self.language or language}/{self.path}"


def _first(texts: dict[str, str], language: str) -> Text:
    for code in (language, *FALLBACK):
        if texts.get(code):
            return Text(texts[code], code)
    return Text("", language)
