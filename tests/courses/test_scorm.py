"""SCORM packages: bad ones are refused whole, good ones play without any right of the portal."""

import json
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from courses import panels
from courses.demo.scorm import MANIFEST
from courses.exceptions.scorm import SENTENCES, OpenedElsewhere, PackageRefused, ValueRefused
from courses.models import ScormPackage, ScormState, StoredFile
from courses.scorm.archive import is_unsafe, read_package
from courses.scorm.model import read_values, timespan_of
from courses.services import learning, scorm
from courses.views.scorm_files import with_script
from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW
from tests.factories.courses_scorm import (
    BAD,
    PAGE,
    archive,
    learner,
    lesson,
    liar,
    named,
    upload,
    with_manifest,
)

STATUS, RAW = "cmi.core.lesson_status", "cmi.core.score.raw"


@pytest.mark.parametrize("code", BAD)
def test_a_bad_package_is_refused_with_its_sentence(code):
    with pytest.raises(PackageRefused) as refused:
        read_package(upload(BAD[code], "gói xấu.zip"), name="gói xấu.zip")
    assert refused.value.code == code
    assert "gói xấu.zip" in str(refused.value)


def test_every_sentence_is_reached_but_the_size_of_the_upload():
    assert set(SENTENCES) - set(BAD) == {"too_large"}


def test_ten_thousand_files_are_refused_before_anything_is_inflated():
    content = archive({f"{number}": "" for number in range(10_000)})
    with pytest.raises(PackageRefused) as refused:
        read_package(upload(content), name="goi.zip")
    assert refused.value.code == "bomb"


def test_a_directory_that_lies_about_a_size_is_refused():
    with pytest.raises(PackageRefused) as refused:
        read_package(upload(liar()), name="goi.zip")
    assert refused.value.code == "not_a_zip"


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "/etc/x", "C:/x", "c:x", "a\\..\\x", "\\\\host\\x", "a\x00.html", ""],
)
def test_names_that_lead_out_are_unsafe(name):
    assert is_unsafe(name)


def test_a_backslash_is_seen_though_python_would_change_nothing_about_it():
    with pytest.raises(PackageRefused) as refused:
        read_package(upload(named("bai\\..\\..\\x")), name="goi.zip")
    assert refused.value.code == "unsafe_path"


@pytest.mark.parametrize(
    "href", ["https://evil.example/a.html", "//evil.example/a.html", "../a.html"]
)
def test_a_first_page_elsewhere_is_refused(href):
    with pytest.raises(PackageRefused) as refused:
        read_package(upload(with_manifest(MANIFEST.replace(PAGE, href, 1))), name="goi.zip")
    assert refused.value.code == "launch_missing"


def test_a_good_package_says_what_it_holds():
    manifest = MANIFEST.replace(
        'identifierref="res"', 'identifierref="res" parameters="?che-do=hoc"', 1
    )
    found = read_package(upload(with_manifest(manifest)), name="goi.zip")
    (part,) = found.manifest.parts
    assert (part.launch_path, part.launch_query) == (PAGE, "?che-do=hoc")
    assert part.mastery_score == 60
    assert sorted(found.entries) == ["bai/bai.css", "bai/bai.js", PAGE, "imsmanifest.xml"]


GOOD_VALUES = [
    (STATUS, "completed", "completed"), (RAW, "100", 100), (RAW, "66.666667", 66.67), (RAW, "", None),
    ("cmi.core.session_time", "0001:02:03.45", 3723), ("cmi.core.exit", "", ""),
    ("cmi.suspend_data", "ă" * 4096, "ă" * 4096), ("cmi.core.lesson_location", "3", "3"),
]  # fmt: skip
BAD_VALUES = [
    (STATUS, "done"), (STATUS, "not attempted"), (STATUS, "passed\n"), (RAW, "100.5"), (RAW, "-1"),
    (RAW, "1e1"), (RAW, "NaN"), (RAW, "٥"), (RAW, 5), ("cmi.core.session_time", "1:02:03"),
    ("cmi.core.session_time", "PT1H"), ("cmi.core.exit", "normal"),
    ("cmi.suspend_data", "x" * 4097), ("cmi.suspend_data", "a\x00b"),
    ("cmi.suspend_data", "\ud800"), ("cmi.core.lesson_location", "x" * 256),
    ("cmi.core.student_id", "1"), ("cmi.core.total_time", "00:00:01"), ("cmi.objectives.0.id", "a"),
    ("__proto__", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("element", "text", "kept"), GOOD_VALUES)
def test_the_data_model_takes_what_the_standard_knows(element, text, kept):
    (found,) = read_values({element: text}).values()
    assert found == kept or float(found) == kept


@pytest.mark.parametrize(("element", "text"), BAD_VALUES)
def test_the_data_model_refuses_everything_else(element, text):
    with pytest.raises(ValueRefused):
        read_values({element: text})


def test_the_script_goes_first_into_the_head_and_never_before_the_doctype():
    tag = b'<script src="/a.js"></script>'
    pages = {
        b"<!DOCTYPE html><html lang='vi'><head id=x><title>": b"<head id=x>",
        b"<!-- <head> --><!doctype html>\n<html><body>": b"<html>",
        b"<header>no head</header>": b"",
        b"<!doctype html><p>": b"<!doctype html>",
    }
    for page, before in pages.items():
        found = with_script(page, "/a.js")
        assert found.replace(tag, b"") == page
        assert found.partition(tag)[0].endswith(before)


@pytest.fixture
def here(db):
    """(lesson, enrolment) with the sample package."""
    found = lesson()
    keep(found)
    return found, learner(found)


def keep(found, content=None) -> ScormPackage:
    return scorm.import_package(
        upload=upload(content or archive()), lesson=found, by=UserFactory(registrar=True), at=NOW
    )


def visit(here, at=NOW):
    found, enrolment = here
    part = scorm.package_of(found).parts.get()
    return scorm.open_part(part=part, enrolment=enrolment, at=at, is_counted=True)


def report(here, launch, values, *, is_over=False, at=NOW):
    found, enrolment = here
    return scorm.record(
        lesson=found, enrolment=enrolment, launch=launch, values=values, is_over=is_over, at=at
    )


def test_a_learner_resumes_where_they_left_and_times_add_up(here):
    first = visit(here)
    assert first.state.entry == "ab-initio"
    left = {
        "cmi.core.exit": "suspend", "cmi.suspend_data": "trang=3", STATUS: "incomplete",
        "cmi.core.session_time": "00:10:00",
    }  # fmt: skip
    report(here, first.state.launch, left)
    second = visit(here)
    assert second.state.entry == "resume"
    assert second.state.suspend_data == "trang=3"
    assert timespan_of(second.state.total_seconds) == "0000:10:00"
    report(here, second.state.launch, {"cmi.core.session_time": "00:05:00"})
    assert visit(here).state.total_seconds == 900
    assert scorm.status_of(*here) == (False, None)


@pytest.mark.parametrize(
    ("values", "status", "is_done"),
    [
        ({STATUS: "completed", RAW: "59.99"}, "failed", False),
        ({STATUS: "failed", RAW: "60"}, "passed", True),
        ({STATUS: "completed"}, "completed", True),
        ({}, "completed", True),
        ({"cmi.core.exit": "suspend"}, "incomplete", False),
        ({STATUS: "incomplete", RAW: "90"}, "incomplete", False),
        ({STATUS: "browsed"}, "browsed", False),
    ],
)
def test_the_score_to_pass_decides_at_the_end(here, values, status, is_done):
    state = report(here, visit(here).state.launch, values, is_over=True)
    assert (state.lesson_status, state.done_at is not None) == (status, is_done)
    assert learning.done_ids(here[1], [here[0]]) == ({here[0].pk} if is_done else set())


def test_what_is_done_stays_done_in_a_review_and_after_a_new_package(here):
    report(here, visit(here).state.launch, {STATUS: "passed", RAW: "80"}, is_over=True)
    again = visit(here).state.launch
    state = report(
        here, again, {STATUS: "failed", RAW: "10", "cmi.suspend_data": "x"}, is_over=True
    )
    assert (state.lesson_status, state.score_raw, state.suspend_data) == ("passed", 80, "x")
    keep(here[0])
    assert scorm.status_of(*here) == (True, 80)


def test_one_bad_element_keeps_nothing_of_the_report(here):
    launch = visit(here).state.launch
    with pytest.raises(ValueRefused):
        report(here, launch, {"cmi.suspend_data": "x", RAW: "101"})
    assert ScormState.objects.get().suspend_data == ""


def test_an_older_window_and_another_person_write_nothing(here):
    old = visit(here).state.launch
    new = visit(here).state.launch
    stranger = (here[0], learner(here[0]))
    for whose, launch in ((here, old), (stranger, new), (here, uuid4())):
        with pytest.raises(OpenedElsewhere):
            report(whose, launch, {STATUS: "passed"})
    assert ScormState.objects.get().lesson_status == "not attempted"


@pytest.mark.parametrize(
    "values",
    [
        {"lesson_status": "done"}, {"exit": "x"}, {"entry": "x"}, {"score_raw": 101},
        {"done_at": NOW, "lesson_status": "failed"},
    ],
)  # fmt: skip
def test_the_database_knows_the_vocabulary_too(here, values):
    visit(here)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScormState.objects.update(**values)


# The pages and the files.


def client_of(enrolment) -> Client:
    client = Client()
    client.force_login(enrolment.person)
    return client


def address(here, tail="") -> str:
    return f"/vi/courses/sessions/{here[1].session_id}/learn/{here[0].pk}/{tail}"


def file_of(token, entry=PAGE, client=None, **headers):
    return (client or Client()).get(f"/scorm/{token}/{entry}", **headers)


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_lesson_and_its_player_show_in_three_languages(here, language):
    client = client_of(here[1])
    for tail in ("", "play/"):
        answer = client.get(address(here, tail).replace("/vi/", f"/{language}/"))
        assert answer.status_code == 200
        assert answer.content.count(b"<h1") == 1
    assert b'sandbox="allow-scripts allow-forms"' in answer.content
    token = answer.context["visit"].token
    assert f"frame-src http://testserver/scorm/{token}/;" in answer["Content-Security-Policy"] + ";"


def test_files_come_without_a_cookie_and_without_rights(here):
    token = visit(here).token
    page = file_of(token)
    assert b'<head><script src="/scorm/' in page.content.replace(b"\n", b"")
    policy = page["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-scripts allow-forms;")
    assert "allow-same-origin" not in policy
    assert f"default-src http://testserver/scorm/{token}/ " in policy
    assert f"connect-src http://testserver/scorm/{token}/ data: blob:;" in policy
    assert page["X-Content-Type-Options"] == "nosniff"
    assert not page.has_header("X-Frame-Options")
    assert not page.cookies
    script = file_of(token, "bai/bai.js")
    assert script["Content-Type"] == "text/javascript"
    assert "sandbox" in script["Content-Security-Policy"]
    part = file_of(token, "bai/bai.css", HTTP_RANGE="bytes=0-3")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"body")


@pytest.mark.parametrize("entry", ["khong-co.html", "bai/../imsmanifest.xml", "%2e%2e/x", "bai/"])
def test_only_files_of_the_package_are_handed_out(here, entry):
    assert file_of(visit(here).token, entry).status_code == 404


def test_a_changed_token_an_expired_one_and_a_lost_seat_open_nothing(here, monkeypatch):
    token = visit(here).token
    other = visit((here[0], learner(here[0]))).token
    forged = "~".join([other.split("~")[0], *token.split("~")[1:]])
    assert file_of(forged).status_code == 404
    assert file_of("x").status_code == 404
    passed = timezone.now().timestamp() + scorm.HOURS * 3600 + 5
    with monkeypatch.context() as later:
        later.setattr("time.time", lambda: passed)
        expired = file_of(token)
        assert expired.status_code == 410
        assert "sandbox" in expired["Content-Security-Policy"]
        assert file_of(token, "__api.js").status_code == 410
    here[0].__class__.objects.update(is_published=False)
    assert file_of(token).status_code == 404


def test_the_interface_hands_in_the_values_of_its_own_learner(here):
    launch = visit(here).state.launch
    report(here, launch, {"cmi.suspend_data": "</script><b>"})
    script = file_of(visit(here).token, "__api.js").content.decode()
    start = json.loads(script.split("const start = ", 1)[1].split(";\n", 1)[0])
    assert start["values"]["cmi.core.student_name"] == here[1].person.full_name
    assert start["values"]["cmi.suspend_data"] == "</script><b>"
    assert start["values"]["cmi.core.entry"] == "resume"
    assert start["portal"] == "http://testserver"


def test_reports_are_taken_from_the_learner_only_and_answered(here):
    client = client_of(here[1])
    launch = client.get(address(here, "play/")).context["visit"].state.launch
    sent = {
        "launch": launch,
        "values": json.dumps({STATUS: "completed", RAW: "90"}),
        "is_over": "1",
    }
    stranger = client_of(learner(here[0]))
    assert stranger.post(address(here, "scorm/"), sent).status_code == 409
    assert Client().post(address(here, "scorm/"), sent).status_code == 302
    assert Client(enforce_csrf_checks=True).post(address(here, "scorm/"), sent).status_code == 403
    for bad in ("[]", "{", '{"cmi.core.exit": "x"}', "[" * 5000, ""):
        answer = client.post(address(here, "scorm/"), {**sent, "values": bad})
        assert answer.status_code == 400
        assert answer.json()["sentence"]
    assert client.post(address(here, "scorm/"), {**sent, "launch": "x"}).status_code == 400
    answer = client.post(address(here, "scorm/"), sent)
    assert answer.json()["is_done"]
    assert ScormState.objects.get(launch=UUID(str(launch))).score_raw == 90


def test_after_the_result_is_settled_a_package_opens_and_counts_nothing(here):
    part = scorm.package_of(here[0]).parts.get()
    opened = scorm.open_part(part=part, enrolment=here[1], at=NOW, is_counted=False)
    assert not ScormState.objects.exists()
    assert '"cmi.core.credit": "no-credit"' in file_of(opened.token, "__api.js").content.decode()


def test_a_lesson_without_a_package_says_so(db):
    found = lesson()
    here = (found, learner(found))
    client = client_of(here[1])
    assert client.get(address(here)).status_code == 200
    assert client.get(address(here, "play/")).status_code == 409


def test_the_desk_refuses_with_a_sentence_keeps_nothing_and_shows_what_it_found(db):
    found = lesson()
    client = signed_in(UserFactory(registrar=True))
    desk = f"/cms/courses/learning/{found.course_id}/lessons/{found.pk}/package/"
    answer = client.post(desk, {"file": upload(BAD["unsafe_path"])})
    assert "../../etc/cron.d/x" in answer.content.decode()
    assert not ScormPackage.objects.exists()
    assert not StoredFile.objects.exists()
    assert client.post(desk, {"file": upload(archive())}).status_code == 302
    assert client.post(desk, {"file": upload(archive())}).status_code == 302
    assert ScormPackage.objects.count() == 2
    assert PAGE in client.get(desk).content.decode()


def test_who_may_not_write_lessons_uploads_nothing(db):
    with pytest.raises(PermissionDenied):
        scorm.import_package(
            upload=upload(archive()), lesson=lesson(), by=UserFactory(official=True), at=NOW
        )
    assert not ScormPackage.objects.exists()


def test_erasing_a_person_forgets_their_standing_that_the_export_showed(here):
    launch = visit(here).state.launch
    report(here, launch, {RAW: "70"})
    (row,) = panels.my_data(here[1].person)
    assert row["learning"]["packages"][0]["score"] == "70.00"
    learning.erase_learning(person=here[1].person)
    assert not ScormState.objects.exists()
