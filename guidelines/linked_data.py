"""A document as schema.org Legislation, with the days between which it holds."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from guidelines.choices import DocumentState, LegalStatus, Verb
from guidelines.legal import timeline

FORCES = {
    LegalStatus.IN_FORCE: "InForce",
    LegalStatus.PARTLY: "PartiallyInForce",
    LegalStatus.EXPIRED: "NotInForce",
    LegalStatus.NOT_YET: "NotInForce",
    LegalStatus.SUSPENDED: "NotInForce",
}
HOLDING = (LegalStatus.IN_FORCE, LegalStatus.PARTLY)
ACTS = {
    Verb.AMENDS: "legislationAmends",
    Verb.REPEALS: "legislationRepeals",
    Verb.REPLACES: "legislationRepeals",
    Verb.GUIDES: "legislationApplies",
    Verb.IMPLEMENTS: "legislationApplies",
}


def json_ld(document: Any, status: LegalStatus, *, on: date, text: Any = None) -> SafeString:
    """Needs `with_relations`. `<` is escaped so that no text can close the element."""
    words = json.dumps(legislation(document, status, on=on, text=text), ensure_ascii=False)
    return mark_safe(words.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def legislation(
    document: Any, status: LegalStatus, *, on: date, text: Any = None
) -> dict[str, Any]:
    """The description of one document as of a day on which its status is `status`.

    `text` is the text shown for the day, named by the day from which it is valid.
    """
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "legislationIdentifier": document.number,
        "legislationType": str(document.get_kind_display()),
        "name": document.title_vi,
        "inLanguage": "vi",
        "url": settings.PUBLIC_URL + document.get_absolute_url(),
        "legislationPassedBy": {"@type": "Organization", "name": document.issuer.name_vi},
    }
    days = {
        "legislationDate": document.issued_on,
        "legislationDateOfApplicability": document.effective_on,
        "expires": document.expires_on,
    }
    found |= {name: day.isoformat() for name, day in days.items() if day}
    if status in FORCES:
        found["legislationLegalForce"] = f"https://schema.org/{FORCES[status]}"
    if times := force_times(document):
        found["temporalCoverage"] = times if len(times) > 1 else times[0]
    found["legislationDateVersion"] = on.isoformat()
    if text is not None:
        found["workExample"] = {
            "@type": "Legislation",
            "inLanguage": text.language,
            "version": text.valid_from.isoformat(),
        }
    return found | _acts(document)


def force_times(document: Any) -> list[str]:
    """ISO 8601 intervals in which it holds wholly or in part; `..` is an open end."""
    times: list[list[str]] = []
    for span in timeline(document):
        if span.status not in HOLDING:
            continue
        start = span.from_day.isoformat() if span.from_day else ".."
        end = span.until_day.isoformat() if span.until_day else ".."
        if times and times[-1][1] == start:
            times[-1][1] = end
        else:
            times.append([start, end])
    return ["/".join(pair) for pair in times]


def _acts(document: Any) -> dict[str, Any]:
    """What it does to others, by the address of those the library shows."""
    found: dict[str, list[dict[str, str]]] = {}
    for effect in document.effects.all():
        name = ACTS.get(effect.verb)
        if name is None:
            continue
        other = {"@type": "Legislation", "legislationIdentifier": effect.target_label}
        if effect.target and effect.target.state in (
            DocumentState.PUBLISHED,
            DocumentState.WITHDRAWN,
        ):
            other["legislationIdentifier"] = effect.target.number
            other["url"] = settings.PUBLIC_URL + effect.target.get_absolute_url()
        if not effect.target or "url" in other:
            found.setdefault(name, []).append(other)
    return found
