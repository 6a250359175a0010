"""Event tables: rows come, but do not change or go, except when sample material is removed."""

import pytest
from django.db import IntegrityError, connection, transaction

from vkc.core.append_only import append_only, purging

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    """Run a statement on an append-only table of one row; returns the number of rows touched."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE probe (id int)")
        cursor.execute(append_only("probe").sql)
        cursor.execute("INSERT INTO probe VALUES (1)")

    def execute(sql: str) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.rowcount

    return execute


def test_rows_may_be_added(run):
    assert run("INSERT INTO probe VALUES (2)") == 1


@pytest.mark.parametrize("sql", ["UPDATE probe SET id = 2", "DELETE FROM probe"])
def test_change_and_deletion_are_refused_by_the_database(run, sql):
    with pytest.raises(IntegrityError, match="probe is append-only"):
        run(sql)


@pytest.mark.parametrize("sql", ["UPDATE probe SET id = 2", "DELETE FROM probe"])
def test_purging_lets_rows_go(run, sql):
    with purging():
        assert run(sql) == 1


def test_the_guard_is_back_after_purging(run):
    with purging():
        pass
    with pytest.raises(IntegrityError):
        run("DELETE FROM probe")


def test_an_inner_purge_does_not_end_the_outer_one(run):
    with purging():
        with purging():
            pass
        assert run("DELETE FROM probe") == 1


def test_the_guard_is_back_after_a_purge_that_failed(run):
    with pytest.raises(ZeroDivisionError), transaction.atomic(), purging():
        raise ZeroDivisionError
    with pytest.raises(IntegrityError):
        run("DELETE FROM probe")
