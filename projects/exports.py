"""The columns of the downloads of what is shown; `vkc.core.tabular` writes the files."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from projects.choices import HasCentre
from projects.listing import Row
from projects.models import RegisterMember
from vkc.core import tabular
from vkc.core.tabular import ALWAYS, Column

COLUMNS = (
    Column("slug", gettext_lazy("Key of the programme in addresses"), empty=ALWAYS),
    Column("title_vi", gettext_lazy("Title in Vietnamese"), empty=ALWAYS),
    Column("title_en", gettext_lazy("Title in English")),
    Column("unit_key", gettext_lazy("Unit that adopted it, as scheme:code"), empty=ALWAYS),
    Column("unit_name", gettext_lazy("Name of that unit"), empty=ALWAYS),
    Column("unit_key_34", gettext_lazy("Unit of the 34-unit scheme it passed into"), empty=ALWAYS),
    Column("unit_name_34", gettext_lazy("Name of the present unit"), empty=ALWAYS),
    Column("scope", gettext_lazy("province: whole province; city: a city under it"), empty=ALWAYS),
    Column("city", gettext_lazy("Former city under the province"),
           empty=gettext_lazy("Empty: the programme is of the whole province.")),
    Column("kind", gettext_lazy("Kind of document found"), empty=ALWAYS),
    Column("stage", gettext_lazy("How far it got, derived from kind and confidence"), empty=ALWAYS),
    Column("confidence", gettext_lazy("Confidence of the sources: high, medium, low")),
    Column("decision_number", gettext_lazy("Number of the act")),
    Column("decision_date", gettext_lazy("Date of the act: year, month or day (ISO 8601)")),
    Column("issuer", gettext_lazy("Who issued it")),
    Column("period_start", gettext_lazy("First year of the period"), gettext_lazy("year")),
    Column("period_end", gettext_lazy("Last year of the period"), gettext_lazy("year")),
    Column("vision_year", gettext_lazy("Year of the vision"), gettext_lazy("year")),
    Column("budget_value", gettext_lazy("Budget as the source states it"),
           gettext_lazy("in the currency of the next column")),
    Column("budget_currency", gettext_lazy("Currency (ISO 4217)")),
    Column("budget_text", gettext_lazy("Budget in the words of the source")),
    Column("has_ioc", gettext_lazy("Operations centre: yes or no")),
    Column("ioc_name", gettext_lazy("Name of the centre")),
    Column("ioc_date", gettext_lazy("Date of the centre: year, month or day (ISO 8601)")),
    Column("focus_areas", gettext_lazy("Focus areas in the words of the source, separated by ;")),
    Column("topics", gettext_lazy("Topics of the portal, separated by ;")),
    Column("partners", gettext_lazy("Partners, separated by ;")),
    Column("status", gettext_lazy("Status in words")),
    Column("status_date", gettext_lazy("Date of the status: year, month or day (ISO 8601)")),
    Column("register_state", gettext_lazy("State in the register chosen: proposed or confirmed"),
           empty=gettext_lazy("Empty: no register chosen.")),
    Column("sources", gettext_lazy("Public addresses of the sources, separated by spaces"),
           empty=gettext_lazy("Empty: the source is being verified.")),
    Column("url", gettext_lazy("Page of the programme"), empty=ALWAYS),
)  # fmt: skip


def record(row: Row, member: RegisterMember | None, site: str) -> list[Any]:
    """The cells of one programme, in the order of COLUMNS; None where nothing is known."""
    p = row.programme
    known_centre = p.has_ioc if p.has_ioc != HasCentre.UNKNOWN else None
    values = [
        p.slug, p.title_vi, p.title_en, p.unit.key, p.unit.name_vi,
        "; ".join(unit.key for unit in row.now), "; ".join(unit.name_vi for unit in row.now),
        p.scope, p.city.name_vi if p.city else None, p.kind, str(p.stage), p.confidence,
        p.decision_number, p.decision_date, p.issuer,
        p.period_start, p.period_end, p.vision_year,
        p.budget_value, p.budget_currency if p.budget_value is not None else None,
        p.in_language("budget_text").text, known_centre, p.ioc_name, p.ioc_date,
        "; ".join(p.focus_words), "; ".join(topic.name for topic in row.topics),
        "; ".join(p.partners), p.in_language("status").text, p.status_date,
        member.state if member else None,
        " ".join(s.public_url for s in p.sources.all() if s.public_url),
        f"{site}{p.get_absolute_url()}",
    ]  # fmt: skip
    return [value if value != "" else None for value in values]


def as_csv(records: Iterable[list[Any]]) -> bytes:
    """The programmes, one a line."""
    return tabular.as_csv(COLUMNS, records)


def as_xlsx(records: Iterable[list[Any]]) -> bytes:
    """Two sheets: the programmes and the dictionary of columns."""
    return tabular.as_xlsx(COLUMNS, records, title=gettext("Programmes"))
