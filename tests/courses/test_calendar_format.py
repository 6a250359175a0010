"""What the calendars send, octet by octet, against RFC 5545; no library is believed."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from courses import services
from courses.calendars import personal_calendar, session_calendar
from courses.models import Meeting
from tests.factories.courses import NOW, SessionFactory, participant

pytestmark = pytest.mark.django_db
TOPIC = "Nền tảng; dữ liệu, “số” \\ đô thị: “ngữ cảnh” 🏙️ " + "thành phố thông minh " * 6
ROOM = 'Phòng 3, nhà A; tầng 2: "hội trường"'
TEACHER = "Nguyễn Thị Ánh, Trần Đức"
LINK = "https://hop.example/phong-1?a=1;b=2,3"
LINE = re.compile(r"^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(.*)$", re.S)


@pytest.fixture
def person():
    return participant()


@pytest.fixture
def session(person):
    made = SessionFactory(open=True)
    begins = NOW + timedelta(days=30)
    for after in (timedelta(), timedelta(days=1)):
        Meeting.objects.create(
            session=made,
            starts_at=begins + after,
            ends_at=begins + after + timedelta(hours=3),
            topic=TOPIC.strip(),
            room=ROOM,
            teacher=TEACHER,
            link=LINK,
        )
    services.enrol(session=made, person=person, at=NOW)
    return made


@pytest.fixture(params=["session", "person"])
def body(request, session, person):
    if request.param == "session":
        return session_calendar(session, at=NOW)
    return personal_calendar(person, at=NOW)


def lines_of(body):
    """Unfolded content lines as (name, parameters, value as written)."""
    found = [LINE.match(line) for line in body.decode().replace("\r\n ", "").split("\r\n")[:-1]]
    assert all(found), "each line is a name, parameters and a value"
    return [match.groups() for match in found]


def unescaped(text):
    return re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], text)


def component(lines, name):
    """The properties of each component of that name, without those inside it."""
    found, depth = [], []
    for line in lines:
        if line[0] == "BEGIN":
            depth.append(line[2])
            if line[2] == name:
                found.append([])
        elif line[0] == "END":
            assert depth.pop() == line[2], "components are nested rightly"
        elif depth[-1] == name:
            found[-1].append(line)
    assert depth == []
    return found


def test_lines_are_folded_at_75_octets_and_no_letter_is_split(body):
    assert body.endswith(b"END:VCALENDAR\r\n")
    physical = body.split(b"\r\n")[:-1]
    assert b"\n" not in b"".join(physical)
    assert b"\r" not in b"".join(physical)
    assert max(map(len, physical)) <= 75
    assert any(line.startswith(b" ") for line in physical), "something was folded"
    for line in physical:
        line.decode()  # refuses half a letter


def test_the_texts_come_out_as_they_were_written(body, session):
    for event in component(lines_of(body), "VEVENT"):
        values = {name: value for name, _parameters, value in event}
        assert unescaped(values["SUMMARY"]) == f"{TOPIC.strip()} · {session.course.title}"
        assert unescaped(values["LOCATION"]) == ROOM
        assert TEACHER in unescaped(values["DESCRIPTION"])
        for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", values[name]), "escaped"


def test_each_entry_has_what_the_standard_asks_for(body):
    lines = lines_of(body)
    (calendar,) = component(lines, "VCALENDAR")
    names = [name for name, _parameters, _value in calendar]
    assert names.count("PRODID") == names.count("VERSION") == 1
    # With a METHOD the entries would need an organiser (RFC 5546) and DTSTAMP would be now.
    assert "METHOD" not in names
    ((*zone,),) = component(lines, "VTIMEZONE")
    (standard,) = component(lines, "STANDARD")
    zones = {value for name, _parameters, value in zone if name == "TZID"}
    assert {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"} <= {name for name, *_rest in standard}
    events = component(lines, "VEVENT")
    for event in events:
        names = [name for name, _parameters, _value in event]
        for once in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"):
            assert names.count(once) == 1
        found = {name: (parameters, value) for name, parameters, value in event}
        assert found["DTSTART"][0] == found["DTEND"][0]
        assert found["DTSTART"][0].removeprefix(";TZID=") in zones
        for moment in ("DTSTAMP", "LAST-MODIFIED"):
            assert re.fullmatch(r"\d{8}T\d{6}Z", found[moment][1])
    uids = [value for event in events for name, _parameters, value in event if name == "UID"]
    assert len(uids) == len(set(uids)) == 2


def test_asked_twice_it_is_the_same_to_the_octet(session, person):
    later = NOW + timedelta(hours=5)
    assert session_calendar(session, at=NOW) == session_calendar(session, at=later)
    assert personal_calendar(person, at=NOW) == personal_calendar(person, at=later)


def test_a_calendar_program_reads_it_and_would_write_the_same(body):
    assert Calendar.from_ical(body).to_ical() == body


def test_days_without_a_timetable_carry_no_zone_and_no_time():
    made = SessionFactory(open=True, ends_on=(NOW + timedelta(days=31)).date())
    (event,) = component(lines_of(session_calendar(made, at=NOW)), "VEVENT")
    found = {name: (parameters, value) for name, parameters, value in event}
    assert found["DTSTART"][0] == found["DTEND"][0] == ";VALUE=DATE"
    assert re.fullmatch(r"\d{8}", found["DTSTART"][1])
    assert found["DTEND"][1] > found["DTSTART"][1]
