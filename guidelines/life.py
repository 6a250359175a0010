"""The life of a document for readers: what happened on which day, and the quoted sentence for it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guidelines.choices import TARGET_LABELS, TOUCHING_VERBS, Verb
from guidelines.legal import Span, timeline
from guidelines.presentation import READABLE, short_day, status_badge
from guidelines.recognition.paths import words_of

# What befalls a document; guides, bases and references are told among its relations.
TOLD = (*TOUCHING_VERBS, Verb.CONTINUES)


@dataclass(frozen=True)
class Happening:
    """One event; `day` is None where no source tells it, `effect` the row that says so, if one does."""

    day: date | None
    title: str
    effect: Any = None
    url: str = ""


def happenings(document: Any) -> list[Happening]:
    """Everything in order of days; what has no day comes last."""
    found = [*_own(document)]
    for effect in document.incoming_effects.all():
        if effect.counts and effect.verb in TOLD:
            found += _by_effect(effect)
    return sorted(found, key=lambda event: (event.day is None, event.day or date.max))


def _own(document: Any) -> list[Happening]:
    found = [
        Happening(document.issued_on, _("Issued")),
        Happening(document.effective_on, _("In force")),
    ]
    if document.expires_on:
        found.append(Happening(document.expires_on, _("No longer in force, by its own terms")))
    if document.stated_status and document.stated_on:
        facts = {"who": document.stated_by, "status": document.get_stated_status_display()}
        title = _("%(who)s states the status: %(status)s") % facts
        found.append(Happening(document.stated_on, title))
    return found


def _by_effect(effect: Any) -> list[Happening]:
    acting = effect.acting
    url = acting.get_absolute_url() if acting is not None and acting.state in READABLE else ""
    facts = {"what": TARGET_LABELS[Verb(effect.verb)], "document": effect.acting_label}
    part = place_of(effect)
    if part:
        title = _("%(part)s: %(what)s %(document)s") % {**facts, "part": _capital(part)}
    elif effect.is_partial and effect.verb != Verb.AMENDS:
        title = _("%(what)s %(document)s, in part") % facts
    else:
        title = _("%(what)s %(document)s") % facts
    found = [Happening(effect.starts_on, title, effect, url)]
    if effect.ends_on:
        ended = _("End of the effect of %(document)s") % facts
        found.append(Happening(effect.ends_on, ended, None, url))
    return found


def place_of(effect: Any) -> str:
    """The provision an effect is on, in official words; "" for the document as a whole."""
    return (effect.target_path and words_of(effect.target_path)) or effect.target_provision_text


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def timeline_context(document: Any, on: date) -> dict[str, Any]:
    """For `guidelines/timeline_section.html`: events with evidence, and the status by ranges of days.

    The effects have to be loaded with their acting documents (`with_relations`).
    """
    spans = timeline(document)
    return {
        "entries": [_entry(event, on) for event in happenings(document)],
        "spans": [_span(span, on) for span in spans] if len(spans) > 1 else [],
    }


def _entry(event: Happening, on: date) -> dict[str, Any]:
    effect = event.effect
    return {
        "date_label": short_day(event.day) if event.day else None,
        "title": event.title,
        "text": effect.note if effect else "",
        "url": event.url,
        "sources": [effect] if effect and (effect.title or effect.url) else [],
        "is_next": event.day is not None and event.day > on,
    }


def _span(span: Span, on: date) -> dict[str, Any]:
    facts = {
        "first": short_day(span.from_day) if span.from_day else "",
        "until": short_day(span.until_day) if span.until_day else "",
    }
    if span.from_day is None:
        days = _("before %(until)s") % facts
    elif span.until_day is None:
        days = _("from %(first)s on") % facts
    else:
        days = _("from %(first)s, until before %(until)s") % facts
    begun = span.from_day is None or span.from_day <= on
    lasting = span.until_day is None or span.until_day > on
    return {"days": days, "is_shown": begun and lasting, **status_badge(span.status)}
