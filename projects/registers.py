"""What pages show of a register: the declared figures, other counts, the state of members."""

from collections import Counter
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.choices import MemberState, Precision, Scope
from projects.dates import show_partial_date
from projects.listing import DEFAULT_REGISTER
from projects.models import Register, RegisterCount
from projects.sources import card


def main_register(*parts: str) -> Register | None:
    """The register shown at the top where the reader chose none; `parts` are read with it."""
    wanted = Register.objects.prefetch_related(*parts) if parts else Register.objects.for_pages()
    return wanted.filter(key=DEFAULT_REGISTER).first()


def register_panel(register: Register | None, *, has_counts: bool = True) -> dict[str, Any] | None:
    """Figures as declared with their date and sources, and how far the members are confirmed."""
    if register is None:
        return None
    sources = [card(source) for source in register.sources.all()]
    date_label = _("Declared in %(day)s") % {"day": show_partial_date(register.as_of)}
    return {
        "register": register,
        "figures": _figures(register, sources, date_label),
        "members": _member_words(register),
        "note": register.in_language("note"),
        "counts": _counts(register) if has_counts else [],
        "count_columns": [
            {"label": _("As of")},
            {"label": _("Count"), "is_number": True},
            {"label": _("Of units"), "is_number": True},
            {"label": _("What was counted")},
            {"label": _("Kind of source")},
        ],
    }


def _figures(
    register: Register, sources: list[dict[str, Any]], date_label: str
) -> list[dict[str, Any]]:
    total = {
        "label": _("provinces and cities building smart cities"),
        "value": register.declared_total,
        "unit": _("of %(count)s") % {"count": register.of_units} if register.of_units else "",
    }
    whole = {
        "label": _("on the scale of the whole province"),
        "value": register.declared_province_wide,
    }
    city = {
        "label": _("on the scale of a city under a province"),
        "value": register.declared_city_level,
    }
    return [{**part, "sources": sources, "date_label": date_label} for part in (total, whole, city)]


def _member_words(register: Register) -> dict[str, Any]:
    """Counts of members by scope and state, and the one sentence that must go with them."""
    members = [member for member in register.members.all() if member.is_standing]
    scopes = Counter(member.scope for member in members)
    confirmed = sum(member.state == MemberState.CONFIRMED for member in members)
    proposed = len(members) - confirmed
    if proposed:
        says = _("Members are proposed, awaiting confirmation by the Ministry of Construction.")
    elif confirmed < (register.declared_total or 0):
        facts = {"confirmed": confirmed, "declared": register.declared_total}
        says = _("%(confirmed)s of the declared %(declared)s members are confirmed.") % facts
    else:
        says = _("All members are confirmed.")
    return {
        "says": says,
        "numbers": _(
            "%(province)s whole-province and %(city)s city-level members; %(confirmed)s confirmed, "
            "%(proposed)s awaiting confirmation."
        )
        % {
            "province": scopes[Scope.PROVINCE],
            "city": scopes[Scope.CITY],
            "confirmed": confirmed,
            "proposed": proposed,
        },
        "are_proposed": bool(proposed),
        "tone": "proposed" if proposed else "verified",
    }


def _counts(register: Register) -> list[list[Any]]:
    return [
        [
            {"text": _count_date(count), "sources": [card(count)]},
            count.value,
            count.of_units,
            _text(count),
            count.get_quality_display() or None,
        ]
        for count in register.counts.all()
    ]


def _count_date(count: RegisterCount) -> str:
    day = show_partial_date(count.as_of)
    words = {
        Precision.ABOUT: _("about %(day)s"),
        Precision.OR_LATER: _("%(day)s or later"),
    }
    if not day:
        return str(Precision.UNKNOWN.label)
    return words.get(Precision(count.precision), "%(day)s") % {"day": day}


def _text(count: RegisterCount) -> str:
    return count.text_en if get_language() == "en" and count.text_en else count.text_vi
