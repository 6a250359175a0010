"""What was prepared is remembered with the database, and forgotten with it."""

import os

import pytest

from ops import clones, fingerprints, prepare
from ops.sign_ins import one_time_code


@pytest.fixture
def empty_database(django_db_setup) -> str:
    url = os.environ["VKC_TEST_DATABASE_URL"]
    name = f"{clones.CLONE}{os.getpid()}_empty"
    clones.clone(url, "template0", name)
    yield clones.url_for(url, name)
    clones.drop(url, name)


def test_a_new_database_remembers_nothing(empty_database):
    assert prepare.remembered(empty_database) == {}


def test_what_was_done_is_remembered(empty_database):
    prepare.remember(empty_database, {"schema": "abc"})
    assert prepare.remembered(empty_database) == {"schema": "abc"}


def test_a_foreign_comment_counts_as_nothing_done(empty_database):
    prepare.remember(empty_database, ["not", "ours"])
    assert prepare.remembered(empty_database) == {}


def test_a_changed_file_changes_the_fingerprint(tmp_path):
    file = tmp_path / "rows.json"
    file.write_text("[1]")
    before = fingerprints.of_files([file])
    assert fingerprints.of_files([file]) == before
    file.write_text("[2]")
    assert fingerprints.of_files([file]) != before


def test_the_nearest_template_is_the_fullest_one_without_foreign_migrations(empty_database):
    url = os.environ["VKC_TEST_DATABASE_URL"]
    with clones.maintenance(url) as connection:
        assert clones._nearest(connection, {"unheard-of": "1"}) == "template0"
        for name in clones._names(connection, clones.TEMPLATE):
            held = clones._noted(connection, name)
            if held:
                assert clones._noted(connection, clones._nearest(connection, held)) == held


def test_one_time_codes_follow_the_standard():
    # RFC 6238, appendix B, the last six of its eight digits.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert one_time_code(secret, at=59) == "287082"
    assert one_time_code(secret, at=1111111109) == "081804"
