"""Days off by law in Viet Nam, and what the Government swapped, as the package `holidays` has them.

The package (country VN) carries article 112 of the Labour Code 2019 (45/2019/QH14): 1/1, five days
of Tết, 10/3 lunar, 30/4, 1/5, two days of 2/9, their days in lieu, from 2026 the Vietnamese
Cultural Day 24/11; and, for the years it names, the swaps the Government announced: a day off, and
the Saturday worked in its place, each with the notice its authors read (`notices_of`).

Which five days Tết takes and which day stands beside 2/9 the Prime Minister decides each year; for
years not decided yet the package assumes the usual choice. A year without an entry may have had no
swap, or its notice is not in this release: nothing is concluded from it (`is_decided` is false).
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays
from holidays.countries import vietnam

SWAPS: dict[int, tuple] = vietnam.VietnamStaticHolidays.special_public_holidays
# “[2018-2019](https://…)”: the package names its sources so.
NOTICE = re.compile(r"\[(\d{4})(?:-(\d{4}))?\]\((https://\S+)\)")


@dataclass(frozen=True)
class LegalDay:
    """One day that the week alone would not tell; `name` is Vietnamese."""

    day: date
    name: str
    is_working: bool = False


@cache
def legal_days(year: int) -> tuple[LegalDay, ...]:
    """The days off of one year and the weekend days worked in it, in order."""
    # A swap may reach over New Year: 31/12/2018 was off, 5/1/2019 worked for it.
    known = holidays.country_holidays("VN", years=range(year - 1, year + 2), language="vi")
    off = [LegalDay(day, name) for day, name in known.items() if day.year == year]
    worked = [
        LegalDay(day, "Làm bù cho ngày nghỉ hoán đổi", is_working=True)
        for day in known.weekend_workdays
        if day.year == year
    ]
    return tuple(sorted(off + worked, key=lambda found: found.day))


@cache
def legal_calendar(year: int) -> dict[date, bool]:
    """Day → whether it is worked, for the days of a year that differ from the plain week."""
    return {found.day: found.is_working for found in legal_days(year)}


def is_decided(year: int) -> bool:
    """Whether the package knows what the Government swapped in that year."""
    return year in SWAPS


def source_name() -> str:
    """What stands as the source of these days."""
    return f"python-holidays {holidays.__version__}"


def notices_of(year: int) -> list[str]:
    """Addresses of the notices the package cites for the swaps of a year; may be empty."""
    found = NOTICE.findall(vietnam.VietnamStaticHolidays.__doc__ or "")
    return [url for first, last, url in found if int(first) <= year <= int(last or first)]
