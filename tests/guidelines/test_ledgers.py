"""Ledgers: services with source and history, pages, panels, downloads, what other domains read."""

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from guidelines.choices import DocumentKind, PreparationStatus, Verb
from guidelines.exceptions import AsOfInFuture, SourceMissing
from guidelines.ledger_offers import document_panel, preparations_of, unit_panel
from guidelines.models import Document, Ledger, LedgerAnswer, LedgerTask, Preparation
from guidelines.services import ledgers
from guidelines.services.ledgers import Source, Statement
from guidelines.sitemaps import LedgerSitemap
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import (
    DocumentFactory,
    EffectFactory,
    LedgerFactory,
    LedgerTaskFactory,
)
from tests.factories.places import UnitFactory
from vkc.core.registry import province_preparations

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PAPER = Source(title="Báo Phú Thọ", url="https://baophutho.vn/")
ISSUED = PreparationStatus.ISSUED


def said(status: str = ISSUED, day: date = date(2026, 5, 1), **fields) -> Statement:
    return Statement(status=status, as_of=day, source=fields.pop("source", PAPER), **fields)


@pytest.fixture
def staff():
    return UserFactory(is_superuser=True)


@pytest.fixture
def nine() -> list[LedgerTask]:
    """The tasks of a decree that every province has to do."""
    decree = DocumentFactory(kind=DocumentKind.DECREE, number="9/2025/NĐ-CP")
    ledger = LedgerFactory(document=decree, is_per_province=True, path="dieu-3.khoan-2")
    return [LedgerTaskFactory(ledger=ledger, number=str(n), order=n) for n in range(1, 10)]


def record(task, unit, staff, statement=None):
    return ledgers.record_preparation(
        task=task, unit=unit, statement=statement or said(), by=staff, at=NOW
    )


def page(client, ledger: Ledger, **query):
    return client.get(reverse("guidelines:ledger", args=[ledger.key], query=query))


def test_a_preparation_needs_a_source_and_a_day_that_has_come(nine, staff) -> None:
    unit = UnitFactory()

    with pytest.raises(SourceMissing):
        record(nine[0], unit, staff, said(source=Source(title="  ")))
    with pytest.raises(AsOfInFuture):
        record(nine[0], unit, staff, said(day=date(2026, 11, 23)))
    with pytest.raises(PermissionDenied):
        record(nine[0], unit, UserFactory())
    with pytest.raises(ValueError, match="not a valid"):
        record(nine[0], unit, staff, said(status="done"))
    assert not Preparation.objects.exists()


def test_the_database_refuses_a_preparation_without_source(nine) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Preparation.objects.create(
            task=nine[0], unit=UnitFactory(), status=ISSUED, as_of=date(2026, 1, 1)
        )


def test_a_new_statement_takes_the_place_of_the_old_one_which_stays_in_the_history(
    nine, staff
) -> None:
    unit = UnitFactory()
    first = record(nine[0], unit, staff, said(PreparationStatus.UNDER_WAY))
    second = record(nine[0], unit, staff, said(ISSUED, date(2026, 8, 1)))
    record(nine[0], unit, staff, said(ISSUED, date(2026, 8, 1)))

    assert first.pk == second.pk
    entries = list(ModelLogEntry.objects.order_by("timestamp", "pk"))
    assert [entry.action for entry in entries] == ["wagtail.create", "wagtail.edit"]
    assert entries[1].data == {
        "was": {"status": "under_way", "as_of": "2026-05-01"},
        "now": {"status": "issued", "as_of": "2026-08-01"},
    }
    assert {entry.user for entry in entries} == {staff}


def test_a_statement_taken_back_leaves_its_trace(nine, staff) -> None:
    row = record(nine[0], UnitFactory(), staff)

    ledgers.forget_preparation(preparation=row, by=staff, at=NOW)

    assert not Preparation.objects.exists()
    entry = ModelLogEntry.objects.get(action="wagtail.delete")
    assert entry.data["was"]["status"] == "issued"


def test_many_statements_are_kept_all_or_none(nine, staff) -> None:
    unit = UnitFactory()
    rows = [(nine[0], unit, said()), (nine[1], unit, said(source=Source()))]

    with pytest.raises(SourceMissing):
        ledgers.record_preparations(rows=rows, by=staff, at=NOW)

    assert not Preparation.objects.exists()


def test_an_answer_needs_a_source_and_is_corrected_not_repeated(nine, staff) -> None:
    document = DocumentFactory()
    facts = {"task": nine[0], "document": document, "by": staff, "at": NOW}
    with pytest.raises(SourceMissing):
        ledgers.record_answer(source=Source(), **facts)

    ledgers.record_answer(source=PAPER, is_partial=True, **facts)
    ledgers.record_answer(source=PAPER, is_partial=False, **facts)

    assert LedgerAnswer.objects.get().is_partial is False


def test_a_task_needs_a_source(nine, staff) -> None:
    ledger = nine[0].ledger
    with pytest.raises(SourceMissing):
        ledgers.record_task(ledger=ledger, values={"task_vi": "Việc mới"}, by=staff, at=NOW)

    made = ledgers.record_task(
        ledger=ledger, values={"task_vi": "Việc mới", "title": "Công báo"}, by=staff, at=NOW
    )
    ledgers.change_task(
        task=made, values={"lead": "Bộ Xây dựng", "title": "Công báo"}, by=staff, at=NOW
    )

    made.refresh_from_db()
    assert (made.task_vi, made.lead) == ("Việc mới", "Bộ Xây dựng")


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_page_of_a_ledger_shows_tasks_answers_and_what_is_missing(client, language) -> None:
    task = LedgerTaskFactory(
        group="I", number="4", lead="Bộ Xây dựng", year_from=2018, year_until=2020
    )
    LedgerAnswer.objects.create(
        task=task, document=DocumentFactory(number="77/QĐ-BXD"), is_partial=True, title="Nguồn"
    )

    answer = client.get(f"/{language}/guidelines/ledgers/{task.ledger.key}/")

    row = answer.context["task_rows"][0]
    assert (row["period"], row["lead"], row["missing"]) == ("2018–2020", "Bộ Xây dựng", "")
    assert row["answers"][0]["label"].endswith("77/QĐ-BXD")
    assert row["answers"][0]["status_label"]
    assert 'class="unknown"' in answer.content.decode()


def test_a_document_under_embargo_is_told_nowhere_on_a_ledger(client, nine, staff) -> None:
    hidden = DocumentFactory(draft=True, number="666/QĐ-BXD")
    task = LedgerTaskFactory()
    LedgerAnswer.objects.create(task=task, document=hidden, title="Nguồn")
    unit = UnitFactory()
    record(nine[0], unit, staff, said(document=hidden))
    secret = LedgerFactory(document=hidden)

    pages = [
        page(client, task.ledger),
        page(client, nine[0].ledger, unit=unit.key),
        client.get(reverse("guidelines:ledgers")),
        client.get(reverse("guidelines:ledger_download", args=[task.ledger.key, "csv"])),
        client.get(reverse("guidelines:ledger_download", args=[nine[0].ledger.key, "csv"])),
    ]

    assert all("666/" not in answer.content.decode() for answer in pages)
    assert preparations_of(unit)[0]["document"] == ""
    assert page(client, secret).status_code == 404
    assert document_panel(hidden) is None


def test_documents_that_implement_it_are_listed_apart_from_the_tasks(client) -> None:
    task = LedgerTaskFactory()
    tied, loose = DocumentFactory(), DocumentFactory(number="88/KH-UBND")
    for acting in (tied, loose):
        EffectFactory(acting=acting, target=task.ledger.document, verb=Verb.IMPLEMENTS)
    LedgerAnswer.objects.create(task=task, document=tied, title="Nguồn")

    answer = page(client, task.ledger)

    assert [row["number"] for row in answer.context["implementing"]] == ["88/KH-UBND"]


def test_what_nobody_knows_of_a_province_is_said_and_never_counted_as_zero(
    client, nine, staff
) -> None:
    known, _silent = UnitFactory(), UnitFactory()
    record(nine[0], known, staff)

    answer = page(client, nine[0].ledger)

    first, second = answer.context["counts"][:2]
    assert [(word["label"], word["count"]) for word in first["words"]] == [
        (ISSUED.label, 1),
        ("chưa có thông tin", 1),
    ]
    assert [word["count"] for word in second["words"]] == [2]
    cells = {row["name"]: row["cells"][0]["is_known"] for row in answer.context["matrix"]}
    assert sorted(cells.values()) == [False, True]


def test_one_province_is_shown_with_day_document_and_source(client, nine, staff) -> None:
    unit = UnitFactory()
    plan = DocumentFactory(kind=DocumentKind.PLAN, number="10345/KH-UBND")
    record(nine[3], unit, staff, said(document=plan, notes={"vi": "Đến năm 2045"}))

    answer = page(client, nine[0].ledger, unit=unit.key)

    row = answer.context["unit_rows"][3]
    assert (row["as_of"], row["url"]) == (date(2026, 5, 1), plan.get_absolute_url())
    assert (row["note"], row["sources"][0].title) == ("Đến năm 2045", "Báo Phú Thọ")
    assert len(answer.context["matrix"]) == 1


@pytest.mark.parametrize("unit", ["34:zz", "63:01", "x", "34:", "34:01' OR 1=1"])
def test_a_province_that_is_none_is_not_found(client, nine, unit) -> None:
    assert page(client, nine[0].ledger, unit=unit).status_code == 404


def test_the_matrix_of_all_provinces_costs_few_queries(
    client, nine, staff, django_assert_max_num_queries
) -> None:
    for unit in UnitFactory.create_batch(8):
        record(nine[0], unit, staff)

    with django_assert_max_num_queries(10):
        assert page(client, nine[0].ledger).status_code == 200


def test_the_panel_of_a_document_says_what_it_asks_for_and_what_it_answered() -> None:
    task = LedgerTaskFactory()
    answering = DocumentFactory()
    LedgerAnswer.objects.create(task=task, document=answering, title="Nguồn")

    asked = document_panel(task.ledger.document)
    answered = document_panel(answering)

    assert asked.context["ledgers"][0]["tasks"][0]["task"] == task.task_vi
    assert answered.context["answers"][0]["task"] == task.task_vi
    assert document_panel(DocumentFactory()) is None


def test_the_panel_of_a_province_stands_only_on_present_provinces(nine, staff) -> None:
    unit = UnitFactory()
    assert unit_panel(unit).context["groups"][0]["is_known"] is False

    record(nine[2], unit, staff)

    rows = unit_panel(unit).context["groups"][0]["rows"]
    assert [row["is_known"] for row in rows].count(True) == 1
    assert unit_panel(UnitFactory(old=True)) is None
    assert unit_panel("something else") is None


def test_other_domains_read_preparations_through_the_registry(nine, staff) -> None:
    unit = UnitFactory()
    record(nine[2], unit, staff)

    ((found,),) = [read(unit) for read in province_preparations]

    assert (found["status"], found["as_of"]) == ("issued", date(2026, 5, 1))
    assert found["source"] == {"title": "Báo Phú Thọ", "url": "https://baophutho.vn/"}


def test_the_ledger_downloads_as_a_table(client, nine, staff) -> None:
    unit = UnitFactory()
    record(nine[0], unit, staff, said(notes={"vi": "=1+1"}))
    address = reverse("guidelines:ledger_download", args=[nine[0].ledger.key, "csv"])

    rows = list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))

    assert len(rows) == 9
    assert (rows[0]["status"], rows[0]["as_of"], rows[0]["note"]) == (
        "issued",
        "01/05/2026",
        "'=1+1",
    )
    assert rows[1]["status"] == ""
    book = load_workbook(io.BytesIO(client.get(address.replace("csv", "xlsx")).content))
    assert book.worksheets[0].max_row == 10
    assert client.get(address.replace("csv", "pdf")).status_code == 404


def test_the_index_lists_the_ledgers_and_clashes_with_no_document_kind(client, nine) -> None:
    answer = client.get("/vi/guidelines/ledgers/")

    assert [row["count"] for row in answer.context["ledgers"]] == [9]
    assert "ledgers" not in DocumentKind.values
    assert Document.objects.filter(kind="ledgers").count() == 0


def test_the_sitemap_names_ledgers_of_published_documents_only(nine) -> None:
    LedgerFactory(document=DocumentFactory(draft=True))

    assert [row.key for row in LedgerSitemap().items()] == [nine[0].ledger.key]
    assert (
        LedgerSitemap()
        .location(nine[0].ledger)
        .endswith(f"/guidelines/ledgers/{nine[0].ledger.key}/")
    )
