"""Desks of learning: who may come, what is refused in words, sheets of questions, settling."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from courses import demo
from courses.demo import learning as demo_learning
from courses.learning.question_sheets import COLUMNS, template_sheet
from courses.models import CompletionRule, Conclusion, Lesson, Question, StoredFile, Submission
from courses.services import learning
from courses.services.surveys import answer_survey
from tests.courses.test_back_office import sign_in
from tests.courses.test_learning import PDF, VTT
from tests.factories.courses import NOW, participant
from tests.factories.courses_learning import (
    finish,
    learner,
    lesson,
    online_course,
    rule,
    running_session,
)

pytestmark = pytest.mark.django_db
GOOD = ("một", "Câu một?", "Có\nKhông", "1", "", "", "", "", "", "", "", "")


def desk(name, *args):
    return reverse(f"courses_desk:{name}", args=args)


def sheet(*rows, columns=COLUMNS):
    book, out = Workbook(), BytesIO()
    book.active.append(columns)
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("cau-hoi.xlsx", out.getvalue())


@pytest.fixture
def registrar(client):
    return sign_in(client, registrar=True)


def test_every_desk_opens_and_not_for_those_without_the_right(client, registrar):
    course = online_course("text", "quiz", "assignment", "survey")
    session = running_session(course)
    rule(course, needs_quiz=True)
    enrolment = learner(session)
    by_kind = {row.kind: row.pk for row in learning.lessons_of(course)}
    question = Question.objects.first()
    pages = [
        desk("learning_courses"), desk("learning", course.pk), desk("learning_settings", course.pk),
        desk("learning_rule", course.pk), desk("lesson_add", course.pk, "video"),
        desk("lesson_edit", course.pk, by_kind["text"]),
        desk("lesson_quiz", course.pk, by_kind["quiz"]),
        desk("lesson_survey", course.pk, by_kind["survey"]), desk("questions", course.pk),
        desk("question_add", course.pk), desk("question_edit", course.pk, question.pk),
        desk("questions_load", course.pk), desk("questions_sheet", course.pk),
        desk("completion", session.pk), desk("completion_override", session.pk, enrolment.pk),
        desk("learning_results", session.pk), desk("survey_results", session.pk),
    ]  # fmt: skip
    for page in pages:
        assert client.get(page).status_code == 200, page
    sign_in(client, verifier=True)
    for page in pages:
        assert client.get(page).status_code in (302, 403), page


def test_a_video_is_kept_as_a_draft_and_published_with_captions_only(client, registrar):
    course = online_course()
    here = desk("lesson_add", course.pk, "video")
    data = {"title_vi": "Phim", "video_url": "https://video.example/1", "is_required": "on"}
    refused = client.post(here, {**data, "is_published": "on"})
    assert refused.status_code == 200
    assert "VTT" in str(refused.context["form"].non_field_errors())
    assert not Lesson.objects.exists()
    captions = SimpleUploadedFile("phu-de.vtt", VTT.encode())
    assert (
        client.post(here, {**data, "captions_file": captions, "is_published": "on"}).status_code
        == 302
    )
    assert Lesson.objects.get().captions.media_type == "text/vtt"


def test_a_refused_file_is_named_at_its_field_and_nothing_is_kept(client, registrar):
    here = desk("lesson_add", online_course().pk, "document")
    bad = SimpleUploadedFile("trang.pdf", b"<html></html>")
    answer = client.post(here, {"title_vi": "Tài liệu", "document_file": bad})
    assert "trang.pdf" in str(answer.context["form"].errors["document_file"])
    good = SimpleUploadedFile("tai-lieu.pdf", PDF)
    client.post(here, {"title_vi": "Tài liệu", "document_file": good, "is_published": "on"})
    assert (Lesson.objects.get().document.name, StoredFile.objects.count()) == ("tai-lieu.pdf", 1)


def test_lessons_change_places(client, registrar):
    course = online_course("text", "quiz")
    first, second = learning.lessons_of(course)
    client.post(desk("lesson_move", course.pk, second.pk, "up"))
    assert [row.pk for row in learning.lessons_of(course)] == [second.pk, first.pk]


def test_a_question_is_written_with_asterisks(client, registrar):
    course = online_course()
    data = {"kind": "multiple", "text_vi": "Số chẵn?", "options_vi": "*2\n3\n*4", "tolerance": "0"}
    client.post(desk("question_add", course.pk), {**data, "is_active": "on"})
    right = [option["is_correct"] for option in Question.objects.get().options]
    assert right == [True, False, True]
    answer = client.post(desk("question_add", course.pk), {**data, "kind": "single"})
    assert "options_vi" in answer.context["form"].errors
    number = {"kind": "number", "text_vi": "Mấy?", "number": "1.234,5", "tolerance": "0"}
    client.post(desk("question_add", course.pk), number)
    assert str(Question.objects.get(kind="number").number) == "1234.5000"


def test_a_sheet_with_errors_names_each_and_adds_nothing(client, registrar):
    course = online_course()
    rows = [
        GOOD,
        ("hai", "Câu hai?", "Có\nKhông", "1", *[""] * 8),
        ("một", "", "Có", "3", *[""] * 8),
        ("số", "Mấy?", "", "bảy", *[""] * 8),
        ("đúng/sai", "Một câu", "", "có lẽ", *[""] * 8),
    ]
    answer = client.post(desk("questions_load", course.pk), {"file": sheet(*rows)})
    found = {(error.row, error.column) for error in answer.context["errors"]}
    assert found == {
        (3, "kind"), (4, "text_vi"), (4, "options_vi"), (5, "right"), (6, "right"),
    }  # fmt: skip
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("right", "kind", "column"),
    [("²", "một", "right"), ("1, x", "nhiều", "right"), ("9" * 5000, "một", "right"),
     ("9" * 60, "số", "right"), ("1e999", "số", "right")],
)  # fmt: skip
def test_a_right_answer_that_no_list_has_is_named_with_its_cell(
    client, registrar, right, kind, column
):
    course = online_course()
    file = sheet((kind, "Câu", "A\nB", right, *[""] * 8))
    answer = client.post(desk("questions_load", course.pk), {"file": file})
    assert [(error.row, error.column) for error in answer.context["errors"]] == [(2, column)]


@pytest.mark.parametrize("part", ["xl/_rels/workbook.xml.rels", "xl/styles.xml"])
def test_a_damaged_workbook_is_refused_with_a_sentence(client, registrar, part):
    course = online_course()
    file = damaged(sheet(("một", "Câu", "A\nB", "1", *[""] * 8)), part)
    answer = client.post(desk("questions_load", course.pk), {"file": file})
    assert "XLSX" in answer.context["errors"][0].rule


def damaged(upload, part):
    """The workbook with one part that says nothing a reader of workbooks expects."""
    out = BytesIO()
    with ZipFile(upload) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b'<a xmlns:dc=""/>' if name == part else old.read(name))
    return SimpleUploadedFile("hong.xlsx", out.getvalue())


def test_the_example_sheet_loads_and_the_second_time_adds_nothing(client, registrar):
    course = online_course()
    for _ in range(2):
        file = SimpleUploadedFile("mau.xlsx", template_sheet())
        assert client.post(desk("questions_load", course.pk), {"file": file}).status_code == 302
        assert Question.objects.filter(course=course).count() == 4
    names = [cell.value for cell in load_workbook(BytesIO(template_sheet())).worksheets[0][1]]
    assert tuple(names) == COLUMNS


def test_a_rule_gets_the_next_version(client, registrar):
    course = online_course("quiz")
    client.post(desk("learning_rule", course.pk), {"valid_from": "2026-01-01", "needs_quiz": "on"})
    row = CompletionRule.objects.get()
    assert (row.version, row.needs_quiz, row.made_by) == (1, True, registrar)


def test_results_are_settled_after_a_look_at_them(client, registrar):
    course = online_course("quiz")
    rule(course, needs_quiz=True)
    session = running_session(course)
    enrolment = learner(session)
    here = desk("completion", session.pk)
    assert enrolment.person.full_name in client.get(here).content.decode()
    assert client.post(here).status_code == 200
    assert not Conclusion.objects.exists()
    finish(session)
    assert client.post(here).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.state == "not_completed"


def test_survey_results_stay_empty_under_five(client, registrar):
    session = running_session(online_course())
    row = lesson(session.course, "survey")
    keys = {question.kind: question.pk for question in row.survey_questions.all()}
    here = desk("survey_results", session.pk)
    for count in range(1, 6):
        answers = {keys["scale"]: "5", keys["choice"]: "0", keys["text"]: "Ý riêng"}
        answer_survey(lesson=row, enrolment=learner(session), answers=answers, at=NOW)
        assert ("Ý riêng" in client.get(here).content.decode()) == (count == 5)


def test_the_sample_course_comes_and_goes_whole():
    demo_learning.load(people=[participant()], at=timezone.now())
    sample = Lesson.objects.filter(course__is_demo=True)
    assert {"text", "quiz", "assignment", "survey"} <= {row.kind for row in sample}
    real = lesson(online_course())
    demo.remove()
    assert list(Lesson.objects.all()) == [real]
    assert not CompletionRule.objects.exists()
    assert not Submission.objects.exists()
