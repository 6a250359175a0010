"""The ledgers that come with the portal: each row with its source, staff's edits kept."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from guidelines.models import Ledger, LedgerAnswer, LedgerTask, Preparation
from guidelines.reference import DATA
from guidelines.reference_ledgers import load_ledgers
from guidelines.services import ledgers
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory
from vkc.core.reference import BrokenReference, load_file

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
GIVEN = json.loads((DATA / "ledgers.json").read_text(encoding="utf-8"))


@pytest.fixture
def documents() -> None:
    keys = {ledger["document"] for ledger in GIVEN}
    for ledger in GIVEN:
        keys |= {a["document"] for task in ledger["tasks"] for a in task["answers"]}
    for key in keys:
        DocumentFactory(reference_key=key)


def load():
    return load_file(DATA / "ledgers.json", load_ledgers)


def test_the_two_ledgers_are_loaded_once(documents) -> None:
    first, second = load(), load()

    assert (first.added, second.added, second.unchanged) == (15, 0, 15)
    assert {ledger.key: ledger.tasks.count() for ledger in Ledger.objects.all()} == {
        "quyet-dinh-950": 4,
        "nghi-dinh-269-dieu-3-khoan-2": 9,
    }
    assert not Preparation.objects.exists()


def test_every_row_says_where_it_was_read(documents) -> None:
    load()

    rows = [*Ledger.objects.get(key="quyet-dinh-950").tasks.all(), *LedgerTask.objects.all()]
    assert len(rows) == 4 + 13
    assert not LedgerAnswer.objects.exists()
    assert all(row.title for row in rows)


def test_the_rows_of_decision_950_hold_what_the_sources_give_and_nothing_more(documents) -> None:
    load()

    rows = LedgerTask.objects.filter(ledger__key="quyet-dinh-950")
    facts = set(rows.values_list("group", "lead", "year_from", "year_until", "cooperating"))
    assert facts == {("I", "Bộ Xây dựng", 2018, 2020, "")}


def test_what_staff_edited_is_kept(documents) -> None:
    load()
    task = LedgerTask.objects.get(reference_key="quyet-dinh-950/i-1")
    staff = UserFactory(is_superuser=True)
    values = {"lead": "Bộ Xây dựng (Vụ Pháp chế)", "title": "Công báo"}
    ledgers.change_task(task=task, values=values, by=staff, at=NOW)

    summary = load()

    task.refresh_from_db()
    assert (summary.kept, task.lead) == (1, "Bộ Xây dựng (Vụ Pháp chế)")


def test_an_answer_that_staff_removed_does_not_come_back(documents, tmp_path) -> None:
    task = GIVEN[0]["tasks"][0]
    answer = {"key": "mot", "document": GIVEN[1]["document"], "source": task["source"]}
    path = tmp_path / "ledgers.json"
    answered = [{**GIVEN[0], "tasks": [{**task, "answers": [answer]}]}]
    path.write_text(json.dumps(answered), encoding="utf-8")
    load_file(path, load_ledgers)
    staff = UserFactory(is_superuser=True)
    ledgers.remove_answer(answer=LedgerAnswer.objects.get(), by=staff, at=NOW)

    summary = load_file(path, load_ledgers)

    assert summary.kept == 1
    assert not LedgerAnswer.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"document": "khong/co"}, "document"),
        ({"tasks": [{"key": "x", "task_vi": "Việc"}]}, "source"),
        ({"tasks": ["x"]}, "-"),
        ({"tasks": [{"key": "x", "task_vi": "V", "source": {}}]}, "title"),
    ],
)
def test_a_broken_file_loads_nothing_and_names_the_field(
    documents, tmp_path, change, field
) -> None:
    broken = tmp_path / "ledgers.json"
    broken.write_text(json.dumps([{**GIVEN[0], **change}]), encoding="utf-8")

    with pytest.raises(BrokenReference) as refused:
        load_file(broken, load_ledgers)

    assert field in {error.field for error in refused.value.errors}
    assert not Ledger.objects.exists()
