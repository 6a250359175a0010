"""The fixtures behind `db`: clone a template, work on it, clone again after commits, drop it."""

import os
from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase

from ops import clones, connecting


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker
) -> Iterator[None]:
    """Replace pytest-django's: the same promise, without migrating each time."""
    url = os.environ["VKC_TEST_DATABASE_URL"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    afresh = request.config.getoption("create_db") and worker == "main"
    name = f"{clones.CLONE}{os.getpid()}_{worker}"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        template = connecting.template(url, afresh=afresh)
        clones.drop_leftovers(url)
        clones.clone(url, template, name)
        connecting.connect_to(name)
        patch.setenv("DATABASE_URL", clones.url_for(url, name))
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda case: _renew(url, template, name)
        )
        yield
        connecting.disconnect()
        clones.drop(url, name)


def _renew(url: str, template: str, name: str) -> None:
    """Cheaper and more thorough than the flush of TransactionTestCase."""
    connecting.disconnect()
    clones.clone(url, template, name)
