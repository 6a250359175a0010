"""Programmes as things to be found by the portal's search."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from projects.dates import PARTS_OF_A_DAY
from projects.models import Programme
from vkc.search.sources import Draft, Source


def rows() -> Iterable[Programme]:
    return (
        Programme.objects.published()
        .select_related("unit", "city")
        .prefetch_related("topics", "unit__successors")
    )


def describe(programme: Programme) -> Draft | None:
    """Title, places then and now, status and focus areas; None for drafts."""
    if not programme.live:
        return None
    places = [programme.place_name, *(unit.name_vi for unit in programme.unit.successors.all())]
    words = [*places, programme.issuer, *programme.focus_words, *programme.partners]
    bodies = {
        code: " ".join([status, *words])
        for code in ("vi", "en", "ko")
        if (status := getattr(programme, f"status_{code}") or "") or code == "vi"
    }
    titles = {
        code: text for code in ("vi", "en", "ko") if (text := getattr(programme, f"title_{code}"))
    }
    return Draft(
        titles=titles,
        path=f"programmes/{programme.slug}/",
        bodies=bodies,
        number=programme.decision_number,
        day=_day(programme),
        topics=tuple(topic.key for topic in programme.topics.all()),
    )


def _day(programme: Programme) -> date | None:
    known = programme.status_date or programme.decision_date
    whole = known.count("-") == PARTS_OF_A_DAY - 1
    return date.fromisoformat(known) if whole else None


SOURCE = Source(
    type="programme",
    label=_("Programmes"),
    model=Programme,
    rows=rows,
    describe=describe,
)
