"""Lessons in order: what is locked, where one left off, who may see what, in three languages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from courses import panels
from courses.exceptions import learning as exceptions
from courses.models import Lesson, LessonProgress, Session, Submission
from courses.services import learning
from courses.services.assignments import grade, hand_in
from courses.services.files import keep_upload
from courses.services.learning import finish_lesson
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, participant
from tests.factories.courses_learning import (
    finish,
    learner,
    lesson,
    online_course,
    rule,
    running_session,
)
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db
LANGUAGES = ("vi", "en", "ko")
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nXin chào <b>học viên</b>\n\n2\n00:03.000 --> 00:04.000\nBuổi một\n"


def session_now(course):
    """A session that runs today by the real clock, for pages."""
    session = running_session(course)
    today = timezone.localdate()
    Session.objects.filter(pk=session.pk).update(
        starts_on=today - timedelta(days=3), ends_on=today + timedelta(days=3)
    )
    session.refresh_from_db()
    return session


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def address(enrolment, *parts, language="vi"):
    tail = "".join(f"{part}/" for part in parts)
    return f"/{language}/courses/sessions/{enrolment.session_id}/learn/{tail}"


def upload(content=PDF, name="bai-tap.pdf"):
    return SimpleUploadedFile(name, content)


def kept(content, name, kinds):
    return keep_upload(upload(content, name), kinds=kinds, most_bytes=10**6, by=None, at=NOW)


def test_a_lesson_stays_locked_until_the_required_one_before_it_is_done():
    course = online_course("text", "text")
    first, second = learning.lessons_of(course)
    enrolment = learner(running_session(course))
    with pytest.raises(exceptions.LessonLocked, match="Bài text"):
        finish_lesson(lesson=second, enrolment=enrolment, at=NOW)
    finish_lesson(lesson=first, enrolment=enrolment, at=NOW)
    finish_lesson(lesson=second, enrolment=enrolment, at=NOW)
    assert learning.done_ids(enrolment, [first, second]) == {first.pk, second.pk}


def test_any_order_where_the_course_says_so_and_what_is_not_required_locks_nothing():
    free = online_course("text", "text", is_in_order=False)
    finish_lesson(
        lesson=learning.lessons_of(free)[1], enrolment=learner(running_session(free)), at=NOW
    )
    ordered = online_course("text", "text")
    Lesson.objects.filter(course=ordered, order=1).update(is_required=False)
    second = learning.lessons_of(ordered)[1]
    finish_lesson(lesson=second, enrolment=learner(running_session(ordered)), at=NOW)


def test_done_twice_keeps_the_first_moment():
    course = online_course("text")
    (only,) = learning.lessons_of(course)
    enrolment = learner(running_session(course))
    finish_lesson(lesson=only, enrolment=enrolment, at=NOW)
    finish_lesson(lesson=only, enrolment=enrolment, at=NOW + timedelta(hours=1))
    assert LessonProgress.objects.get().done_at == NOW


def test_a_video_goes_on_where_it_was_left():
    course = online_course("text", "text")
    first, second = learning.lessons_of(course)
    enrolment = learner(running_session(course))
    learning.keep_position(lesson=first, enrolment=enrolment, seconds=95, at=NOW)
    assert LessonProgress.objects.get().position_seconds == 95
    assert learning.where_left(enrolment, [first, second], set()) == first
    assert learning.where_left(enrolment, [first, second], {first.pk}) == second
    assert learning.where_left(enrolment, [first, second], {first.pk, second.pk}) is None


def test_lessons_open_on_the_first_day_and_close_after_the_days_of_grace():
    course = online_course("text")
    (only,) = learning.lessons_of(course)
    session = running_session(course)
    enrolment = learner(session)
    before = NOW - timedelta(days=11)
    with pytest.raises(exceptions.LearningNotYetOpen, match=r"20/02/2026"):
        finish_lesson(lesson=only, enrolment=enrolment, at=before)
    finish(session)
    enrolment = type(enrolment).objects.select_related("session__course").get(pk=enrolment.pk)
    learning.check_counts(enrolment, at=NOW + timedelta(days=13))
    with pytest.raises(exceptions.LearningClosed):
        finish_lesson(lesson=only, enrolment=enrolment, at=NOW + timedelta(days=14))


def test_a_video_without_captions_is_not_published():
    course = online_course()
    row = lesson(course, "video", is_published=False, video_url="https://video.example/1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Lesson.objects.filter(pk=row.pk).update(is_published=True)
    captions = kept(VTT.encode(), "phu-de.vtt", ("vtt",))
    Lesson.objects.filter(pk=row.pk).update(is_published=True, captions=captions)


def test_a_text_keeps_no_script():
    bad = '<p onclick="x()">Được</p><script>alert(1)</script><a href="javascript:x()">b</a>'
    row = lesson(online_course(), body_vi=bad)
    assert row.body_vi == '<p>Được</p><a rel="noopener noreferrer">b</a>'


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_learner_renders_in_three_languages(language):
    kinds = ("text", "video", "document", "quiz", "assignment", "survey")
    course = online_course(*kinds[:1], *kinds[3:], is_in_order=False)
    captions = kept(VTT.encode(), "phu-de.vtt", ("vtt",))
    lesson(course, "video", order=8, video_url="https://video.example/1", captions=captions)
    lesson(course, "document", order=9, document=kept(PDF, "tai-lieu.pdf", ("pdf",)))
    rule(course, min_attendance=80, needs_quiz=True, needs_lessons=True)
    enrolment = learner(session_now(course))
    client = signed_in(enrolment.person)
    page = client.get(address(enrolment, language=language))
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1
    for row in learning.lessons_of(course):
        page = client.get(address(enrolment, row.pk, language=language))
        assert page.status_code == 200, row.kind
        heading = page.content.decode().partition("<h1")[2].partition("</h1>")[0]
        assert str(row) in heading
        assert "page-head-number" not in page.content.decode()
        if row.kind == "video":
            assert "Xin chào học viên" in page.content.decode()
            assert "media-src 'self'" in page["Content-Security-Policy"]


def test_the_page_of_lessons_costs_the_same_for_two_and_for_ten(django_assert_max_num_queries):
    course = online_course("text", "quiz")
    rule(course, needs_quiz=True)
    enrolment = learner(session_now(course))
    client = signed_in(enrolment.person)
    client.get(address(enrolment))
    with django_assert_max_num_queries(32) as few:
        client.get(address(enrolment))
    for order in range(3, 11):
        lesson(course, "text", order=order)
    with django_assert_max_num_queries(len(few)):
        client.get(address(enrolment))


def test_lessons_are_for_those_with_a_seat():
    course = online_course("text")
    enrolment = learner(session_now(course))
    (only,) = learning.lessons_of(course)
    stranger = signed_in(participant())
    assert stranger.get(address(enrolment)).status_code == 404
    assert stranger.get(address(enrolment, only.pk)).status_code == 404
    assert stranger.post(address(enrolment, only.pk, "done")).status_code == 404
    assert Client().get(address(enrolment)).status_code == 302


def test_the_button_marks_a_lesson_and_leads_to_the_next():
    course = online_course("text", "text")
    first, second = learning.lessons_of(course)
    enrolment = learner(session_now(course))
    client = signed_in(enrolment.person)
    locked = client.get(address(enrolment, second.pk))
    assert locked.status_code == 409
    assert str(first) in locked.content.decode()
    answer = client.post(address(enrolment, first.pk, "done"))
    assert answer.url == address(enrolment, second.pk)
    assert client.get(address(enrolment, second.pk)).status_code == 200
    for odd in ("x", "²", "9" * 5000):
        answer = client.post(address(enrolment, first.pk, "position"), {"seconds": odd})
        assert answer.status_code == 400
    assert (
        client.post(address(enrolment, first.pk, "position"), {"seconds": "7"}).status_code == 204
    )


def test_an_assignment_is_not_done_by_saying_so():
    course = online_course("assignment")
    (only,) = learning.lessons_of(course)
    enrolment = learner(session_now(course))
    answer = signed_in(enrolment.person).post(address(enrolment, only.pk, "done"), follow=True)
    assert answer.redirect_chain == [(address(enrolment, only.pk), 302)]
    assert not list(answer.context["messages"])


def test_a_file_of_a_lesson_comes_whole_or_in_part_and_not_while_locked():
    course = online_course("text")
    stored = kept(PDF, "tai-lieu.pdf", ("pdf",))
    row = lesson(course, "document", order=2, document=stored)
    enrolment = learner(session_now(course))
    client = signed_in(enrolment.person)
    here = address(enrolment, row.pk, "document")
    assert client.get(here).status_code == 409
    finish_lesson(lesson=learning.lessons_of(course)[0], enrolment=enrolment, at=timezone.now())
    assert b"".join(client.get(here)) == PDF
    part = client.get(here, headers={"Range": "bytes=5-8"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 5-8/{len(PDF)}")
    assert b"".join(part) == PDF[5:9]
    assert client.get(here, headers={"Range": "bytes=99999-"}).status_code == 416
    assert client.get(address(enrolment, row.pk, "video")).status_code == 404


class TestAssignments:
    @pytest.fixture
    def enrolment(self):
        return learner(session_now(online_course("assignment")))

    def only(self, enrolment):
        return learning.lessons_of(enrolment.session.course)[0]

    def handed_in(self, enrolment):
        return hand_in(
            lesson=self.only(enrolment), enrolment=enrolment, upload=upload(), words="",
            by=enrolment.person, at=timezone.now(),
        )  # fmt: skip

    def test_versions_are_kept_until_one_is_accepted_and_the_words_come_by_mail(self, enrolment):
        self.handed_in(enrolment)
        second = self.handed_in(enrolment)
        assert [row.version for row in Submission.objects.order_by("version")] == [1, 2]
        teacher = UserFactory(registrar=True)
        verdict = {"submission": second, "is_accepted": True, "points": 80, "by": teacher}
        with pytest.raises(exceptions.GradeWithoutWords):
            grade(**verdict, feedback=" ", at=timezone.now())
        grade(**verdict, feedback="Rõ ràng.", at=timezone.now())
        assert "Rõ ràng." in Message.objects.get(event="courses.assignment_graded").body
        with pytest.raises(exceptions.AlreadyAccepted):
            self.handed_in(enrolment)

    def test_a_file_of_the_wrong_kind_gets_a_sentence_and_is_not_kept(self, enrolment):
        client = signed_in(enrolment.person)
        file = upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "anh.pdf")
        answer = client.post(address(enrolment, self.only(enrolment).pk), {"file": file})
        assert answer.status_code == 400
        assert "anh.pdf" in answer.content.decode()
        assert not Submission.objects.exists()

    def test_a_teacher_of_the_session_grades_and_another_person_sees_nothing(self, enrolment):
        row = self.handed_in(enrolment)
        teacher = participant()
        enrolment.session.teachers.set([teacher])
        enrolment.session.save()
        base = f"/vi/courses/sessions/{enrolment.session_id}"
        client = signed_in(teacher)
        assert enrolment.person.full_name in client.get(f"{base}/grading/").content.decode()
        answer = client.post(
            f"{base}/grading/{row.pk}/", {"verdict": "rework", "feedback": "Thiếu nguồn."}
        )
        assert answer.status_code == 302
        row.refresh_from_db()
        assert (row.is_accepted, row.graded_by) == (False, teacher)
        assert b"".join(client.get(f"{base}/handed-in/{row.pk}/")) == PDF
        stranger = signed_in(participant())
        for path in ("grading/", f"grading/{row.pk}/", f"handed-in/{row.pk}/"):
            assert stranger.get(f"{base}/{path}").status_code == 404
        assert (
            "Thiếu nguồn."
            in signed_in(enrolment.person)
            .get(address(enrolment, self.only(enrolment).pk))
            .content.decode()
        )

    def test_the_export_names_what_was_handed_in_and_erasing_takes_the_file_too(self, enrolment):
        stored = self.handed_in(enrolment).file
        (mine,) = panels.my_data(enrolment.person)
        assert mine["learning"]["assignments"][0]["file"] == "bai-tap.pdf"
        panels.erase_my_data(enrolment.person)
        assert not Submission.objects.exists()
        assert not type(stored).objects.filter(pk=stored.pk).exists()
