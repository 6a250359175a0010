"""Hours frozen at completion, counted by type and rule, and their signed statement."""

import unicodedata
from datetime import date, timedelta

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.translation import override

from courses.exceptions import certificates as refusals
from courses.loading_rules import load_training_rules
from courses.models import HoursRecord, HoursRule, Meeting, TrainingType, Transcript
from courses.services.hours import periods_of, record_hours
from courses.services.signing import check_pdf
from courses.services.transcripts import make_transcript, rules_in_force, year_facts
from tests.factories.accounts import AgencyFactory
from tests.factories.courses import CourseFactory, participant
from tests.factories.courses_certificates import AT, completed, finished_session
from tests.factories.places import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    return TrainingType.objects.create(name_vi="Bồi dưỡng thử", name_en="Trial training")


def course(kind=None, periods=40):
    return CourseFactory(training_type=kind, periods=periods)


def recorded(person, *, year=2026, **fields):
    session = finished_session(
        course=course(**fields), starts_on=date(year, 3, 2), ends_on=date(year, 3, 6)
    )
    return record_hours(enrolment=completed(session=session, person=person), at=AT)


def test_hours_freeze_what_stood_that_day(kind):
    unit = UnitFactory(scheme=63, code="49", name_vi="Quảng Nam")
    person = participant(agency=AgencyFactory(province=True, unit=unit, name_vi="Sở thử"))
    record = recorded(person, kind=kind)
    person.agency = AgencyFactory()
    person.save()
    again = record_hours(enrolment=record.enrolment, at=AT + timedelta(days=9))
    assert again.pk == record.pk
    assert (again.unit_scheme, again.unit_code, again.unit_name) == (63, "49", "Quảng Nam")
    assert (again.agency_name, again.periods, again.training_type) == ("Sở thử", 40, kind)
    assert (again.year, again.completed_on) == (2026, date(2026, 3, 6))


def test_only_completion_counts():
    enrolment = completed()
    enrolment.state = "confirmed"
    with pytest.raises(refusals.NotCompleted):
        record_hours(enrolment=enrolment, at=AT)


def test_periods_come_from_a_whole_timetable_else_from_the_course_else_stay_unknown():
    session = finished_session(course=course(periods=40))
    meeting = {"session": session, "starts_at": AT, "ends_at": AT + timedelta(hours=3)}
    Meeting.objects.create(**meeting, periods=4)
    Meeting.objects.create(**meeting, periods=5)
    assert periods_of(session) == 9
    Meeting.objects.create(**meeting, periods=None)
    assert periods_of(session) == 40
    assert periods_of(finished_session(course=course(periods=None))) is None


@pytest.mark.parametrize("column", ["periods = 99", "unit_code = '01'", "year = 2020"])
def test_the_database_keeps_a_record_as_it_was(column):
    recorded(participant())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE courses_hoursrecord SET {column}")


def test_numbers_equal_a_plain_recount(kind):
    person = participant()
    for periods, of_kind in ((40, kind), (16, kind), (None, kind), (8, None)):
        recorded(person, kind=of_kind, periods=periods)
    recorded(person, year=2025, kind=kind)
    recorded(participant(), kind=kind)
    facts = year_facts(person, 2026, on=date(2026, 12, 1))
    plain = [r.periods for r in HoursRecord.objects.all() if r.person == person and r.year == 2026]
    assert facts["periods"] == sum(p for p in plain if p) == 64
    assert facts["unknown"] == plain.count(None) == 1
    by_type = {group["type_vi"]: group["periods"] for group in facts["types"]}
    assert by_type == {"Bồi dưỡng thử": 56, "": 8}


def test_unknown_periods_are_never_zero():
    person = participant()
    recorded(person, periods=None)
    assert year_facts(person, 2026, on=date(2026, 12, 1))["periods"] is None


def test_the_rule_is_that_of_the_day(kind):
    HoursRule.objects.create(training_type=kind, text_number="không rõ ngày")
    HoursRule.objects.create(
        training_type=kind,
        text_number="cũ",
        valid_from=date(2020, 1, 1),
        valid_until=date(2025, 6, 29),
    )
    HoursRule.objects.create(
        training_type=kind,
        text_number="mới",
        valid_from=date(2025, 6, 30),
        periods_a_year=40,
        title="Nguồn thử",
    )
    numbers = {day: rules_in_force(on=day)[kind.pk].text_number
               for day in (date(2019, 1, 1), date(2024, 1, 1), date(2025, 6, 30))}  # fmt: skip
    assert list(numbers.values()) == ["không rõ ngày", "cũ", "mới"]


def test_no_threshold_without_source_and_day(kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        HoursRule.objects.create(training_type=kind, text_number="x", periods_a_year=40)


def test_the_loaded_rules_invent_no_threshold_and_loading_again_changes_nothing():
    first = load_training_rules()[0]
    assert first.added == 4
    assert load_training_rules()[0].unchanged == 4
    rule = HoursRule.objects.get(text_number="171/2025/NĐ-CP")
    assert (rule.periods_a_year, rule.valid_from) == (None, None)
    assert rule.url.startswith("https://")


def test_the_statement_is_signed_and_made_again_only_when_the_hours_changed(kind):
    person = participant(full_name="Đỗ Thị Hường")
    recorded(person, kind=kind)
    first = make_transcript(person=person, year=2026, by=person, at=AT)
    with first.file.open("rb") as file:
        pdf = file.read()
    assert check_pdf(pdf, signed_with=first.signed_with, moment=AT).holds
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert "Đỗ Thị Hường" in unicodedata.normalize("NFC", text)
    assert make_transcript(person=person, year=2026, by=person, at=AT + timedelta(days=1)) == first
    recorded(person, kind=kind, periods=8)
    second = make_transcript(person=person, year=2026, by=person, at=AT + timedelta(days=2))
    assert second.pk != first.pk
    with pytest.raises(refusals.NoHours):
        make_transcript(person=person, year=2020, by=person, at=AT)
    with pytest.raises(PermissionDenied):
        make_transcript(person=person, year=2026, by=participant(), at=AT)


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_page_of_hours_sums_and_makes_the_statement(client, kind, language):
    person = participant()
    recorded(person, kind=kind)
    client.force_login(person)
    with override(language):
        url = reverse("courses:transcript")
    page = client.get(url)
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1
    assert ">40<" in page.content.decode()
    assert client.post(url).status_code == 302
    made = Transcript.objects.get(person=person)
    assert made.sha256 in client.get(url).content.decode()
    public = client.get(reverse("certificates:check", args=[made.code]))
    assert made.sha256 in public.content.decode()


def test_others_do_not_see_my_hours_but_the_registrar_does(client):
    person = participant()
    recorded(person)
    url = f"{reverse('courses:transcript')}?person={person.pk}"
    client.force_login(participant())
    assert client.get(url).status_code == 404
    for odd in ("abc", "²", "9" * 5000):
        assert client.get(f"{reverse('courses:transcript')}?person={odd}").status_code == 404
        assert client.get(f"{reverse('courses:transcript')}?year={odd}").status_code == 200
