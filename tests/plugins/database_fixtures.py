"""The fixtures behind `db`: clone a template, work on it, clone again after commits, drop it."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from ops import clones, fingerprints
from ops.migrating import migrate


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker
) -> Iterator[None]:
    """Replace pytest-django's: the same promise, without migrating each time."""
    url = os.environ["VKC_TEST_DATABASE_URL"]
    key = fingerprints.of_text([fingerprints.of_schema(), *settings.INSTALLED_APPS])
    afresh = request.config.getoption("create_db") and "PYTEST_XDIST_WORKER" not in os.environ
    name = f"{clones.CLONE}{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        template = clones.ensure_template(
            url, key, _migrate, parts=fingerprints.of_each_migration(), afresh=afresh
        )
        clones.drop_leftovers(url)
        clones.clone(url, template, name)
        _connect_to(name)
        patch.setenv("DATABASE_URL", clones.url_for(url, name))
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda case: _renew(url, template, name)
        )
        yield
        _disconnect()
        clones.drop(url, name)


def _migrate(database: str) -> None:
    before = settings.DATABASES["default"]["NAME"]
    _connect_to(database)
    migrate()
    _connect_to(before)


def _renew(url: str, template: str, name: str) -> None:
    """Cheaper and more thorough than the flush of TransactionTestCase."""
    _disconnect()
    clones.clone(url, template, name)


def _connect_to(database: str) -> None:
    _disconnect()
    settings.DATABASES["default"]["NAME"] = database
    connections["default"].settings_dict["NAME"] = database


def _disconnect() -> None:
    connections.close_all()
    if hasattr(connections["default"], "close_pool"):
        connections["default"].close_pool()
