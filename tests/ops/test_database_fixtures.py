"""The promises of tests/plugins: real servers, what migrations wrote is always there."""

import pytest
from django.db import connection
from wagtail.models import Locale, Page


@pytest.mark.django_db
def test_a_test_finds_what_migrations_wrote():
    assert connection.vendor == "postgresql"
    assert Page.objects.filter(depth=1).exists()
    assert Locale.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", [1, 2])
def test_a_committed_deletion_is_undone_for_the_next_test(_round):
    assert Page.objects.filter(depth=1).exists()
    Page.objects.all().delete()


@pytest.mark.django_db
def test_a_test_after_a_transactional_one_finds_it_too():
    assert Page.objects.filter(depth=1).exists()
