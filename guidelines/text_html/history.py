"""One provision through all texts of its document: the same lineage, whatever its number then."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q

from guidelines.models import Document, Provision, Version
from guidelines.recognition.paths import words_of
from guidelines.text_html.addresses import Addresses
from guidelines.text_html.body import body_html
from guidelines.text_html.rows import FIELDS, GROUPS, Row
from guidelines.text_of_day import text_for


@dataclass(frozen=True)
class Found:
    """The provision an address means: in the text of the day, else in the latest that has it."""

    provision: Provision
    version: Version
    through: dict[int, Provision]  # by text: the same provision there

    @property
    def is_of_day(self) -> bool:
        return self.version.pk in self.through


def find_provision(texts: list[Version], path: str, *, on: date, language: str) -> Found | None:
    """The provision at a path of one of these texts, with itself in all others; two queries."""
    at_path = {
        row.version_id: row for row in Provision.objects.filter(version__in=texts, path=path)
    }
    if not at_path:
        return None
    shown = text_for(texts, on=on, language=language)
    order = [shown, *texts] if shown else texts
    version = next(text for text in order if text.pk in at_path)
    provision = at_path[version.pk]
    alike = Provision.objects.filter(version__in=texts, lineage=provision.lineage)
    return Found(provision, version, {row.version_id: row for row in alike})


def history(found: Found, texts: list[Version], addresses: Addresses) -> list[dict[str, Any]]:
    """The wordings, latest first; texts in a row that say the same share one entry. One query."""
    rows = _rows_below(found.through)
    entries: list[dict[str, Any]] = []
    for text in texts:
        provision = found.through.get(text.pk)
        if provision is None or text.language != found.version.language:
            continue
        wording = _wording(rows[text.pk])
        if entries and entries[-1]["wording"] == wording:
            entries[-1]["texts"].append(text)
            continue
        entries.append(_entry(text, provision, rows[text.pk], addresses, wording))
    for newer, older in pairwise(entries):
        newer["compare_url"] = addresses.compare(older["texts"][0], newer["texts"][-1])
    for entry in entries:
        entry["from_day"] = entry["texts"][-1].valid_from
        entry["count"] = len(entry["texts"])
    return entries


def _entry(
    text: Version, provision: Provision, rows: list[Row], addresses: Addresses, wording: Any
) -> dict[str, Any]:
    url = addresses.text(text, provision.path)
    return {
        "texts": [text],
        "wording": wording,
        "words": words_of(provision.path),
        "html": body_html(rows, page=url.partition("#")[0], top=3),
        "language": text.language,
        "url": url,
        "compare_url": "",
    }


def _rows_below(through: dict[int, Provision]) -> dict[int, list[Row]]:
    """By text: the provision with all it holds; of a chapter, the headings of its articles."""
    wanted = Q()
    for provision in through.values():
        below = Q(path=provision.path) | Q(path__startswith=f"{provision.path}.")
        if provision.kind in GROUPS:
            below = Q(pk=provision.pk) | Q(parent=provision.pk)
        wanted |= Q(version=provision.version_id) & below
    found = Provision.objects.filter(wanted).order_by("order").values_list("version_id", *FIELDS)
    rows: dict[int, list[Row]] = {pk: [] for pk in through}
    for version, *fields in found:
        rows[version].append(Row(*fields))
    return rows


def _wording(rows: list[Row]) -> list[tuple[Any, ...]]:
    """What two texts have to share to say the same; numbers of what is around do not count."""
    first, *rest = rows
    return [
        (first.heading, first.text, first.table),
        *((row.kind, row.number, row.heading, row.text, row.table) for row in rest),
    ]


def former_words(found: Found, document: Document) -> list[str]:
    """The other names the provision had: "Điều 7" once "Điều 5"."""
    here = words_of(found.provision.path)
    return sorted({words_of(row.path) for row in found.through.values()} - {here})
