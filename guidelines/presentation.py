"""What a document's page and rows show: plain values for the templates.

Takes documents as they come; imports no model, so that models can preview themselves.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guidelines.choices import ACTING_LABELS, TARGET_LABELS, DocumentState, LegalStatus, Verb
from guidelines.legal import Basis, Ruling, legal_ruling
from guidelines.linked_data import json_ld

READABLE = (DocumentState.PUBLISHED, DocumentState.WITHDRAWN)


def short_day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def status_sentence(document: Any, ruling: Ruling) -> str:
    """Why the status is what it is, in one sentence."""
    facts = {"day": short_day(ruling.day)} if ruling.day else {}
    if ruling.basis == Basis.EFFECT:
        return _effect_sentence(ruling)
    if ruling.basis == Basis.UNLOCATED:
        said = _(
            "%(document)s changes a part of the document from %(day)s; which one is not recorded."
        )
        return said % {"document": ruling.effect.acting_label, "day": short_day(ruling.day)}
    if ruling.basis == Basis.STATED:
        return _("Stated by %(who)s as of %(day)s.") % {**facts, "who": document.stated_by}
    sentences = {
        Basis.EXPIRY_DATE: _("No longer in force since %(day)s."),
        Basis.NOT_REACHED: _("It does not hold before %(day)s."),
        Basis.DATES: _(
            "In force since %(day)s; the library knows of no document that ended or amended it."
        ),
        Basis.UNVERIFIED: _(
            "From %(day)s on nobody has yet verified whether the document still holds."
        ),
        Basis.NOTHING: _(
            "No date of entry into force, no effect of another document and no source tells the status."
        ),
    }
    return sentences[ruling.basis] % facts


def _effect_sentence(ruling: Ruling) -> str:
    effect = ruling.effect
    facts = {"document": effect.acting_label, "day": short_day(ruling.day)}
    said = effect_sentences()[Verb(effect.verb)] % facts
    if effect.is_start_assumed:
        said += " " + _("The day is that of issue; the day of entry into force is not known.")
    return said


def effect_sentences() -> dict[Verb, str]:
    """What an effect does, with places for `document` and `day`."""
    return {
        Verb.AMENDS: _("Amended by %(document)s since %(day)s."),
        Verb.REPLACES: _("Replaced by %(document)s since %(day)s."),
        Verb.REPEALS: _("Repealed by %(document)s since %(day)s."),
        Verb.SUSPENDS: _("Suspended by %(document)s since %(day)s."),
    }


def status_badge(status: str) -> dict[str, str]:
    """Tone and word of a status, as the badge component takes them."""
    found = LegalStatus(status)
    return {"status_tone": found.tone, "status_label": str(found.label)}


def document_row(document: Any) -> dict[str, Any]:
    """One row of a list; needs `with_legal_status` and the issuer."""
    title = document.in_language("title")
    issued = short_day(document.issued_on) if document.issued_on else _("no information yet")
    withdrawn = document.state == DocumentState.WITHDRAWN
    return {
        "url": document.get_absolute_url(),
        "title": title.text,
        "title_lang": title.language if title.is_fallback else "",
        "kind": document.get_kind_display(),
        "number": document.number,
        "meta": [
            {"label": "", "value": document.issuer.name},
            {"label": _("Issued on"), "value": issued},
        ],
        "is_sample": document.is_demo,
        "status_note": _("withdrawn from the portal") if withdrawn else "",
        **status_badge(document.status_on_day),
    }


def facts(document: Any) -> list[dict[str, Any]]:
    """The metadata of the head; what is missing is said to be missing."""
    sources = list(document.sources.all())
    days = {
        _("Issued on"): document.issued_on,
        _("In force from"): document.effective_on,
        _("No longer in force from"): document.expires_on,
    }
    rows = [
        {"label": _("Issuing body"), "value": document.issuer.name, "sources": sources},
        {"label": _("Signed by"), "value": document.signer},
    ]
    rows[1:1] = [
        {"label": label, "value": short_day(day) if day else None} for label, day in days.items()
    ]
    return rows


def relations(document: Any, *, on: date) -> list[dict[str, Any]]:
    """Effects both ways, grouped by verb, with the quoted evidence and the status of the other."""
    acting = list(document.effects.all())
    suffered = [effect for effect in document.incoming_effects.all() if effect.counts]
    others = {e.target_id for e in acting} | {e.acting_id for e in suffered}
    manager = type(document)._default_manager
    statuses = dict(
        manager.filter(pk__in=others - {None})
        .with_legal_status(on=on)
        .order_by()
        .values_list("pk", "status_on_day")
    )
    groups = []
    for effects, labels, side in (
        (suffered, TARGET_LABELS, "acting"),
        (acting, ACTING_LABELS, "target"),
    ):
        for verb in Verb:
            items = [_relation(e, side, statuses) for e in effects if e.verb == verb]
            if items:
                groups.append(
                    {"verb": verb.value, "side": side, "label": labels[verb], "entries": items}
                )
    return groups


def _relation(effect: Any, side: str, statuses: dict[int, str]) -> dict[str, Any]:
    other = getattr(effect, side)
    is_page = other is not None and other.state in READABLE
    item = {
        "label": getattr(effect, f"{side}_label"),
        "url": other.get_absolute_url() if is_page else "",
        "day": effect.in_force_on,
        "note": effect.note,
        "is_partial": effect.is_partial,
        "is_held": other is not None,
        "sources": [effect] if effect.title or effect.url else [],
    }
    if is_page:
        title = other.in_language("title")
        item |= {"title": title.text, "title_lang": title.language if title.is_fallback else ""}
        item |= status_badge(statuses[other.pk])
    return item


def topic_chips(topics: Iterable[Any]) -> list[dict[str, str]]:
    return [{"label": topic.name, "url": topic.get_absolute_url()} for topic in topics]


def detail_context(
    document: Any, *, on: date | None = None, text: Any = None, is_preview: bool = False
) -> dict[str, Any]:
    """Everything the document's page shows, as of a day (today unless told); `text` is that of the
    day."""
    day = on or timezone.localdate()
    ruling = legal_ruling(document, on=day)
    title = document.in_language("title")
    groups = relations(document, on=day)
    return {
        "document": document,
        "title": title.text,
        "title_lang": title.language if title.is_fallback else "",
        "is_title_fallback": title.is_fallback,
        "on": day,
        "is_as_of": on is not None,
        "ruling": ruling,
        "ruling_sentence": status_sentence(document, ruling),
        **status_badge(ruling.status),
        "facts": facts(document),
        "relation_groups": groups,
        "carried_on_by": [
            entry
            for group in groups
            if group["side"] == "acting" and group["verb"] == Verb.CONTINUES
            for entry in group["entries"]
        ],
        "topic_chips": topic_chips(document.topics.all()),
        "sources": list(document.sources.all()),
        "note": document.in_language("note"),
        "summary": document.in_language("summary"),
        "citation": document.citation,
        "page_url": settings.PUBLIC_URL + document.get_absolute_url(),
        "json_ld": json_ld(document, ruling.status, on=day, text=text),
        "breadcrumb": [
            {"label": _("Guideline library"), "url": reverse("guidelines:list")},
            {"label": str(document), "url": ""},
        ],
        "is_preview": is_preview,
    }
