"""Provinces and agencies by the names people write, and the nearest name where none fits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.utils.formats import date_format

from vkc.accounts.models import Agency
from vkc.core.text import slug_text
from vkc.places.models import Succession, Unit

PREFIXES = ("thanh-pho-", "tinh-", "tp-", "t-p-", "city-of-", "province-of-")
SUFFIXES = ("-city", "-province")
NEAR = 0.6


class NotFound(Exception):
    """A name that cannot be used, with the rule it breaks."""

    def __init__(self, column: str, rule: str, /, **facts: Any) -> None:
        self.column, self.rule, self.facts = column, rule, facts
        super().__init__(rule)


@dataclass
class Directory:
    """Everything known, read once; answers are remembered, so a wrong name costs once."""

    agencies: dict[str, list[Agency]] = field(default_factory=dict)
    units: dict[str, list[Unit]] = field(default_factory=dict)
    successors: dict[int, tuple[Unit, date]] = field(default_factory=dict)
    answers: dict[tuple[str, str], Agency | NotFound] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Directory:
        """Three queries."""
        found = cls()
        for agency in Agency.objects.select_related("unit").order_by("pk"):
            for name in {agency.name_vi, agency.name_en, agency.name_ko} - {""}:
                found.agencies.setdefault(slug_text(name), []).append(agency)
        for unit in Unit.objects.order_by("scheme", "code"):
            for key in {slug_text(unit.name_vi), slug_text(unit.name_en)} - {""}:
                found.units.setdefault(key, []).append(unit)
        for row in Succession.objects.select_related("successor"):
            found.successors[row.predecessor_id] = (row.successor, row.on)
        return found

    def agency(self, name: str, province: str) -> Agency:
        """The agency of that name in that province; raises NotFound."""
        key = (slug_text(name), slug_text(province))
        if key not in self.answers:
            try:
                self.answers[key] = self._agency(name, province)
            except NotFound as error:
                self.answers[key] = error
        answer = self.answers[key]
        if isinstance(answer, NotFound):
            raise answer
        return answer

    def _agency(self, name: str, province: str) -> Agency:
        named = self.agencies.get(slug_text(name), [])
        units = self._province(province) if province else None
        if units is not None:
            there = {unit.pk for unit in units}
            fitting = [agency for agency in named if agency.unit_id in there]
            if not fitting and all(unit.scheme != 34 for unit in units):
                raise self._former(units[0])
            if named and not fitting:
                raise NotFound(
                    "province", "province_wrong", agency=named[0].name_vi,
                    provinces=_provinces(named),
                )  # fmt: skip
            named = fitting
        if not named:
            raise self._unknown_agency(name, units)
        if not any(agency.is_active for agency in named):
            raise NotFound("agency", "agency_inactive")
        named = [agency for agency in named if agency.is_active]
        if len(named) > 1:
            raise NotFound(
                "agency", "agency_ambiguous", column="province", provinces=_provinces(named)
            )
        return named[0]

    def _province(self, name: str) -> list[Unit]:
        plain = slug_text(name)
        for key in (plain, _bare(plain)):
            if key in self.units:
                return self.units[key]
        near = get_close_matches(_bare(plain), self.units, n=1, cutoff=NEAR)
        if not near:
            raise NotFound("province", "province_unknown")
        # Of two units of one name the one of today is meant.
        nearest = min(self.units[near[0]], key=lambda unit: unit.scheme)
        raise NotFound("province", "province_unknown_near", near=nearest.name_vi)

    def _former(self, unit: Unit) -> NotFound:
        now, on = self.successors.get(unit.pk, (None, None))
        if now is None:
            return NotFound("province", "province_unknown")
        day = date_format(on, "SHORT_DATE_FORMAT")
        return NotFound("province", "province_former", name=unit.name_vi, now=now.name_vi, day=day)

    def _unknown_agency(self, name: str, units: list[Unit] | None) -> NotFound:
        there = {unit.pk for unit in units or []}
        local = [
            key
            for key, agencies in self.agencies.items()
            if any(agency.unit_id in there for agency in agencies)
        ]
        for names in (local, list(self.agencies)):
            near = get_close_matches(slug_text(name), names, n=1, cutoff=NEAR)
            if near:
                found = self.agencies[near[0]][0].name_vi
                return NotFound("agency", "agency_unknown_near", near=found)
        return NotFound("agency", "agency_unknown")


def _bare(key: str) -> str:
    for prefix in PREFIXES:
        key = key.removeprefix(prefix)
    for suffix in SUFFIXES:
        key = key.removesuffix(suffix)
    return key


def _provinces(agencies: list[Agency]) -> str:
    names = [agency.unit.name_vi if agency.unit else "—" for agency in agencies]
    return ", ".join(dict.fromkeys(names))
