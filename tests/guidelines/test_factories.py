"""What the factories of texts promise to the tests that use them."""

import pytest

from guidelines.models import Version
from tests.factories.guidelines import (
    DocumentFactory,
    ProvisionFactory,
    SourceFileFactory,
    VersionFactory,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_a_small_text_is_published_and_keeps_its_lineages():
    document = DocumentFactory()
    older = text_of(document, 2, valid_from=document.issued_on)
    newer = text_of(document, 3, draft=True, words={"dieu-1.khoan-2": "Đã sửa."})
    assert list(Version.objects.published()) == [older]
    point = newer.provisions.get(path="dieu-1.khoan-1.diem-dd")
    assert point.parent.path == "dieu-1.khoan-1"
    assert older.provisions.get(path=point.path).lineage == point.lineage
    assert newer.provisions.get(path="dieu-1.khoan-2").words.text == "Đã sửa."


def test_single_rows_hold_words_and_files():
    article = ProvisionFactory(version=VersionFactory(), number="70b", words__text="Chữ.")
    assert (article.path, article.words.text) == ("dieu-70b", "Chữ.")
    source = SourceFileFactory(content=b"abc")
    assert source.file.read() == b"abc"
    source.file.delete(save=False)
