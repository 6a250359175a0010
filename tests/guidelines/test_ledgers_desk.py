"""The desk of ledgers in the back office: tasks, answers, provinces, filled-in tables."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from guidelines.choices import DocumentKind, PreparationStatus
from guidelines.ledger_sheet import day_of, document_named, read_sheet
from guidelines.models import Ledger, LedgerAnswer, LedgerTask, Preparation
from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory, LedgerFactory, LedgerTaskFactory
from tests.factories.places import UnitFactory
from vkc.places.models import Unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
HEADS = ("unit_key", "task_number", "status", "as_of", "document", "note", "source", "source_url")


@pytest.fixture
def editor() -> Client:
    return signed_in(UserFactory(editor=True))


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(code="x1", name_vi="Phú Thọ")


@pytest.fixture
def ledger() -> Ledger:
    made = LedgerFactory(is_per_province=True)
    for number in (1, 2):
        LedgerTaskFactory(ledger=made, number=str(number), order=number)
    return made


def url(name: str, *args: object) -> str:
    return reverse(f"guidelines_ledgers:{name}", args=args)


def table(*rows: tuple, heads: tuple = HEADS) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.append(heads)
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("so.xlsx", content)


GOOD = ("34:x1", 1, "issued", "01/05/2026", "", "", "Báo Phú Thọ", "")


def test_staff_add_and_correct_a_task(editor, ledger) -> None:
    values = {"task_vi": "Việc mới", "number": "3", "order": "3", "path": "khoản 2 Điều 3"}

    refused = editor.post(url("add_task", ledger.pk), values)
    assert "title" in refused.context["form"].errors

    editor.post(url("add_task", ledger.pk), {**values, "title": "Công báo"})
    task = LedgerTask.objects.get(number="3")
    assert task.path == "dieu-3.khoan-2"

    editor.post(
        url("task", ledger.pk, task.pk), {**values, "title": "Công báo", "lead": "Bộ Xây dựng"}
    )
    task.refresh_from_db()
    assert task.lead == "Bộ Xây dựng"
    assert editor.get(url("task", ledger.pk, task.pk)).status_code == 200


def test_a_period_that_ends_before_it_begins_is_refused_in_the_form(editor, ledger) -> None:
    values = {"task_vi": "V", "order": "3", "title": "C", "year_from": "2020", "year_until": "2018"}

    answer = editor.post(url("add_task", ledger.pk), values)

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_staff_record_an_answer_and_take_it_back(editor, ledger) -> None:
    task = ledger.tasks.first()
    document = DocumentFactory()
    address = url("answer", ledger.pk, task.pk)

    refused = editor.post(address, {"answer-document": document.pk})
    assert refused.context["answer_form"].errors
    both = {"answer-document": document.pk, "answer-document_text": "X", "answer-source": "Y"}
    assert "document" in editor.post(address, both).context["answer_form"].errors

    editor.post(address, {"answer-document": document.pk, "answer-source": "Công báo"})
    answer = LedgerAnswer.objects.get()
    assert answer.document == document

    editor.post(url("remove_answer", ledger.pk, task.pk, answer.pk))
    assert not LedgerAnswer.objects.exists()


def test_staff_say_how_far_a_province_is_and_take_it_back(editor, ledger, unit) -> None:
    first, second = ledger.tasks.all()
    address = url("province", ledger.pk, unit.pk)
    assert editor.get(address).status_code == 200

    nothing = editor.post(address, {f"task-{first.pk}-status": "issued"})
    assert set(nothing.context["rows"][0][1].errors) == {"as_of", "source"}

    plan = DocumentFactory(kind=DocumentKind.PLAN, number="10345/KH-UBND")
    given = {
        f"task-{first.pk}-status": "issued",
        f"task-{first.pk}-as_of": "2025-12-01",
        f"task-{first.pk}-document": "Kế hoạch số 10345/KH-UBND",
        f"task-{first.pk}-source": "Báo Phú Thọ",
    }
    editor.post(address, given)
    row = Preparation.objects.get()
    assert (row.task, row.status, row.document) == (first, "issued", plan)

    editor.post(address, {**given, f"task-{first.pk}-status": ""})
    assert not Preparation.objects.exists()
    assert second.preparations.count() == 0


def test_a_day_in_the_future_is_refused_beside_its_field(editor, ledger, unit) -> None:
    task = ledger.tasks.first()
    given = {
        f"task-{task.pk}-status": "issued",
        f"task-{task.pk}-as_of": "2999-12-01",
        f"task-{task.pk}-source": "Báo",
    }

    answer = editor.post(url("province", ledger.pk, unit.pk), given)

    assert "as_of" in answer.context["rows"][0][1].errors


def test_a_table_is_previewed_without_writing_and_then_recorded_at_once(
    editor, ledger, unit
) -> None:
    address = url("sheet", ledger.pk)
    content = table(
        GOOD,
        (
            "34:x1",
            2,
            str(PreparationStatus.UNDER_WAY.label),
            TODAY,
            "12/KH-UBND",
            "Ghi chú",
            "",
            "https://a.vn/",
        ),
    )

    preview = editor.post(address, {"file": upload(content)})

    assert [change["row"].row for change in preview.context["changes"]] == [2, 3]
    assert not Preparation.objects.exists()

    plan = preview.context["confirm_form"].initial["plan"]
    answer = editor.post(address, {"plan": plan})

    assert answer.status_code == 302
    rows = Preparation.objects.order_by("task__order").values_list("status", "document_text")
    assert list(rows) == [("issued", ""), ("under_way", "12/KH-UBND")]


def test_a_plan_that_was_tampered_with_records_nothing(editor, ledger, unit) -> None:
    answer = editor.post(url("sheet", ledger.pk), {"plan": "[]:forged"})

    assert answer.status_code == 302
    assert not Preparation.objects.exists()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("63:01", *GOOD[1:]), "A (unit_key)"),
        (("34:x1", 9, *GOOD[2:]), "B (task_number)"),
        (("34:x1", 1, "xong", *GOOD[3:]), "C (status)"),
        (("34:x1", 1, "", *GOOD[3:]), "C (status)"),
        ((*GOOD[:3], "31/02/2026", *GOOD[4:]), "D (as_of)"),
        ((*GOOD[:3], "01/05/2999", *GOOD[4:]), "D (as_of)"),
        ((*GOOD[:6], "", ""), "G (source)"),
        ((*GOOD[:7], "javascript:alert(1)"), "H (source_url)"),
        ((*GOOD[:4], "x" * 301, *GOOD[5:]), "E (document)"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(ledger, unit, row, column) -> None:
    sheet = read_sheet(table((*GOOD[:1], 2, *GOOD[2:]), row), ledger=ledger, today=TODAY)

    assert [(error.row, error.column) for error in sheet.errors] == [(3, column)]


def test_errors_offer_no_way_to_record(editor, ledger, unit) -> None:
    preview = editor.post(
        url("sheet", ledger.pk), {"file": upload(table(GOOD, ("34:zz", *GOOD[1:])))}
    )

    assert "confirm_form" not in preview.context
    assert b"A (unit_key)" in preview.content


def test_the_same_province_and_task_twice_is_an_error(ledger, unit) -> None:
    sheet = read_sheet(table(GOOD, GOOD), ledger=ledger, today=TODAY)

    assert [(error.row, error.column) for error in sheet.errors] == [(3, "B (task_number)")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"khong phai xlsx",
        b"PK\x03\x04rac",
        table(heads=("a", "b")),
        b"x" * (2 * 1024 * 1024 + 1),
    ],
    ids=["empty", "text", "broken zip", "other columns", "too large"],
)
def test_a_file_that_is_no_such_table_is_refused_with_a_sentence(editor, ledger, content) -> None:
    answer = editor.post(url("sheet", ledger.pk), {"file": upload(content)})

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Preparation.objects.exists()


def test_the_table_offered_for_download_loads_back_without_change(editor, ledger, unit) -> None:
    editor.post(
        url("sheet", ledger.pk),
        {
            "plan": editor.post(url("sheet", ledger.pk), {"file": upload(table(GOOD))})
            .context["confirm_form"]
            .initial["plan"]
        },
    )
    content = editor.get(url("table", ledger.pk)).content
    assert load_workbook(io.BytesIO(content)).worksheets[0].max_row == 3

    sheet = read_sheet(content, ledger=ledger, today=TODAY)

    assert sheet.errors == []
    assert [(row.unit, row.statement.status) for row in sheet.rows] == [(unit, "issued")]
    assert sheet.empty == 1


def test_words_that_name_several_documents_are_linked_to_none() -> None:
    for year in (2018, 2022):
        DocumentFactory(number="950/QĐ-TTg", issued_on=date(year, 8, 1))
    hidden = DocumentFactory(number="951/QĐ-TTg", draft=True)

    assert document_named("Quyết định 950/QĐ-TTg") is None
    assert document_named("Quyết định 950/QĐ-TTg ngày 01/8/2018").issued_on == date(2018, 8, 1)
    assert document_named(str(hidden)) is None
    assert document_named("") is None


def test_days_are_read_as_vietnamese_tables_write_them() -> None:
    assert day_of("1/5/2026") == date(2026, 5, 1)
    assert day_of("2026-05-01") is None


@pytest.mark.parametrize("name", ["index", "ledger", "sheet", "add_task"])
def test_the_desk_is_closed_to_those_who_do_not_work_on_documents(name, ledger) -> None:
    client = signed_in(UserFactory(verifier=True))
    address = url(name) if name == "index" else url(name, ledger.pk)

    answer = client.post(address, {"task_vi": "X", "order": "1", "title": "Y"})

    assert answer.status_code == 403 or "/cms/guidelines/ledgers" not in answer.url
    assert LedgerTask.objects.filter(task_vi="X").count() == 0


def test_the_pages_of_the_desk_open(editor, ledger, unit) -> None:
    assert editor.get(url("index")).status_code == 200
    page = editor.get(url("ledger", ledger.pk))
    assert [row["known"] for row in page.context["provinces"]] == [0]
    assert editor.get(url("sheet", ledger.pk)).status_code == 200
    assert editor.get(url("sheet", LedgerFactory().pk)).status_code == 404
