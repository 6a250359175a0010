"""The page of one programme: facts with their sources, timeline, places, registers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.choices import KIND_DEFINITIONS, Fact, HasCentre, Kind
from projects.dates import show_partial_date
from projects.models import Programme, RegisterMember
from projects.sources import cards_for
from vkc.core.models import Confidence
from vkc.core.templatetags.ui import vn_number
from vkc.places.models import Unit


def profile(programme: Programme) -> dict[str, Any]:
    """Everything the template shows; no query is left to it."""
    return {
        "programme": programme,
        "crumbs": [
            {"label": _("Programmes"), "url": reverse("projects:list")},
            {"label": programme.place_name},
        ],
        "stage": programme.stage,
        "title": programme.in_language("title"),
        "status": programme.in_language("status"),
        "status_day": show_partial_date(programme.status_date),
        "status_sources": cards_for(programme, Fact.STATUS),
        "note": programme.in_language("note"),
        "facts": facts(programme),
        "timeline": timeline(programme),
        "sources": cards_for(programme),
        "topics": [
            {"label": topic.name, "url": topic.get_absolute_url()}
            for topic in programme.topics.all()
        ],
        "unit_then": place(programme.unit),
        "units_now": [place(unit) for unit in programme.unit.successors.all()],
        "city": city(programme),
        "memberships": memberships(programme),
        "siblings": siblings(programme),
    }


def place(unit: Unit) -> dict[str, str]:
    return {"name": unit.name, "url": unit.get_absolute_url(), "scheme": str(unit.scheme)}


def city(programme: Programme) -> dict[str, Any] | None:
    """The former city and the unit that received it."""
    if programme.city is None:
        return None
    return {
        "name": programme.city.in_language("name").text,
        "url": programme.city.get_absolute_url(),
        "received_by": place(programme.city.received_by),
        "note": programme.city.note,
    }


def facts(programme: Programme) -> list[dict[str, Any]]:
    """Rows for components/key_values.html; what is not known is None, never left out."""
    kind = Kind(programme.kind)
    rows: list[tuple[Any, Any, str]] = [
        (_("Scope"), programme.get_scope_display(), Fact.TITLE),
        (_("Kind"), f"{kind.label}. {KIND_DEFINITIONS[kind]}", Fact.DECISION),
        (_("Number"), programme.decision_number, Fact.DECISION),
        (_("Date of issue"), show_partial_date(programme.decision_date), Fact.DECISION),
        (_("Issuer"), programme.issuer, Fact.DECISION),
        (_("Period"), period_words(programme), Fact.PERIOD),
        (_("Vision to"), programme.vision_year, Fact.PERIOD),
        (_("Budget"), _budget(programme), Fact.BUDGET),
        (_("Operations centre"), _centre(programme), Fact.IOC),
        (_("Focus areas"), ", ".join(programme.focus_words), Fact.FOCUS),
        (_("Partners"), ", ".join(programme.partners), Fact.PARTNERS),
    ]
    shown = [_fact(programme, label, value, fact) for label, value, fact in rows]
    return [*shown, _confidence(programme)]


def _fact(programme: Programme, label: Any, value: Any, fact: str) -> dict[str, Any]:
    known = value is not None and value != ""
    return {
        "label": label,
        "value": value if known else None,
        "sources": cards_for(programme, fact) if known else [],
    }


def _confidence(programme: Programme) -> dict[str, Any]:
    label = str(Confidence(programme.confidence).label) if programme.confidence else None
    tone = "proposed" if programme.is_unverified else ""
    if programme.is_unverified:
        label = f"{label} – {_('not yet verified')}"
    return {"label": _("Confidence"), "value": label, "tone": tone}


def period_words(programme: Programme) -> str:
    """The period in years, as far as it is known; empty where it is not."""
    start, end = programme.period_start, programme.period_end
    if start and end:
        return str(start) if start == end else f"{start}–{end}"
    if start:
        return _("from %(year)s") % {"year": start}
    return _("until %(year)s") % {"year": end} if end else ""


def _budget(programme: Programme) -> str:
    """The amount in figures with its currency, and the words of the source."""
    stated = programme.in_language("budget_text").text
    if programme.budget_value is None:
        return stated
    amount = f"{vn_number(programme.budget_value)} {programme.budget_currency}"
    return f"{amount} ({stated})" if stated else amount


def _centre(programme: Programme) -> str:
    """Yes, no or not known, with name, date and note; a planned centre stays not known."""
    note = programme.in_language("ioc_note").text
    parts = [programme.ioc_name, show_partial_date(programme.ioc_date), note]
    details = ", ".join(part for part in parts if part)
    if programme.has_ioc == HasCentre.UNKNOWN and not details:
        return ""
    answer = str(HasCentre(programme.has_ioc).label).capitalize()
    return f"{answer}. {details}" if details else answer


def timeline(programme: Programme) -> list[dict[str, Any]]:
    """What happened when, as far as sources date it."""
    status = programme.in_language("status").marked
    centre = programme.ioc_name or _("Operations centre")
    entries = [
        (programme.decision_date, programme.decision_number or _("Document issued"),
         programme.issuer, Fact.DECISION),
        (str(programme.period_start or ""), _("Start of the period"), "", Fact.PERIOD),
        (programme.ioc_date, centre, programme.in_language("ioc_note").marked, Fact.IOC),
        (programme.status_date, _("Status as reported"), status, Fact.STATUS),
        (str(programme.period_end or ""), _("End of the period"), "", Fact.PERIOD),
    ]  # fmt: skip
    dated = sorted((entry for entry in entries if entry[0]), key=lambda entry: entry[0])
    return [
        {
            "date_label": show_partial_date(day),
            "title": title,
            "text": text,
            "sources": cards_for(programme, fact),
        }
        for day, title, text, fact in dated
    ]


def memberships(programme: Programme) -> list[dict[str, Any]]:
    """Registers in which this programme's place stands or stood, with the state in words."""
    members = RegisterMember.objects.filter(programme=programme).select_related("register")
    return [
        {
            "name": str(member.register),
            "url": member.register.get_absolute_url(),
            "label": str(member.get_state_display()),
            "tone": member.tone,
        }
        for member in members
    ]


def siblings(programme: Programme) -> list[Programme]:
    """Other published programmes of the same unit."""
    return list(
        Programme.objects.published()
        .filter(unit=programme.unit_id)
        .exclude(pk=programme.pk)
        .select_related("unit", "city")
        .order_by("scope", "slug")
    )
