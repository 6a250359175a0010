"""kill −9 in the middle of a sync: the batch is there as a whole or not at all; again doubles nothing."""

import os
import signal
import time

import pytest
from django.db import connections

from courses.models import AttendanceMark, AttendanceMarkEvent
from courses.services import marks
from tests.factories.courses import NOW
from tests.factories.courses_attendance import act, room

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_server_killed_in_the_middle_of_a_batch_keeps_all_or_nothing(monkeypatch):
    here = room(people=6)
    acts = [act(here, number) for number in range(6)]
    session_id = here.session.pk
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        # The marks are written, their events not yet; there the process stands when it is killed.
        def stand(_rows):
            os.write(writing, b"x")
            time.sleep(60)

        monkeypatch.setattr(AttendanceMarkEvent.objects, "bulk_create", stand)
        try:
            marks.record(session_id=session_id, acts=acts, by=None, at=NOW)
        finally:
            os._exit(0)
    assert os.read(reading, 1) == b"x"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)
    assert AttendanceMark.objects.count() == AttendanceMarkEvent.objects.count() == 0
    for _attempt in range(2):
        answers = marks.record(session_id=session_id, acts=acts, by=None, at=NOW)
        assert {answer.answer for answer in answers} == {"recorded"}
    assert AttendanceMark.objects.count() == AttendanceMarkEvent.objects.count() == 6
