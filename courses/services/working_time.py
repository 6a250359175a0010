"""Working hours in Viet Nam: when the clock of an offer runs.

Hours: 8–12 and 13–17, Monday to Friday, Asia/Ho_Chi_Minh (a week of 40 hours as in Decision
188/1999/QĐ-TTg; offices that begin earlier in summer are not told apart).

Days off come from two sources: the law's calendar with the swaps of the years it knows
(`services.legal_days`), and the table `DayOff`, kept by the registrar with the notice it was read
in. The table wins.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from courses.models import DayOff
from courses.services.legal_days import legal_calendar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BLOCKS = ((time(8), time(12)), (time(13), time(17)))
SATURDAY = 5
HORIZON = 400


class WorkingDays:
    """Which days are worked, from one day on; the table is asked once, at the first question."""

    def __init__(self, first: date) -> None:
        self.first = first
        rows = DayOff.objects.filter(day__gte=first, day__lte=first + timedelta(days=HORIZON))
        self._told = dict(rows.values_list("day", "is_working"))

    def is_working(self, day: date) -> bool:
        """A day the table names is what the table says; else the law, else the week."""
        told = self._told.get(day)
        if told is None:
            told = legal_calendar(day.year).get(day)
        return day.weekday() < SATURDAY if told is None else told

    def blocks(self) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of working time, in order, from the first day on."""
        for offset in range(HORIZON):
            day = self.first + timedelta(days=offset)
            if self.is_working(day):
                for begins, ends in BLOCKS:
                    yield _moment(day, begins), _moment(day, ends)


def add_working_hours(at: datetime, hours: float) -> datetime:
    """The moment when so many working hours have passed since `at`; itself within working time.

    `hours` ≥ 0. Asks the table of days off once. Raises ValueError for more hours than the
    working time of the next 400 days.
    """
    if hours < 0:
        raise ValueError(f"hours must not be negative: {hours}")
    left = timedelta(hours=hours)
    start = at.astimezone(ZONE)
    for begins, ends in WorkingDays(start.date()).blocks():
        since = max(begins, start)
        if since > ends or (since == ends and left):
            continue
        if ends - since >= left:
            return since + left
        left -= ends - since
    raise ValueError(f"no working time for {hours} hours after {at}")


def working_hours_between(first: datetime, last: datetime) -> float:
    """Working hours between two moments; 0 where the second is not the later one."""
    first, last = first.astimezone(ZONE), last.astimezone(ZONE)
    total = timedelta()
    for begins, ends in WorkingDays(first.date()).blocks():
        if begins >= last:
            break
        total += max(timedelta(), min(ends, last) - max(begins, first))
    return total / timedelta(hours=1)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZONE)
