"""A list of people nobody enters ends by itself, with all that names somebody."""

from datetime import timedelta

import pytest
from django.db import transaction

from courses.models import EnrolmentImport, StoredFile
from courses.services import imports
from courses.services.old_lists import end_old_lists
from courses.tasks import end_old_lists_task
from tests.courses.test_imports import in_another_connection
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory
from tests.factories.courses_imports import list_of, office, person_row
from tests.factories.places import UnitFactory

DAYS = timedelta(days=30)


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """The worker is asked by hand."""
    monkeypatch.setattr(imports, "_wake", lambda import_id: None)


def handed_in(rows=None):
    rows = rows or [person_row(1, office(UnitFactory()))]
    registrar, session = UserFactory(registrar=True), SessionFactory(open=True)
    return imports.upload_list(session=session, upload=list_of(rows), by=registrar, at=NOW)


@pytest.mark.django_db
class TestOldLists:
    def test_file_and_findings_go_facts_without_a_person_stay(self):
        imported = handed_in([[1, None, "x", "", "y", ""]])
        storage, name = imported.file.file.storage, imported.file.file.name
        assert imported.problems
        assert end_old_lists(at=NOW + DAYS) == 0, "on the last day it is still there"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(transaction, "on_commit", lambda act: act())
            assert end_old_lists(at=NOW + DAYS + timedelta(hours=1)) == 1
        row = EnrolmentImport.objects.get(pk=imported.pk)
        assert (row.state, row.file, row.problems) == ("discarded", None, [])
        assert (row.problem_count, row.row_count, row.sha256) == (
            imported.problem_count,
            imported.row_count,
            imported.sha256,
        )
        last = row.events.last()
        assert (last.event, last.by, last.to_state) == ("discard", None, "discarded")
        assert not StoredFile.objects.exists()
        assert not storage.exists(name)
        assert end_old_lists(at=NOW + 2 * DAYS) == 0

    def test_a_step_begins_the_days_anew(self):
        imported = handed_in()
        later = NOW + timedelta(days=20)
        imports.check_import(imported=imported, by=imported.made_by, at=later)
        assert end_old_lists(at=NOW + DAYS + timedelta(days=1)) == 0
        assert end_old_lists(at=later + DAYS + timedelta(days=1)) == 1

    def test_a_list_whose_worker_was_killed_ends_too(self):
        imported = handed_in()
        imports.start_import(imported=imported, by=imported.made_by, at=NOW)
        assert end_old_lists(at=NOW + 2 * DAYS) == 1
        assert [event.event for event in imported.events.all()] == [
            "upload", "check", "start", "fail", "discard",
        ]  # fmt: skip

    def test_what_is_entered_is_left_as_it_is(self):
        imported = handed_in()
        imports.start_import(imported=imported, by=imported.made_by, at=NOW)
        imports.apply_import(import_id=imported.pk, at=NOW)
        assert end_old_lists(at=NOW + 2 * DAYS) == 0
        assert end_old_lists_task() == 0


@pytest.mark.django_db(transaction=True)
def test_a_list_that_a_worker_holds_is_left_to_it():
    imported = handed_in()
    imports.start_import(imported=imported, by=imported.made_by, at=NOW)
    with transaction.atomic():
        EnrolmentImport.objects.select_for_update().get(pk=imported.pk)
        assert in_another_connection(lambda: end_old_lists(at=NOW + 2 * DAYS)) == 0
    assert end_old_lists(at=NOW + 2 * DAYS) == 1
