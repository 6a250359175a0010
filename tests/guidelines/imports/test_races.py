"""Two people with one file at once; a worker that dies in the middle."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from guidelines.choices import ImportState
from guidelines.exceptions import ImportUnderWay
from guidelines.models import ImportJob, ImportResult, Provision, SourceFile, Version
from guidelines.services import files, import_drafts, imports
from guidelines.services.import_reading import run_import
from tests.factories.accounts import UserFactory
from tests.guidelines.imports.parsing import decision_text, upload

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 2


def at_once(act: Callable[[], object]) -> list[object]:
    """What each of two people gets who do the same in the same moment: a result or a refusal."""
    start = Barrier(PEOPLE, timeout=20)
    outcomes: list[object] = []

    def run() -> None:
        try:
            start.wait()
            outcomes.append(act())
        except Exception as problem:
            outcomes.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def hand_in(editor, now):
    return at_once(lambda: imports.start_import(upload=upload(), by=editor, at=now))


def test_without_the_lock_the_second_person_meets_the_databases_own_words(
    kept, editor, now, monkeypatch
):
    both = Barrier(PEOPLE, timeout=20)
    monkeypatch.setattr(imports, "hold_checksum", lambda sha256: None)
    monkeypatch.setattr(files, "hold_checksum", lambda sha256: both.wait())
    outcomes = hand_in(editor, now)
    assert any(isinstance(outcome, Exception) for outcome in outcomes)
    assert not any(isinstance(outcome, ImportUnderWay) for outcome in outcomes)
    assert ImportJob.objects.count() <= 1
    assert len(kept()) == SourceFile.objects.count()


def test_with_the_lock_one_import_begins_and_the_second_person_is_led_to_it(kept, editor, now):
    outcomes = hand_in(editor, now)
    [job] = [outcome for outcome in outcomes if isinstance(outcome, ImportJob)]
    [refusal] = [outcome for outcome in outcomes if isinstance(outcome, ImportUnderWay)]
    assert refusal.job == job
    assert (ImportJob.objects.count(), SourceFile.objects.count(), len(kept())) == (1, 1, 1)


def test_two_workers_read_a_file_once(queued):
    outcomes = at_once(lambda: run_import(job_id=queued.pk))
    assert sorted(outcomes) == ["", ImportState.READY]
    assert ImportJob.objects.get().attempts == 1


def test_two_clicks_on_save_make_one_draft(ready, editor, now):
    details = import_drafts.Details(
        kind="quyet-dinh", number="12/2026/QĐ-BXD", title="Thử", issuer_name="Bộ Xây dựng"
    )

    def save():
        return import_drafts.save_import(
            job=ready, by=editor, at=now, language="vi", valid_from=now.date(), details=details
        )

    outcomes = at_once(save)
    assert len([outcome for outcome in outcomes if isinstance(outcome, Version)]) == 1
    assert Version.objects.count() == 1


@pytest.fixture
def someone(db):
    return UserFactory(editor=True)


@pytest.mark.worker
def test_the_real_worker_reads_what_was_handed_in(someone, wait_for):
    job = imports.start_import(upload=upload(), by=someone, at=timezone.now())
    wait_for(lambda: ImportJob.objects.get(pk=job.pk).state == ImportState.READY)
    assert ImportResult.objects.get(job=job).parsed["provisions"]
    job.source.file.delete(save=False)


@pytest.mark.worker
def test_a_worker_killed_in_the_middle_leaves_nothing_half_stored(
    someone, celery_worker_process, wait_for
):
    """The table of results is held shut, so that the worker is killed right before it stores."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as shut:
        shut.execute("LOCK TABLE guidelines_importresult IN EXCLUSIVE MODE")
        job = imports.start_import(upload=upload(decision_text(40)), by=someone, at=timezone.now())
        wait_for(lambda: waiting_for_the_table() == 1)
        for child in children_of(celery_worker_process.pid):
            os.kill(child, signal.SIGKILL)
    wait_for(lambda: waiting_for_the_table() == 0)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (ImportState.RUNNING, 1)
    assert not ImportResult.objects.exists()
    assert not Version.objects.exists()
    assert not Provision.objects.exists()
    long_ago = timezone.now() - timedelta(minutes=3)
    ImportJob.objects.filter(pk=job.pk).update(heartbeat_at=long_ago)
    assert imports.resume_imports(at=timezone.now())["resumed"] == [job.pk]
    wait_for(lambda: ImportJob.objects.get(pk=job.pk).state == ImportState.READY, seconds=40)
    assert ImportJob.objects.get(pk=job.pk).attempts == 2
    assert ImportResult.objects.count() == 1
    job.source.file.delete(save=False)


def children_of(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as listed:
        return [int(child) for child in listed.read().split()]


def waiting_for_the_table() -> int:
    """How many sessions wait until they may write into the table of results."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted"
            " AND relation = 'guidelines_importresult'::regclass"
        )
        return cursor.fetchone()[0]
