"""The stored redline: made once, of fixed texts only."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from guidelines.exceptions import TextsNotComparable
from guidelines.models import Redline
from guidelines.services import redlines
from tests.factories.guidelines import DocumentFactory, VersionFactory, text_of

AT = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def pair(**fields):
    document = DocumentFactory()
    older = text_of(document, valid_from=date(2020, 1, 2))
    words = {"dieu-2.khoan-2": "Khoản này đã được viết lại theo ý kiến của các địa phương."}
    newer = text_of(document, valid_from=date(2021, 1, 2), words=words, **fields)
    return older, newer


def test_a_redline_is_made_once_and_stored(django_assert_num_queries):
    older, newer = pair()
    made = redlines.get_redline(older=older, newer=newer, at=AT)
    assert made.result["counts"] == {"unchanged": 2, "changed": 1}
    assert made.made_at == AT
    with django_assert_num_queries(1):
        again = redlines.get_redline(older=older, newer=newer, at=datetime(2032, 1, 1, tzinfo=UTC))
    assert again == made


def test_making_a_redline_reads_each_text_with_one_query(django_assert_max_num_queries):
    older, newer = pair()
    with django_assert_max_num_queries(9):
        redlines.get_redline(older=older, newer=newer, at=AT)


def test_the_other_way_round_is_another_redline():
    older, newer = pair()
    there = redlines.get_redline(older=older, newer=newer, at=AT)
    back = redlines.get_redline(older=newer, newer=older, at=AT)
    assert there != back
    assert Redline.objects.count() == 2


def test_a_redline_of_an_older_method_is_made_anew():
    older, newer = pair()
    Redline.objects.create(older=older, newer=newer, method=0, result={}, made_at=AT)
    made = redlines.get_redline(older=older, newer=newer, at=AT)
    assert made.result["counts"]
    assert list(Redline.objects.all()) == [made]


def test_a_redline_with_a_draft_is_not_stored():
    older, newer = pair(draft=True)
    made = redlines.get_redline(older=older, newer=newer, at=AT)
    assert made.result["counts"] == {"unchanged": 2, "changed": 1}
    assert not Redline.objects.exists()


def test_texts_that_are_not_alike_are_refused():
    older, _newer = pair()
    english = VersionFactory(document=older.document, language="en")
    for one, other in ((older, older), (older, english), (older, VersionFactory())):
        with pytest.raises(TextsNotComparable):
            redlines.get_redline(older=one, newer=other, at=AT)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_it_once(monkeypatch):
    older, newer = pair()
    made, compare = [], redlines._compare
    monkeypatch.setattr(redlines, "_compare", lambda *texts: made.append(1) or compare(*texts))
    start, found = threading.Barrier(4), []

    def ask() -> None:
        start.wait()
        try:
            found.append(redlines.get_redline(older=older, newer=newer, at=AT).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert len(found) == 4
    assert len(set(found)) == 1
