"""From upload to the result a person checks: what is refused, stopped, resumed, and by whom."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from guidelines.choices import ImportState
from guidelines.exceptions import (
    FileRefused,
    ImportNotReady,
    ImportUnderWay,
    TextAlreadyStored,
)
from guidelines.models import Document, ImportJob, ImportPage, ImportResult, SourceFile, Version
from guidelines.recognition.parsed import Line, Reading
from guidelines.services import import_reading
from guidelines.services.import_reading import Run, Stopped, run_import
from guidelines.services.imports import (
    MOST_ATTEMPTS,
    cancel_import,
    forget_stopped_files,
    resume_import,
    resume_imports,
    start_import,
)
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import VersionFactory
from tests.guidelines.imports.parsing import NUMBER, decision_text, upload

pytestmark = pytest.mark.django_db


def left_behind() -> list[int]:
    models = (ImportJob, ImportResult, ImportPage, SourceFile, Version, Document)
    return [model.objects.count() for model in models]


def test_an_upload_is_stored_once_and_waits_for_the_worker(kept, editor, now):
    job = start_import(upload=upload(name="../../etc/Quyết định.txt"), by=editor, at=now)
    assert (job.state, job.by, job.source.name) == (ImportState.QUEUED, editor, "Quyết định.txt")
    assert job.source.size == len(decision_text().encode())
    [path] = kept()
    assert path.name == f"{job.source.sha256}.txt"
    assert path.read_text() == decision_text()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n", "picture"),
        (b"\x00\x01\x02" * 50, "unknown_kind"),
        (b"PK\x03\x04 no archive", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", "old_word"),
        (b"{\\rtf1 x}", "rich_text"),
    ],
)
def test_a_bad_file_leaves_nothing_behind(kept, editor, now, content, code):
    with pytest.raises(FileRefused) as refused:
        start_import(upload=upload(content, "bao-cao.docx"), by=editor, at=now)
    assert refused.value.code == code
    assert "bao-cao.docx" in str(refused.value)
    assert left_behind() == [0] * 6
    assert kept() == []


def test_an_empty_file_leaves_nothing_behind(kept, editor, now):
    empty = upload("x")
    empty.file.truncate(0)
    empty.size = 0
    with pytest.raises(FileRefused) as refused:
        start_import(upload=empty, by=editor, at=now)
    assert refused.value.code == "empty"
    assert left_behind() == [0] * 6
    assert kept() == []


def test_who_may_not_edit_hands_nothing_in(kept, now):
    with pytest.raises(PermissionDenied):
        start_import(upload=upload(), by=UserFactory(official=True), at=now)
    assert kept() == []


def test_the_worker_reads_and_proposes(queued):
    assert run_import(job_id=queued.pk) == ImportState.READY
    parsed = queued.result.parsed
    assert parsed["number"] == NUMBER
    assert [row["path"] for row in parsed["provisions"] if row["kind"] == "article"] == [
        "dieu-1",
        "dieu-2",
        "dieu-3",
    ]
    assert "".join(row["source"] for row in parsed["provisions"]) in (
        decision_text(),
        decision_text()[:-1],
    )
    assert not Version.objects.exists()


def test_a_job_that_is_being_read_is_left_alone(queued):
    run_import(job_id=queued.pk)
    assert run_import(job_id=queued.pk) == ""
    assert ImportJob.objects.get().attempts == 1


def test_another_number_than_declared_is_refused_and_can_be_corrected(kept, editor, now):
    job = start_import(upload=upload(), by=editor, at=now, declared_number="13/2026/QĐ-BXD")
    assert run_import(job_id=job.pk) == ImportState.FAILED
    job.refresh_from_db()
    assert "13/2026/QĐ-BXD" in job.error
    assert NUMBER in job.error
    assert not ImportResult.objects.exists()
    resume_import(job=job, by=editor, at=now, declared_number=NUMBER)
    assert run_import(job_id=job.pk) == ImportState.READY


def test_capitals_and_spaces_of_a_declared_number_do_not_count(kept, editor, now):
    job = start_import(upload=upload(), by=editor, at=now, declared_number=" 12/2026/qđ - bxd")
    assert run_import(job_id=job.pk) == ImportState.READY


def test_a_file_that_cannot_be_read_keeps_no_bytes(queued, kept, monkeypatch, editor, now):
    def refuse(*args, **kwargs):
        raise FileRefused("Tệp hỏng.", code="damaged")

    monkeypatch.setattr(import_reading.readers, "read", refuse)
    assert run_import(job_id=queued.pk) == ImportState.FAILED
    queued.refresh_from_db()
    assert queued.error == "Tệp hỏng."
    with pytest.raises(ImportNotReady):
        resume_import(job=queued, by=editor, at=now)


def test_the_bytes_of_an_unreadable_file_are_gone_after_the_commit(
    queued, kept, monkeypatch, django_capture_on_commit_callbacks, editor, now
):
    def refuse(*args, **kwargs):
        raise FileRefused

    monkeypatch.setattr(import_reading.readers, "read", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        run_import(job_id=queued.pk)
    assert kept() == []
    again = start_import(upload=upload(), by=editor, at=now)
    assert (again.source_id, len(kept())) == (queued.source_id, 1)


def test_a_fault_is_told_in_a_sentence_and_leaves_the_library_alone(queued, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("boom")

    monkeypatch.setattr(import_reading, "recognise", break_down)
    assert run_import(job_id=queued.pk) == ImportState.FAILED
    queued.refresh_from_db()
    assert queued.error
    assert "boom" not in queued.error
    assert not Version.objects.exists()


def test_a_text_that_differs_from_its_file_is_not_taken_in(queued, monkeypatch):
    other = Reading("text/plain", (Line("Điều 1. Khác"),))
    monkeypatch.setattr(import_reading.readers, "read", lambda *args, **kwargs: other)
    parsed = import_reading.recognise(other)
    shortened = Reading("text/plain", (Line("Điều 1. Khác"), Line("thêm")))
    monkeypatch.setattr(import_reading, "recognise", lambda *args, **kwargs: parsed)
    monkeypatch.setattr(import_reading.readers, "read", lambda *args, **kwargs: shortened)
    assert run_import(job_id=queued.pk) == ImportState.FAILED
    assert not ImportResult.objects.exists()


def test_the_second_person_is_led_to_the_first_import(queued, now):
    with pytest.raises(ImportUnderWay) as refused:
        start_import(upload=upload(name="khac.txt"), by=UserFactory(editor=True), at=now)
    assert refused.value.job == queued
    assert queued.by.full_name in str(refused.value)
    assert ImportJob.objects.count() == 1


def test_a_file_whose_text_is_stored_leads_to_that_text(queued, editor, now):
    version = VersionFactory(source=queued.source, draft=True)
    cancel_import(job=queued, by=editor, at=now)
    with pytest.raises(TextAlreadyStored) as refused:
        start_import(upload=upload(), by=editor, at=now)
    assert refused.value.version == version


def test_a_cancelled_import_stops_the_worker_and_can_be_resumed(queued, editor, now, monkeypatch):
    def cancel_meanwhile(path, **given):
        cancel_import(job=queued, by=editor, at=now)
        given["progress"](1, 1)

    with monkeypatch.context() as patch:
        patch.setattr(import_reading.readers, "read", cancel_meanwhile)
        assert run_import(job_id=queued.pk) == ImportState.CANCELLED
    assert not ImportResult.objects.exists()
    resume_import(job=queued, by=editor, at=now)
    assert run_import(job_id=queued.pk) == ImportState.READY


def test_pages_that_were_read_are_given_back_to_the_reader(queued, editor, now, monkeypatch):
    seen = []

    def stop_after_two(path, **given):
        seen.append(given["known_pages"])
        given["page_done"](1, "Trang một")
        given["page_done"](2, "Trang hai")
        if len(seen) == 1:
            cancel_import(job=queued, by=editor, at=now)
        given["page_done"](3, "Trang ba")
        return Reading("application/pdf", (Line("Điều 1. Trang"),), is_ocr=True, pages=3)

    monkeypatch.setattr(import_reading.readers, "read", stop_after_two)
    assert run_import(job_id=queued.pk) == ImportState.CANCELLED
    resume_import(job=queued, by=editor, at=now)
    assert run_import(job_id=queued.pk) == ImportState.READY
    assert seen == [{}, {1: "Trang một", 2: "Trang hai"}]
    assert not ImportPage.objects.exists()
    assert queued.result.parsed["is_ocr"]


def test_progress_is_written_at_most_twice_a_second(queued, django_assert_num_queries, now):
    ImportJob.objects.update(state=ImportState.RUNNING, attempts=1)
    queued.refresh_from_db()
    moments = iter([0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.6, 0.7, 0.8])
    run = Run(queued, clock=lambda: now, ticks=lambda: next(moments), told_at=0)
    with django_assert_num_queries(1):
        for done in range(7):
            run.progress(done, 100)
    queued.refresh_from_db()
    assert (queued.done, queued.total, queued.heartbeat_at) == (5, 100, now)


def test_a_job_of_a_dead_worker_is_taken_up_and_the_dead_one_writes_no_more(queued, now):
    ImportJob.objects.update(state=ImportState.RUNNING, attempts=1, heartbeat_at=now)
    queued.refresh_from_db()
    dead = Run(queued, clock=lambda: now, ticks=lambda: 0)
    later = now + timedelta(minutes=3)
    assert resume_imports(at=now + timedelta(minutes=1))["resumed"] == []
    assert resume_imports(at=later)["resumed"] == [queued.pk]
    assert run_import(job_id=queued.pk, clock=lambda: later) == ImportState.READY
    with pytest.raises(Stopped):
        dead.tell(step="read")
    assert ImportJob.objects.get().attempts == 2


def test_a_file_that_three_workers_died_of_is_refused(queued, now):
    ImportJob.objects.update(state=ImportState.RUNNING, attempts=MOST_ATTEMPTS, heartbeat_at=now)
    assert resume_imports(at=now + timedelta(minutes=3))["failed"] == [queued.pk]
    job = ImportJob.objects.get()
    assert (job.state, bool(job.error)) == (ImportState.FAILED, True)


def test_a_lost_wake_up_is_made_good(queued, now):
    assert resume_imports(at=now + timedelta(seconds=30))["resumed"] == []
    assert resume_imports(at=now + timedelta(minutes=3))["resumed"] == [queued.pk]


def test_the_file_of_an_import_stopped_long_ago_is_let_go_of(
    queued, kept, editor, now, django_capture_on_commit_callbacks
):
    cancel_import(job=queued, by=editor, at=now)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_stopped_files(at=now + timedelta(days=29)) == 0
        assert forget_stopped_files(at=now + timedelta(days=31)) == 1
        assert forget_stopped_files(at=now + timedelta(days=32)) == 0
    assert kept() == []
    assert SourceFile.objects.get().sha256 == queued.source.sha256


def test_the_file_of_a_text_is_never_let_go_of(queued, kept, editor, now):
    VersionFactory(source=queued.source)
    cancel_import(job=queued, by=editor, at=now)
    assert forget_stopped_files(at=now + timedelta(days=31)) == 0
    assert len(kept()) == 1


def test_what_is_finished_can_neither_be_cancelled_nor_resumed(ready, editor, now):
    with pytest.raises(ImportNotReady):
        resume_import(job=ready, by=editor, at=now)
    cancel_import(job=ready, by=editor, at=now)
    with pytest.raises(ImportNotReady):
        cancel_import(job=ready, by=editor, at=now)


def test_strangers_neither_cancel_nor_resume(queued, now):
    stranger = UserFactory(official=True)
    for act in (cancel_import, resume_import):
        with pytest.raises(PermissionDenied):
            act(job=queued, by=stranger, at=now)
