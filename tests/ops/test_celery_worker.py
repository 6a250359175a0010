"""A real worker takes its work from the Redis database of this very test process."""

import pytest

from vkc.celery import app

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_one_worker_listens_on_the_redis_of_this_process(celery_worker_process):
    answers = app.control.ping(timeout=5, limit=1)
    assert [list(answer.values()) for answer in answers] == [[{"ok": "pong"}]]


def test_a_worker_does_what_is_sent(wait_for):
    app.send_task("celery.backend_cleanup")

    def is_done() -> bool:
        counts = (app.control.inspect(timeout=5, limit=1).stats() or {}).values()
        return any(each["total"].get("celery.backend_cleanup") for each in counts)

    wait_for(is_done)
