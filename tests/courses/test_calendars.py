"""Calendars as programs read them: stable UIDs, rising SEQUENCE, the zone of Viet Nam, conflicts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from courses import services
from courses.calendars import personal_calendar, session_calendar
from courses.conflicts import conflicts_of
from courses.models import Meeting, Session
from courses.services.calendars import feed_of, renew_feed
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.places import UnitFactory

pytestmark = pytest.mark.django_db
MORNING = NOW + timedelta(days=30)
LINK = "https://hop.example/phong-1"


def with_meeting(*, after=timedelta(), hours=3, **columns):
    session = SessionFactory(open=True, **columns)
    begins = MORNING + after
    Meeting.objects.create(
        session=session,
        starts_at=begins,
        ends_at=begins + timedelta(hours=hours),
        topic="Dữ liệu đô thị",
        link=LINK,
    )
    return session


def events(body):
    return list(Calendar.from_ical(body).walk("VEVENT"))


def test_a_meeting_carries_the_zone_of_viet_nam_and_no_link_for_passers_by():
    session = with_meeting()
    body = session_calendar(session, at=NOW)
    (event,) = events(body)
    assert b"BEGIN:VTIMEZONE" in body
    assert event["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert event["DTSTART"].dt == MORNING
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert LINK.encode() not in body


def test_a_session_without_a_timetable_is_an_entry_of_whole_days():
    session = SessionFactory(open=True, ends_on=(NOW + timedelta(days=31)).date())
    (event,) = events(session_calendar(session, at=NOW))
    assert event["DTSTART"].dt == session.starts_on
    assert event["DTEND"].dt == session.ends_on + timedelta(days=1)


def test_a_changed_timetable_raises_the_sequence_and_a_dropped_meeting_says_cancelled():
    session = with_meeting()
    registrar = UserFactory(registrar=True)
    uid = events(session_calendar(session, at=NOW))[0]["UID"]
    edited = Session.objects.get(pk=session.pk)
    edited.meetings = []
    services.save_session(session=edited, by=registrar, at=NOW)
    session = Session.objects.get(pk=session.pk)
    found = {event["UID"]: event for event in events(session_calendar(session, at=NOW))}
    assert (found[uid]["STATUS"], found[uid]["SEQUENCE"]) == ("CANCELLED", 1)


def test_saving_without_a_change_tells_calendars_nothing():
    session = with_meeting()
    services.save_session(
        session=Session.objects.get(pk=session.pk), by=UserFactory(registrar=True), at=NOW
    )
    assert Session.objects.get(pk=session.pk).calendar_sequence == 0


def test_cancelling_a_session_cancels_its_entries():
    session = with_meeting()
    later = NOW + timedelta(days=1)
    services.cancel_session(
        session=session, by=UserFactory(registrar=True), at=later, reason="thiếu giảng viên"
    )
    (event,) = events(session_calendar(Session.objects.get(pk=session.pk), at=later))
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == later


def test_the_own_calendar_has_the_link_with_a_seat_and_says_cancelled_after_leaving():
    session, person = with_meeting(), participant()
    enrolment = services.enrol(session=session, person=person, at=NOW)
    body = personal_calendar(person, at=NOW)
    assert events(body)[0]["STATUS"] == "CONFIRMED"
    assert LINK.encode() in body.replace(b"\r\n ", b"")
    services.withdraw(enrolment=enrolment, by=person, at=NOW)
    body = personal_calendar(person, at=NOW)
    assert (events(body)[0]["STATUS"], events(body)[0]["SEQUENCE"]) == ("CANCELLED", 1)
    assert LINK.encode() not in body.replace(b"\r\n ", b"")


def test_who_waits_sees_the_session_as_undecided():
    session = with_meeting(capacity=1)
    services.enrol(session=session, person=participant(), at=NOW)
    waiting = participant()
    services.enrol(session=session, person=waiting, at=NOW)
    assert events(personal_calendar(waiting, at=NOW))[0]["STATUS"] == "TENTATIVE"


def test_a_renewed_address_makes_the_old_one_useless(client):
    person = participant()
    old = feed_of(person=person, at=NOW).token
    assert feed_of(person=person, at=NOW).token == old
    assert client.get(reverse("courses:personal_calendar", args=[old])).status_code == 200
    new = renew_feed(person=person, at=NOW).token
    assert client.get(reverse("courses:personal_calendar", args=[old])).status_code == 404
    assert client.get(reverse("courses:personal_calendar", args=[new])).status_code == 200


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_page_of_the_own_calendar_shows_the_address(client, language):
    person = participant()
    client.force_login(person)
    page = client.get(f"/{language}/courses/calendar/")
    assert feed_of(person=person, at=NOW).token in page.content.decode()


def test_the_calendar_file_is_public_and_absent_without_any_day(client):
    session = with_meeting()
    answer = client.get(reverse("courses:session_calendar", args=[session.pk]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "sessionid" not in answer.cookies
    empty = SessionFactory(starts_on=None)
    assert client.get(reverse("courses:session_calendar", args=[empty.pk])).status_code == 404


def test_meetings_at_one_time_collide_and_meetings_that_touch_do_not():
    person = participant()
    held = with_meeting()
    services.enrol(session=held, person=person, at=NOW)
    touching = with_meeting(after=timedelta(hours=3))
    overlapping = with_meeting(after=timedelta(hours=2))
    assert conflicts_of(person, touching) == []
    (conflict,) = conflicts_of(person, overlapping)
    assert (conflict.session, conflict.is_travel) == (held, False)


def test_days_of_travel_collide_only_where_one_has_to_travel():
    person = participant(agency=AgencyFactory(unit=UnitFactory()))
    services.enrol(session=with_meeting(), person=person, at=NOW)
    far = with_meeting(after=timedelta(days=1), travel_days=1, unit=UnitFactory())
    near = with_meeting(after=timedelta(days=1), travel_days=1, unit=person.agency.unit)
    assert [found.is_travel for found in conflicts_of(person, far)] == [True]
    assert conflicts_of(person, near) == []
