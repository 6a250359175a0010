"""Working hours skip nights, weekends, Tết and what the Government decides."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.days_off import years_of_days
from courses.models import DayOff
from courses.services.legal_days import is_decided, notices_of, source_name
from courses.services.working_time import (
    BLOCKS,
    WorkingDays,
    add_working_hours,
    working_hours_between,
)
from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MOMENTS = st.datetimes(datetime(2025, 12, 20), datetime(2027, 12, 20), timezones=st.just(VIETNAM))
QUICK = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def at(day, hour, minute=0):
    return datetime(*day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at((2026, 3, 2), 9), 2, at((2026, 3, 2), 11)),
        (at((2026, 3, 2), 11), 2, at((2026, 3, 2), 14)),
        (at((2026, 3, 2), 16), 16, at((2026, 3, 4), 16)),
        (at((2026, 3, 6), 16), 2, at((2026, 3, 9), 9)),
        (at((2026, 3, 7), 3), 0, at((2026, 3, 9), 8)),
        # Tết 2026: from Monday 16/2 to Friday 20/2; 2027: from 4/2 to 10/2.
        (at((2026, 2, 13), 16), 2, at((2026, 2, 23), 9)),
        (at((2027, 2, 3), 16), 2, at((2027, 2, 11), 9)),
        # The Hùng Kings' day on a Sunday, then 30/4 and 1/5.
        (at((2026, 4, 24), 17), 8, at((2026, 4, 28), 17)),
        (at((2026, 4, 29), 17), 1, at((2026, 5, 4), 9)),
    ],
)
def test_hours_are_counted_in_working_time(start, hours, end):
    assert add_working_hours(start, hours) == end


def test_what_the_government_swaps_wins_over_the_calendar():
    start = at((2027, 3, 12), 16)
    assert add_working_hours(start, 2) == at((2027, 3, 15), 9)
    notice = {"name": "Hoán đổi", "source_title": "Thông báo thử"}
    DayOff.objects.create(day=date(2027, 3, 13), is_working=True, **notice)
    assert add_working_hours(start, 2) == at((2027, 3, 13), 9)
    DayOff.objects.filter(day=date(2027, 3, 13)).delete()
    DayOff.objects.create(day=date(2027, 3, 15), is_working=False, **notice)
    assert add_working_hours(start, 2) == at((2027, 3, 16), 9)


@QUICK
@given(start=MOMENTS, hours=st.integers(0, 120))
def test_the_end_lies_in_working_time_and_counts_back_to_the_hours(start, hours):
    end = add_working_hours(start, hours)
    assert end >= start
    assert WorkingDays(end.date()).is_working(end.date())
    assert any(begins <= end.time() <= ends for begins, ends in BLOCKS)
    assert working_hours_between(start, end) == hours


@QUICK
@given(start=MOMENTS, later=st.integers(0, 20000), hours=st.integers(0, 60), more=st.integers(0, 9))
def test_later_starts_and_more_hours_never_end_earlier(start, later, hours, more):
    end = add_working_hours(start, hours)
    assert add_working_hours(start + timedelta(minutes=later), hours) >= end
    assert add_working_hours(start, hours + more) >= end


def test_negative_hours_are_refused():
    with pytest.raises(ValueError, match="negative"):
        add_working_hours(at((2026, 3, 2), 9), -1)


def test_one_question_to_the_table(django_assert_num_queries):
    with django_assert_num_queries(1):
        add_working_hours(at((2026, 3, 2), 9), 40)


@pytest.mark.parametrize(
    ("year", "off", "worked"),
    [
        (2025, date(2025, 5, 2), date(2025, 4, 26)),
        (2026, date(2026, 8, 31), date(2026, 8, 22)),
        (2024, date(2024, 4, 29), date(2024, 5, 4)),
        # Announced with the year before: 31/12/2018 off, the Saturday worked lies in 2019.
        (2019, date(2018, 12, 31), date(2019, 1, 5)),
    ],
)
def test_a_swap_of_the_government_moves_a_day_off_and_a_saturday_is_worked(year, off, worked):
    days = WorkingDays(date(year - 1, 12, 1))
    assert worked.weekday() == 5
    assert (days.is_working(off), days.is_working(worked)) == (False, True)
    friday = datetime.combine(worked - timedelta(days=1), time(16), tzinfo=VIETNAM)
    assert add_working_hours(friday, 2) == friday + timedelta(hours=17)
    assert is_decided(year)


def test_the_table_wins_over_a_swap_of_the_package():
    DayOff.objects.create(
        day=date(2026, 8, 22), is_working=False, name="Nghỉ", source_title="Thông báo thử"
    )
    assert not WorkingDays(date(2026, 8, 1)).is_working(date(2026, 8, 22))


def test_a_swap_names_the_notice_that_the_package_cites():
    assert source_name().startswith("python-holidays 0.")
    assert len(notices_of(2025)) == len(notices_of(2018)) == len(notices_of(2019)) == 1
    assert "6150-TB-BLDTBXH" in notices_of(2025)[0]
    assert notices_of(2027) == []


def test_the_desk_says_which_years_are_not_decided():
    assert not is_decided(2030)
    unknown, known = years_of_days(2030)[0], years_of_days(2026)[0]
    assert (unknown.is_decided, known.is_decided) == (False, True)
    DayOff.objects.create(day=date(2030, 5, 2), name="Hoán đổi", source_title="Thông báo thử")
    DayOff.objects.create(
        day=date(2030, 4, 30), is_working=True, name="Làm bù", source_title="Thông báo thử"
    )
    told = years_of_days(2030)[0]
    assert told.is_decided
    assert [day.day for day, is_overruled in told.days if is_overruled] == [date(2030, 4, 30)]


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_desk_shows_the_calendar_of_two_years(language):
    desk = signed_in(UserFactory(registrar=True, language=language))
    page = desk.get("/cms/snippets/courses/dayoff/")
    assert page.status_code == 200
    assert "python-holidays" in page.content.decode()
    assert [year.days[0][0].day.day for year in page.context["years"]] == [1, 1]
