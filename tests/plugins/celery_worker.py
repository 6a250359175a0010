"""A real Celery worker beside the tests that need one.

Mark such a test `@pytest.mark.worker` and `@pytest.mark.django_db(transaction=True)`: the worker is
another process and sees only what was committed. Wait for its work with `wait_for(condition)`.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops.paths import ROOT
from ops.process import die_with_parent, tail, wait_until

STARTING = 60
OPTIONS = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]


@pytest.fixture(scope="session")
def worker_mail(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the worker's mails land, one file per connection."""
    return tmp_path_factory.mktemp("mail")


@pytest.fixture(scope="session")
def celery_worker_process(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory, worker_mail: Path
) -> Iterator[subprocess.Popen]:
    """`celery -A vkc worker` on this process's database and Redis, for the rest of the run."""
    log = tmp_path_factory.mktemp("celery") / "worker.log"
    command = [sys.executable, "-m", "celery", "-A", "vkc", "worker", *OPTIONS]
    # DJANGO_SETTINGS_MODULE, DATABASE_URL and REDIS_URL are this process's own.
    with log.open("wb") as output:
        worker = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "VKC_TEST_MAIL_DIR": str(worker_mail)},
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
    try:
        wait_until(lambda: worker.poll() is not None or _is_ready(log), seconds=STARTING)
        assert _is_ready(log), f"no worker:\n{tail(log)}"
        assert worker.poll() is None, f"the worker ended:\n{tail(log)}"
        yield worker
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=15)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


@pytest.fixture
def wait_for(celery_worker_process: subprocess.Popen) -> Callable[..., None]:
    """Wait until a condition holds that only the worker can bring about."""

    def wait(condition: Callable[[], bool], *, seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert celery_worker_process.poll() is None, "the worker ended"
            assert time.monotonic() < deadline, f"the worker did not do it within {seconds} s"
            time.sleep(0.1)

    return wait


def _is_ready(log: Path) -> bool:
    return b" ready." in log.read_bytes()
