"""The whole reference data, loaded once a module and gone after it."""

import pytest
from django.test import TransactionTestCase
from django.utils import translation

from projects.services import load_projects
from vkc.places.services import load_places
from vkc.topics.loading import load_topics


@pytest.fixture(scope="module")
def reference_data(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_places()
        load_topics()
        summaries = load_projects()
        yield {summary.file: summary for summary in summaries}
        # The suite's plugin replaces the flush: the worker gets a fresh clone of the template.
        TransactionTestCase._fixture_teardown(None)


@pytest.fixture(autouse=True)
def vietnamese():
    """Addresses are made in Vietnamese, whatever language the test before it left active."""
    with translation.override("vi"):
        yield
