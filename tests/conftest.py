"""Fixtures that any test may use."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache, caches
from django.db import transaction
from django.utils import translation


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes give no test its name: a packed file holds the second it was made in.

    Workers that collect in different seconds would otherwise find different tests.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits and cached answers do not leak from one test into the next.

    The foot of the pages is known, as it is but once in ten minutes: counts of queries leave it out.
    """
    from vkc.cms.models.settings import DETAILS_KEY, SiteSettings

    cache.clear()
    caches["local"].clear()
    cache.set(DETAILS_KEY, SiteSettings())


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    """Each test begins in Vietnamese, whatever language the one before it asked a page in."""
    with translation.override("vi"):
        yield


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Rows that a whole module shares: made once, rolled back after its last test.

    Use it from module-scoped fixtures; not in a module with `transaction=True` tests.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
