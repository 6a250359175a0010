"""What this domain shows on others' pages: home, places, former cities, topics."""

from typing import Any

from django.utils.translation import gettext as _

from projects import country
from projects.dates import show_partial_date
from projects.models import Programme
from projects.registers import main_register, register_panel
from vkc.core.registry import Panel
from vkc.places.models import FormerCity, Unit
from vkc.topics.models import Topic

ON_A_PAGE = 12
LATELY = 5


def home_map(request: Any) -> Panel | None:
    """The country with the register's figures, its date and its source."""
    tallies = country.tally_today()
    if not any(entry.known for entry in tallies):
        return None
    context = {
        "map": country.map_of(scheme=34, tallies=tallies, id_prefix="home-map"),
        "register_panel": register_panel(main_register("sources", "members"), has_counts=False),
    }
    return Panel("projects/panels/home_map.html", context, _("Smart cities over the country"))


def home_lately(request: Any) -> Panel | None:
    """Programmes reported lately."""
    found = Programme.objects.published().lately_reported().select_related("unit", "city")[:LATELY]
    entries = [_entry(programme) for programme in found]
    if not entries:
        return None
    return Panel(
        "projects/panels/lately.html", {"entries": entries}, _("Programmes reported lately")
    )


def related_programmes(subject: Any) -> Panel | None:
    """Programmes of a unit (with those of its predecessors), of a former city, of a topic."""
    published = Programme.objects.published().select_related("unit", "city")
    if isinstance(subject, Unit):
        found, address = published.of_unit(subject), ""
    elif isinstance(subject, FormerCity):
        found, address = published.of_city(subject), ""
    elif isinstance(subject, Topic):
        found, address = published.filter(topics=subject), f"?topic={subject.key}"
    else:
        return None
    entries = [_entry(programme) for programme in found.order_by("unit__sort_key", "scope", "slug")]
    if not entries:
        return None
    context = {
        "entries": entries[:ON_A_PAGE],
        "total": len(entries),
        "has_more": len(entries) > ON_A_PAGE and bool(address),
        "query": address,
    }
    return Panel("projects/panels/related.html", context, _("Smart-city programmes"))


def _entry(programme: Programme) -> dict[str, Any]:
    title = programme.in_language("title")
    meta = [{"label": "", "value": programme.place_name}]
    if programme.decision_number:
        meta.append({"label": "", "value": programme.decision_number})
    if programme.status_date:
        meta.append({"label": _("As of"), "value": show_partial_date(programme.status_date)})
    return {
        "url": programme.get_absolute_url(),
        "title": title.text,
        "title_lang": title.language if title.is_fallback else "",
        "excerpt": programme.in_language("status").marked,
        "tone": programme.stage_tone,
        "label": programme.stage.label,
        "meta": meta,
    }
