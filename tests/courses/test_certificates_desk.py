"""The registrar's desk, the audit, and what sample material and erased people leave behind."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from courses.certificates.own_data import erase_my_data, my_data
from courses.demo import certificates as demo_certificates
from courses.models import Certificate, CertificateRegister, HoursRecord, IssueRun, Session
from courses.services.certificate_runs import carry_out
from courses.services.certificates import issue
from courses.services.hours import record_hours
from courses.services.transcripts import make_transcript
from tests.courses.test_back_office import sign_in
from tests.factories.courses import participants
from tests.factories.courses_certificates import AT, RegisterFactory, completed, finished_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued():
    RegisterFactory(suffix="/2026/GCN")
    return issue(enrolment=completed(), by=None, at=AT)


@pytest.mark.parametrize(
    "page",
    [
        "wagtailsnippets_courses_certificate:list",
        "wagtailsnippets_courses_certificateregister:list",
        "wagtailsnippets_courses_certificateregister:add",
        "wagtailsnippets_courses_trainingtype:list",
        "wagtailsnippets_courses_hoursrule:add",
    ],
)
def test_the_registrar_opens_the_pages_and_an_editor_does_not(client, issued, page):
    sign_in(client, editor=True)
    assert client.get(reverse(page)).status_code in (302, 403)
    sign_in(client, registrar=True)
    answer = client.get(reverse(page))
    assert answer.status_code == 200
    if page == "wagtailsnippets_courses_certificate:list":
        assert reverse("courses_desk:certificate", args=[issued.pk]) in answer.content.decode()


def test_the_desk_says_who_gets_one_and_issues_them(client):
    sign_in(client, registrar=True)
    register, session = RegisterFactory(), finished_session()
    completed(session=session, name="Phạm Văn Được")
    completed(session=session, name="Hoàng Thị Chưa")
    url = reverse("courses_desk:certificates_issue", args=[session.pk])
    page = client.get(url).content.decode()
    assert "Phạm Văn Được" in page
    assert client.post(url, {"register": register.pk}).status_code == 302
    run = IssueRun.objects.get(session=session)
    assert Certificate.objects.count() == 0
    carry_out(run_id=run.pk, at=AT)
    assert Certificate.objects.filter(register=register).count() == 2
    page = client.post(url, {"register": register.pk})
    assert page.status_code == 200
    assert IssueRun.objects.count() == 1


@pytest.mark.parametrize("verb", ["suspend", "revoke", "supersede"])
def test_each_act_is_confirmed_on_a_page_of_its_own(client, issued, verb):
    sign_in(client, registrar=True)
    url = reverse("courses_desk:certificate_act", args=[issued.pk, verb])
    assert client.get(url).status_code == 200
    assert Certificate.objects.get(pk=issued.pk).state == "issued"
    sent = {"reason": "Lý do", "reason_class": "mistake", "name": "Tên Đã Sửa",
            "course_vi": issued.facts["course_vi"], "course_en": "", "place_vi": "Hà Nội",
            "place_en": "", "decision_number": ""}  # fmt: skip
    assert client.post(url, {**sent, "reason": ""}).status_code == 200
    assert client.post(url, sent).status_code == 302
    assert Certificate.objects.get(pk=issued.pk).state != "issued"
    assert client.get(reverse("courses_desk:certificate", args=[issued.pk])).status_code == 200
    if verb == "supersede":
        assert Certificate.objects.get(supersedes=issued).holder_name == "Tên Đã Sửa"
    assert client.post(url, sent).status_code == 200


def test_an_unknown_act_and_an_editor_are_refused(client, issued):
    sign_in(client, editor=True)
    url = reverse("courses_desk:certificate_act", args=[issued.pk, "revoke"])
    assert client.get(url).status_code in (302, 403)
    sign_in(client, registrar=True)
    url = reverse("courses_desk:certificate_act", args=[issued.pk, "bury"])
    assert client.get(url).status_code == 404


def audit():
    out = StringIO()
    try:
        call_command("verify_certificates", "--json", stdout=out)
    except CommandError as error:
        return json.loads(out.getvalue()), error.returncode
    return json.loads(out.getvalue()), 0


def test_the_audit_finds_an_altered_a_missing_file_and_nothing_else(issued):
    assert audit() == ({"registers": 1, "certificates": 1, "transcripts": 0, "findings": []}, 0)
    path = issued.made.file.path
    with open(path, "r+b") as file:
        file.seek(300)
        file.write(b"X")
    found, code = audit()
    assert code != 0
    assert {row["kind"] for row in found["findings"]} == {"altered", "signature"}
    issued.made.file.storage.delete(issued.made.file.name)
    assert [row["kind"] for row in audit()[0]["findings"]] == ["missing"]


def test_sample_certificates_come_and_go_and_real_ones_stay(issued):
    people = participants(2)
    demo_certificates.load(people=people, at=timezone.now())
    samples = Certificate.objects.filter(is_demo=True)
    assert sorted(samples.values_list("state", flat=True)) == ["issued", "revoked"]
    assert all("MINH-HOA" in row.number for row in samples)
    assert audit()[1] == 0
    connection.check_constraints()  # as the commit between the two commands would
    demo_certificates.remove()
    assert list(Certificate.objects.all()) == [issued]
    assert not CertificateRegister.objects.filter(is_demo=True).exists()
    assert Session.objects.filter(is_demo=True).exists()


def test_a_sample_person_takes_no_real_number_and_stops_nobody():
    register, session = RegisterFactory(), finished_session()
    stray = completed(session=session)
    stray.person.is_demo = True
    stray.person.save()
    completed(session=session)
    run = IssueRun.objects.create(
        session=session, register=register, asked_at=AT, moved_at=AT, total=1
    )
    assert carry_out(run_id=run.pk, at=AT).last_error == ""
    assert list(Certificate.objects.values_list("number", flat=True)) == [register.number_text(1)]


def test_erasing_cuts_the_account_off_and_leaves_the_register_whole(issued):
    person = issued.person
    record_hours(enrolment=issued.enrolment, at=AT)
    statement = make_transcript(person=person, year=2026, by=person, at=AT)
    assert {"certificate", "hours", "statement"} <= {key for row in my_data(person) for key in row}
    erase_my_data(person)
    issued.refresh_from_db()
    assert (issued.person, issued.holder_name) == (None, "Nguyễn Thị Bưởi")
    assert HoursRecord.objects.get().person is None
    assert not statement.file.storage.exists(statement.file.name)
    assert my_data(person) == []
    assert audit()[1] == 0
