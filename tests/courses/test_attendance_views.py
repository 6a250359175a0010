"""The doors of attendance: the code at the door, the desk and its batches, sheets, corrections."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from courses.attendance import codes
from courses.models import AttendanceMark, AttendanceMarkEvent, Enrolment
from courses.services.attendance import GUESSES
from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.courses import participant
from tests.factories.courses_attendance import room

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return room(teacher=UserFactory(partner=True), now=timezone.now())


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def code_for(here, *, ago: int = 0) -> str:
    at = timezone.now() - timedelta(seconds=ago)
    return codes.room_code(here.meeting.pk, codes.step_at(at))


def enter(person, code):
    return client_of(person).get(f"/vi/courses/check-in/{code}/")


def test_the_code_on_the_screen_marks_who_opens_it(here):
    answer = enter(here.enrolments[0].person, code_for(here))
    assert answer.status_code == 200
    mark = AttendanceMark.objects.get()
    assert (mark.enrolment, mark.state, mark.source) == (here.enrolments[0], "present", "code")
    assert AttendanceMarkEvent.objects.get().subject == mark


def test_checking_in_twice_gives_the_same_answer_and_one_mark(here):
    person = here.enrolments[0].person
    first = enter(person, code_for(here))
    again = enter(person, code_for(here))
    said = re.search(r"<main.*</main>", first.content.decode(), re.S).group()
    assert said in again.content.decode()
    assert AttendanceMark.objects.count() == AttendanceMarkEvent.objects.count() == 1


def test_a_replayed_code_is_refused_after_thirty_seconds(here):
    person = here.enrolments[0].person
    old = enter(person, code_for(here, ago=30))
    assert old.status_code == 409
    assert "30" in old.content.decode()
    assert not AttendanceMark.objects.exists()
    assert enter(person, code_for(here, ago=codes.STEP_SECONDS)).status_code == 200


def test_a_code_of_another_meeting_or_a_person_without_a_seat_is_refused(here):
    there = room(now=timezone.now())
    assert enter(here.enrolments[0].person, code_for(there)).status_code == 409
    assert enter(participant(), code_for(here)).status_code == 409
    assert enter(here.enrolments[0].person, "ABCDEFGH").status_code == 409
    assert not AttendanceMark.objects.exists()


@pytest.mark.parametrize("shift", [timedelta(hours=-4), timedelta(hours=4)])
def test_outside_the_hours_of_the_meeting_nobody_checks_in(here, shift):
    here.meeting.starts_at += shift
    here.meeting.ends_at += shift
    here.meeting.save()
    assert enter(here.enrolments[0].person, code_for(here)).status_code == 409
    assert not AttendanceMark.objects.exists()


def test_guessing_codes_is_stopped_and_right_codes_are_not_counted(here):
    person = here.enrolments[0].person
    for _number in range(GUESSES - 1):
        assert enter(person, "ABCDEFGH").status_code == 409
    assert enter(person, code_for(here)).status_code == 200
    enter(person, "ABCDEFGH")
    assert enter(person, "ABCDEFGH").status_code == 429


def test_a_typed_code_may_have_spaces_and_small_letters(here):
    client = client_of(here.enrolments[0].person)
    code = code_for(here).lower()
    answer = client.post("/vi/courses/check-in/", {"code": f"{code[:4]} {code[4:]}"}, follow=True)
    assert answer.status_code == 200
    assert AttendanceMark.objects.count() == 1


def test_checking_in_is_cheap(here, django_assert_max_num_queries):
    client = client_of(here.enrolments[0].person)
    client.get("/vi/courses/check-in/")
    with django_assert_max_num_queries(12):
        client.get(f"/vi/courses/check-in/{code_for(here)}/")
    assert AttendanceMark.objects.exists()


PAGES = [
    "",
    "meetings/{m}/screen/",
    "meetings/{m}/sheet/",
    "meetings/{m}/corrections/",
    "announcements/",
]


def addresses(here, language="vi"):
    base = f"/{language}/courses/sessions/{here.session.pk}/desk/"
    return [base + page.format(m=here.meeting.pk) for page in PAGES]


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_pages_of_the_desk_open_in_three_languages(here, language):
    client = client_of(here.teacher)
    for address in addresses(here, language):
        page = client.get(address)
        assert page.status_code == 200, address
        assert page.content.decode().count("<h1") == 1
    mine = client_of(here.enrolments[0].person)
    for address in ("check-in/", f"sessions/{here.session.pk}/my-code/"):
        assert mine.get(f"/{language}/courses/{address}").status_code == 200


@pytest.mark.parametrize("who", ["participant", "other_teacher", "coordinator"])
def test_the_desk_is_not_there_for_others(here, who):
    people = {
        "participant": here.enrolments[0].person,
        "other_teacher": UserFactory(partner=True),
        "coordinator": UserFactory(coordinator=True),
    }
    client = client_of(people[who])
    for address in [*addresses(here), f"{addresses(here)[0]}roster.json"]:
        assert client.get(address).status_code == 404, address
    assert sync(here, client, []).status_code == 404


def test_the_registrar_comes_to_every_desk(here):
    assert signed_in(UserFactory(registrar=True)).get(addresses(here)[0]).status_code == 200


def test_a_personal_code_is_shown_to_its_person_only(here):
    address = f"/vi/courses/sessions/{here.session.pk}/my-code/"
    page = client_of(here.enrolments[0].person).get(address).content.decode()
    assert codes.personal_number(here.enrolments[0].pk) in page
    assert "<svg" in page
    assert client_of(participant()).get(address).status_code == 404


def test_the_sheet_has_a_code_and_a_number_for_each_person(here):
    page = client_of(here.teacher).get(addresses(here)[2]).content.decode()
    assert page.count('class="qr"') == len(here.enrolments)
    assert all(codes.personal_number(row.pk) in page for row in here.enrolments)


def test_the_roster_holds_names_and_hashes_and_nothing_else(here, django_assert_max_num_queries):
    client = client_of(here.teacher)
    address = f"{addresses(here)[0]}roster.json"
    client.get(address)
    with django_assert_max_num_queries(16):
        body = client.get(address).json()
    assert set(body["people"][0]) == {"id", "name", "note", "code", "number"}
    text = json.dumps(body)
    for row in here.enrolments:
        assert codes.personal_token(row.pk) not in text
        assert row.person.email not in text
    token = codes.personal_token(here.enrolments[0].pk)
    assert codes.hash_of(token) in {person["code"] for person in body["people"]}


def test_the_shell_that_a_device_keeps_has_no_names(here):
    page = client_of(here.teacher).get(f"{addresses(here)[0]}?shell=1").content.decode()
    assert all(row.person.full_name not in page for row in here.enrolments)


def test_the_worker_is_served_from_the_desk_and_allowed_by_the_policy(here):
    client = client_of(here.teacher)
    page = client.get(addresses(here)[0])
    assert "worker-src 'self'" in page["Content-Security-Policy"]
    assert page["Permissions-Policy"] == "camera=(self)"
    worker = client.get(f"{addresses(here)[0]}worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    manifest = client.get(f"{addresses(here)[0]}manifest.webmanifest").json()
    assert manifest["scope"] == manifest["start_url"] == addresses(here)[0]


def mark(here, number=0, **changes):
    values = {
        "key": str(uuid4()),
        "meeting": here.meeting.pk,
        "enrolment": here.enrolments[number].pk,
        "state": "present",
        "source": "staff",
        "at": timezone.now().isoformat(),
    }
    return {**values, **changes}


def sync(here, client, marks, **body):
    data = {"sent_at": timezone.now().isoformat(), "marks": marks, **body}
    address = f"/vi/courses/sessions/{here.session.pk}/desk/sync/"
    return client.post(address, data, content_type="application/json")


def test_a_batch_after_hours_offline_is_kept_once(here):
    client = client_of(here.teacher)
    batch = [mark(here, 0), mark(here, 1), mark(here, 1, state="undone")]
    first = sync(here, client, batch).json()["answers"]
    assert [row["answer"] for row in first] == ["recorded"] * 3
    assert sync(here, client, batch).json()["answers"] == first
    assert AttendanceMark.objects.filter(state="present").count() == 1
    assert AttendanceMarkEvent.objects.count() == 3


def test_a_clock_two_hours_ahead_is_put_right_by_the_moment_of_sending(here):
    ahead = timezone.now() + timedelta(hours=2)
    made = ahead - timedelta(minutes=30)
    sync(
        here, client_of(here.teacher), [mark(here, at=made.isoformat())], sent_at=ahead.isoformat()
    )
    row = AttendanceMark.objects.get()
    assert abs(row.marked_at - (timezone.now() - timedelta(minutes=30))) < timedelta(seconds=30)
    assert -7205 < row.offset_seconds < -7195


def test_one_unreadable_mark_costs_no_other(here):
    bad = [
        {"key": "x"}, "text", None, mark(here, key="no-uuid"), mark(here, state="absent"),
        mark(here, at="lunch"), mark(here, enrolment=10**30), mark(here, meeting=True),
        mark(here, offset_ms="NaN"), mark(here, enrolment=[1]),
    ]  # fmt: skip
    answers = sync(here, client_of(here.teacher), [*bad, mark(here)]).json()["answers"]
    assert sorted(row["answer"] for row in answers) == ["recorded"] + ["refused"] * len(bad)
    assert AttendanceMark.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"marks": 3}', b"[" * 100_000, b"\xff"])
def test_a_body_that_cannot_be_read_is_answered_with_a_sentence(here, body):
    address = f"/vi/courses/sessions/{here.session.pk}/desk/sync/"
    answer = client_of(here.teacher).post(address, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["sentence"]


def test_a_device_that_is_signed_out_is_told_so(here):
    assert sync(here, Client(), [mark(here)]).status_code == 401
    assert not AttendanceMark.objects.exists()


def test_marks_of_another_session_are_refused_one_by_one(here):
    there = room(now=timezone.now())
    foreign = [mark(there), mark(here, meeting=there.meeting.pk)]
    answers = sync(here, client_of(here.teacher), foreign).json()["answers"]
    assert [row["answer"] for row in answers] == ["refused", "refused"]
    assert not AttendanceMark.objects.exists()


def roll(here, present, before=()):
    address = f"/vi/courses/sessions/{here.session.pk}/desk/meetings/{here.meeting.pk}/marks/"
    data = {
        "key": str(uuid4()),
        "source": "sheet",
        "shown": [row.pk for row in here.enrolments],
        "present": [here.enrolments[number].pk for number in present],
        "before": [here.enrolments[number].pk for number in before],
    }
    return client_of(here.teacher).post(address, data)


def test_the_plain_form_marks_and_takes_back_without_javascript(here):
    roll(here, [0, 1])
    assert set(AttendanceMark.objects.values_list("state", "source")) == {("present", "sheet")}
    roll(here, [1], before=[0, 1])
    states = dict(AttendanceMark.objects.values_list("enrolment", "state"))
    assert states == {here.enrolments[0].pk: "undone", here.enrolments[1].pk: "present"}


def test_a_correction_is_logged_with_its_reason_on_the_page(here):
    client = client_of(here.teacher)
    address = addresses(here)[3]
    data = {
        "key": str(uuid4()), "enrolment": here.enrolments[0].pk, "state": "excused",
        "reason": "Có giấy phép",
    }  # fmt: skip
    assert client.post(address, {**data, "reason": ""}).status_code == 400
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 302
    assert "Có giấy phép" in client.get(address).content.decode()
    assert AttendanceMarkEvent.objects.count() == 1


def test_my_data_holds_my_attendance(here):
    from courses.panels import my_data

    enter(here.enrolments[0].person, code_for(here))
    exported = my_data(here.enrolments[0].person)[0]["attendance"]
    assert exported[0]["state"] == "present"
    assert exported[0]["acts"][0]["to"] == "present"


def test_an_erased_person_stays_counted_and_unnamed_at_the_desk(here):
    Enrolment.objects.filter(pk=here.enrolments[0].pk).update(person=None)
    page = client_of(here.teacher).get(addresses(here)[0])
    assert page.status_code == 200
