"""Many issues at once, and a process killed in the middle: numbers stay whole."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from courses.models import Certificate, CertificateFile, CertificateRegister
from courses.services.certificate_audit import verify_certificates
from courses.services.certificate_runs import carry_out, prospects, resume_runs, start_run
from courses.services.certificates import issue
from tests.factories.accounts import UserFactory
from tests.factories.courses_certificates import AT, RegisterFactory, completed, finished_session

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


def at_once(act, arguments, workers):
    barrier = threading.Barrier(workers)

    def run(chunk):
        try:
            barrier.wait(timeout=20)
            return [act(argument) for argument in chunk]
        finally:
            connection.close()

    chunks = [arguments[start::workers] for start in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        return [answer for answers in pool.map(run, chunks) for answer in answers]


def test_reading_the_number_first_and_writing_it_after_doubles_it():
    register = RegisterFactory()
    everyone_has_read = threading.Barrier(4)

    def naive(_number):
        seen = CertificateRegister.objects.get(pk=register.pk).last_number
        everyone_has_read.wait(timeout=20)
        return seen + 1

    assert len(set(at_once(naive, range(4), 4))) < 4


def test_fifty_issues_at_once_give_each_number_once_without_a_gap(monkeypatch):
    for costly in ("make_pdf", "sign_pdf"):
        monkeypatch.setattr(f"courses.services.certificates.{costly}", lambda *a, **k: PDF)
    register, session = RegisterFactory(), finished_session()
    enrolments = [completed(session=session, name=f"Học viên {n}") for n in range(MANY)]
    answers = at_once(lambda e: issue(enrolment=e, by=None, at=AT).serial, enrolments, 10)
    assert sorted(answers) == list(range(1, MANY + 1))
    register.refresh_from_db()
    assert register.last_number == MANY
    assert CertificateFile.objects.count() == MANY


def test_one_enrolment_asked_for_at_once_is_certified_once():
    RegisterFactory()
    enrolment = completed()

    def attempt(_number):
        try:
            return issue(enrolment=enrolment, by=None, at=AT).serial
        except Exception as error:
            return type(error).__name__

    assert sorted(map(str, at_once(attempt, range(4), 4))) == ["1"] + ["AlreadyIssued"] * 3


def test_a_killed_process_leaves_no_gap_and_the_next_one_ends_the_work(monkeypatch):
    # The threads of typst do not survive a fork; everything else is the real thing.
    monkeypatch.setattr("courses.services.certificates.make_pdf", lambda *a, **k: PDF)
    register, session = RegisterFactory(), finished_session()
    for number in range(8):
        completed(session=session, name=f"Học viên {number:02d}")
    by = UserFactory(registrar=True)
    run = start_run(session=session, register=register, by=by, at=AT)
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            carry_out(run_id=run.pk, at=AT)
        finally:
            os._exit(0)
    deadline = time.monotonic() + 30
    while Certificate.objects.count() < 2 and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    left = Certificate.objects.count()
    assert 2 <= left < 8
    assert verify_certificates()[1] == []
    run.refresh_from_db()
    assert run.finished_at is None
    assert resume_runs(at=run.moved_at) == []
    assert resume_runs(at=run.moved_at + timedelta(minutes=3)) == [run.pk]
    run.refresh_from_db()
    assert (run.done, run.last_error, run.finished_at is None) == (8, "", False)
    serials = list(Certificate.objects.order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, 9))
    assert verify_certificates()[1] == []
    assert not any(row.gets_one for row in prospects(session))


PDF = b""


@pytest.fixture(autouse=True, scope="module")
def _one_page():
    """The smallest page typst makes, so that the race spends its time on the numbers."""
    import typst

    global PDF
    PDF = typst.compile(b"#set document(title: [x])\nx", pdf_standards=["a-2b"])
