"""Servers and databases for the suite; loaded with `-p`, so it acts before Django's settings load.

* PostgreSQL and Redis: the given ones (DATABASE_URL, REDIS_URL), else embedded ones below `var/`
  that all runs of this checkout share and the last one stops.
* Each process works on its own clone of a migrated template and on its own Redis database.
* A transactional test is followed by a fresh clone instead of a flush: Wagtail's root page, the
  locales and the permissions come from migrations, and a flush would take them.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from ops import catalogues
from ops.paths import VAR
from ops.servers import both
from ops.sharing import ServerFailed
from tests.plugins import celery_worker, database_fixtures, redis_slots

ONLY_READS = {"--help", "-h", "--version", "-V", "--markers", "--fixtures", "--collect-only"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> Iterator[None]:
    if not ONLY_READS.intersection(args):
        stack = ExitStack()
        early_config.add_cleanup(stack.close)
        is_worker = "PYTEST_XDIST_WORKER" in os.environ
        if not is_worker:
            catalogues.compile_changed()
            try:
                stack.enter_context(both(VAR, prefix="test-", is_durable=False))
            except ServerFailed as problem:
                raise pytest.UsageError(str(problem)) from None
            os.environ["VKC_TEST_DATABASE_URL"] = os.environ["DATABASE_URL"]
            os.environ["VKC_TEST_REDIS_URL"] = os.environ["REDIS_URL"]
        redis_url = os.environ["VKC_TEST_REDIS_URL"]
        os.environ["REDIS_URL"] = stack.enter_context(redis_slots.own_database(redis_url))
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    # Registered this late, its fixtures win over those of pytest-django.
    config.pluginmanager.register(database_fixtures, "vkc-database-fixtures")
    config.pluginmanager.register(celery_worker, "vkc-celery-worker")
