"""Packages of several parts, of frames, and what their files may do on their own path."""

import json
from decimal import Decimal

import pytest
from django.test import Client

from courses.choices.scorm import LessonStatus
from courses.exceptions.learning import LessonLocked
from courses.exceptions.scorm import OpenedElsewhere, PartLocked
from courses.learning.completion_words import trusts_packages_alone
from courses.learning.facts import facts_of_session
from courses.models import CompletionRule, CourseLearning, Lesson, ScormPart, ScormState
from courses.scorm.archive import is_a_device, read_package
from courses.scorm.rollup import Standing, mean_of
from courses.services import learning, scorm
from tests.cms.test_back_office import signed_in
from tests.factories import scorm_tools
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW
from tests.factories.courses_learning import lesson as other_lesson
from tests.factories.courses_learning import rule
from tests.factories.courses_scorm import archive, learner, lesson, upload

STATUS, RAW = "cmi.core.lesson_status", "cmi.core.score.raw"


@pytest.fixture
def here(db):
    """(lesson, enrolment) with a package of two parts."""
    found = lesson()
    scorm.import_package(
        upload=upload(scorm_tools.build()), lesson=found, by=UserFactory(registrar=True), at=NOW
    )
    return found, learner(found)


def part(number: int) -> ScormPart:
    return ScormPart.objects.get(order=number)


def play(here, number: int, values: dict[str, str], *, is_over=True) -> ScormState:
    visit = scorm.open_part(part=part(number), enrolment=here[1], at=NOW, is_counted=True)
    return scorm.record(
        lesson=here[0], enrolment=here[1], launch=visit.state.launch, values=values,
        is_over=is_over, at=NOW,
    )  # fmt: skip


def address(here, tail="") -> str:
    return f"/vi/courses/sessions/{here[1].session_id}/learn/{here[0].pk}/{tail}"


def client_of(here) -> Client:
    client = Client()
    client.force_login(here[1].person)
    return client


def test_items_of_the_manifest_become_parts_in_order(here):
    first, second = ScormPart.objects.order_by("order")
    assert (first.title, first.section) == ("Phần có khung", "Chương một")
    assert (second.launch_path, second.mastery_score) == ("last.html", 50)
    assert first.package.warnings == ["frames", "pop_ups", "prerequisites"]


def test_each_part_keeps_its_own_standing_and_the_lesson_is_done_after_the_last(here):
    play(here, 1, {STATUS: "completed", RAW: "80", "cmi.suspend_data": "một"})
    assert learning.done_ids(here[1], [here[0]]) == set()
    assert scorm.status_of(*here) == (False, 80)
    state = play(here, 2, {STATUS: "passed", RAW: "61", "cmi.suspend_data": "hai"})
    assert state.suspend_data == "hai"
    assert ScormState.objects.get(part=part(1)).suspend_data == "một"
    assert learning.done_ids(here[1], [here[0]]) == {here[0].pk}
    assert scorm.status_of(*here) == (True, Decimal("70.50"))
    facts = facts_of_session(here[1].session, [here[1].pk]).of(here[1].pk)
    assert facts.reported == {here[0].pk: Decimal("70.50")}


@pytest.mark.parametrize(
    ("statuses", "rolled_up"),
    [
        ([], "not attempted"), (["completed"], "incomplete"), (["passed", "failed"], "failed"),
        (["completed", "passed"], "passed"), (["completed", "completed"], "completed"),
        (["failed", "incomplete"], "incomplete"),
    ],
)  # fmt: skip
def test_the_status_of_a_package_is_rolled_up(statuses, rolled_up):
    parts = [ScormPart(pk=1, order=1), ScormPart(pk=2, order=2)]
    done = (LessonStatus.COMPLETED, LessonStatus.PASSED)
    states = {
        key: ScormState(lesson_status=status, done_at=NOW if status in done else None)
        for key, status in enumerate(statuses, start=1)
    }
    assert Standing(None, parts, states).status == rolled_up


def test_parts_without_a_score_do_not_count_in_the_mean():
    assert mean_of([None, Decimal(50), Decimal(75)]) == Decimal("62.50")
    assert mean_of([None]) is None


def test_in_a_course_in_order_a_part_waits_for_the_one_before_it(here):
    CourseLearning.objects.update(is_in_order=True)
    standing = scorm.standing_of(*here)
    with pytest.raises(PartLocked, match="Phần có khung"):
        scorm.check_part(part(2), standing, here[1])
    client = client_of(here)
    assert client.get(address(here, "play/2/")).status_code == 409
    assert client.get(address(here, "play/9/")).status_code == 404
    assert client.get(address(here, "play/")).context["part"] == part(1)
    play(here, 1, {STATUS: "failed"})
    assert client.get(address(here, "play/2/")).status_code == 200
    assert client.get(address(here, "play/")).context["part"] == part(2)


def test_the_report_of_one_part_does_not_reach_another(here):
    first = scorm.open_part(part=part(1), enrolment=here[1], at=NOW, is_counted=True)
    play(here, 2, {RAW: "60"}, is_over=False)
    other = (here[0], learner(here[0]))
    with pytest.raises(OpenedElsewhere):
        scorm.record(
            lesson=here[0], enrolment=other[1], launch=first.state.launch, values={RAW: "1"},
            is_over=True, at=NOW,
        )  # fmt: skip
    assert ScormState.objects.get(part=part(1)).score_raw is None


def test_a_page_without_the_interface_is_done_once_it_is_opened(db):
    manifest = scorm_tools.MANIFEST.replace(
        'scormtype="sco" href="last', 'scormtype="asset" href="last'
    )
    found = lesson()
    content = archive({**scorm_tools.FILES, "imsmanifest.xml": manifest})
    scorm.import_package(
        upload=upload(content), lesson=found, by=UserFactory(registrar=True), at=NOW
    )
    enrolment = learner(found)
    scorm.open_part(part=part(2), enrolment=enrolment, at=NOW, is_counted=True)
    assert scorm.standing_of(found, enrolment).done_count == 1


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_contents_show_each_part_with_its_own_result(here, language):
    play(here, 1, {STATUS: "completed", RAW: "80"})
    page = client_of(here).get(address(here).replace("/vi/", f"/{language}/")).content.decode()
    assert page.count("<h1") == 1
    for expected in ("Chương một", "Phần lưu khi đóng", address(here, "play/2/")[3:]):
        assert expected in page


@pytest.mark.parametrize(
    "name",
    ["a/CON", "nul.html", "b/aux.tar.gz", "com1.js", "LPT9", "con .txt", "x:y", "a./b", "a "],
)
def test_names_that_windows_keeps_for_itself_are_refused(name):
    assert is_a_device(name)


@pytest.mark.parametrize("name", ["console.html", "a/null.js", "com10.js", "auxiliary/x.css", ".a"])
def test_names_that_only_look_like_them_are_taken(name):
    assert not is_a_device(name)


# The path of the files.


@pytest.fixture
def token(here) -> str:
    visit = scorm.open_part(part=part(1), enrolment=here[1], at=NOW, is_counted=True)
    return visit.token


def test_every_page_of_a_package_gets_the_interface_and_no_other_file_does(token):
    for entry in ("scormdriver/index_lms.html", "content/story.html", "last.html"):
        assert (
            f"/scorm/{token}/__api.js" in Client().get(f"/scorm/{token}/{entry}").content.decode()
        )
    data = Client().get(f"/scorm/{token}/content/data.json")
    assert json.loads(b"".join(data.streaming_content)) == {"title": "Từ JSON"}


def test_files_are_read_across_origins_by_their_address_only(here, token):
    for client in (Client(), client_of(here)):
        answer = client.get(f"/scorm/{token}/content/data.json", HTTP_ORIGIN="null")
        assert answer["Access-Control-Allow-Origin"] == "*"
        # With this a browser would send cookies along and hand the answer over.
        assert not answer.has_header("Access-Control-Allow-Credentials")
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies
    asked = Client().options(f"/scorm/{token}/content/data.json")
    assert asked.status_code == 204
    assert "X-Requested-With" in asked["Access-Control-Allow-Headers"]
    missing = Client().get(f"/scorm/{token}/khong-co.json")
    assert missing.status_code == 404
    assert missing["Access-Control-Allow-Origin"] == "*"


def last(token: str, said: object) -> int:
    return Client(enforce_csrf_checks=True).post(
        f"/scorm/{token}/__last", json.dumps(said), content_type="text/plain"
    ).status_code  # fmt: skip


def test_last_words_are_kept_for_the_visit_of_the_token_and_no_longer(here, token):
    assert last(token, {"values": {RAW: "70"}, "isOver": True}) == 204
    assert ScormState.objects.get().score_raw == 70
    for bad in ([], {}, {"values": {RAW: "101"}}, {"values": {"cmi.core.student_id": "1"}}):
        assert last(token, bad) == 400
    assert last("x", {"values": {RAW: "99"}}) != 204
    assert Client().get(f"/scorm/{token}/__last").status_code == 405
    scorm.open_part(part=part(1), enrolment=here[1], at=NOW, is_counted=True)
    assert last(token, {"values": {RAW: "99"}}) == 400
    review = scorm.open_part(part=part(1), enrolment=here[1], at=NOW, is_counted=False)
    assert last(review.token, {"values": {RAW: "99"}}) == 400
    assert ScormState.objects.get().score_raw == 70


def test_last_words_obey_the_order_of_lessons_too(here, token):
    earlier = other_lesson(here[0].course, order=0)
    CourseLearning.objects.update(is_in_order=True)
    assert last(token, {"values": {RAW: "70"}}) == 400
    with pytest.raises(LessonLocked, match=str(earlier)):
        learning.check_unlocked(here[0], here[1])


# What staff are told.


def test_the_desk_says_who_reported_a_result_and_warns_of_what_does_not_work(here):
    play(here, 1, {STATUS: "completed", RAW: "80"})
    client = signed_in(UserFactory(registrar=True))
    results = client.get(f"/cms/courses/sessions/{here[1].session_id}/learning/")
    (row,) = results.context["rows"]
    assert row["cells"][0]["text"] == "– 80"
    assert row["cells"][0]["note"]
    course = here[0].course_id
    desk = client.get(f"/cms/courses/learning/{course}/lessons/{here[0].pk}/package/").content
    assert b"window.open" in desk
    assert b"adlcp:prerequisites" in desk


@pytest.mark.parametrize(
    ("asked", "is_warned"),
    [
        ({"needs_lessons": True}, True), ({"needs_lessons": True, "needs_survey": True}, True),
        ({"needs_lessons": True, "needs_quiz": True}, False),
        ({"needs_lessons": True, "min_attendance": 80}, False), ({"needs_quiz": True}, False),
    ],
)  # fmt: skip
def test_a_rule_that_trusts_packages_alone_is_told_from_the_others(asked, is_warned):
    lessons = [Lesson(kind="scorm", is_published=True), Lesson(kind="text", is_published=True)]
    assert trusts_packages_alone(CompletionRule(**asked), lessons) == is_warned
    assert not trusts_packages_alone(CompletionRule(**asked), lessons[1:])


def test_the_desks_say_so_of_such_a_rule(here):
    rule(here[0].course, needs_lessons=True)
    client = signed_in(UserFactory(registrar=True))
    for desk in (f"learning/{here[0].course_id}/", f"sessions/{here[1].session_id}/completion/"):
        answer = client.get(f"/cms/courses/{desk}")
        assert answer.context["rule_warning"]
        assert "help-warning" in answer.content.decode()


def test_a_package_without_pop_ups_or_frames_is_taken_without_a_warning():
    assert read_package(upload(archive()), name="goi.zip").warnings == []
