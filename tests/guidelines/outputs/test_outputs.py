"""Made files: what they hold, that they are made once, who is refused."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pypdfium2
import pytest
from django.db import connection
from django.utils import timezone
from docx import Document as open_docx

from guidelines.choices import OutputFormat, Verb
from guidelines.exceptions import NothingSelected
from guidelines.models import Output
from guidelines.outputs.sheet import build_sheet, sheet_key
from guidelines.outputs.word import _places
from guidelines.provisions_status import provision_rulings
from guidelines.services.outputs import get_output
from tests.factories.guidelines import DocumentFactory, EffectFactory, text_of

ON = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }


@pytest.fixture
def document(db):
    return DocumentFactory(number="12/QĐ-TTg", effective_on=date(2020, 1, 2))


@pytest.fixture
def version(document):
    version = text_of(document, articles=3)
    EffectFactory(
        target=document,
        target_path="dieu-2",
        verb=Verb.REPEALS,
        is_partial=True,
        in_force_on=date(2025, 1, 1),
        note="Bãi bỏ Điều 2.",
    )
    return version


def made(document, version, form, **given):
    given = {"on": ON, "at": timezone.now(), **given}
    return get_output(document=document, version=version, form=form, **given)


def words_of(output) -> str:
    """All words of a made file, one space between them."""
    content = output.file.read()
    if output.format == OutputFormat.PDF:
        pages = pypdfium2.PdfDocument(content)
        text = " ".join(page.get_textpage().get_text_range() for page in pages)
    elif output.format == OutputFormat.DOCX:
        text = " ".join(part.text for part in open_docx(io.BytesIO(content)).paragraphs)
    else:
        page = zipfile.ZipFile(io.BytesIO(content)).read("book/text.xhtml")
        text = " ".join(ElementTree.fromstring(page).itertext())
    return " ".join(text.split())


@pytest.mark.parametrize("form", OutputFormat.values)
def test_a_file_holds_the_whole_text_and_says_what_no_longer_holds(document, version, form):
    words = words_of(made(document, version, form))
    for row in version.provisions.select_related("words"):
        assert " ".join(row.words.text.split()) in words
    assert "Điều 1. Nội dung 1" in words
    assert "Điều 2. Nội dung 2 (hết hiệu lực toàn bộ)" in words
    assert "hết hiệu lực một phần" in words
    assert "05/01/2026" in words


@pytest.mark.parametrize("form", OutputFormat.values)
def test_a_file_of_one_article_holds_that_article_alone(document, version, form):
    words = words_of(made(document, version, form, selection=["dieu-3"]))
    assert "Nội dung 3" in words
    assert "Nội dung 1" not in words
    assert "Trích" in words


def test_the_sheet_rules_as_the_page_does(document, version):
    sheet = build_sheet(document, version, on=ON)
    rulings = provision_rulings(document, version, on=ON)
    assert {block.path: block.status for block in sheet.blocks} == {
        path: ruling.status for path, ruling in rulings.items()
    }
    marks = {block.path: block.mark for block in sheet.blocks if block.mark}
    assert marks == {"dieu-2": "hết hiệu lực toàn bộ"}


@pytest.mark.parametrize("form", OutputFormat.values)
def test_the_same_content_is_made_once(document, version, form):
    first = made(document, version, form)
    assert made(document, version, form) == first
    assert Output.objects.count() == 1
    assert made(document, version, form, on=date(2021, 1, 1)) != first


@pytest.mark.parametrize("form", OutputFormat.values)
def test_making_again_gives_the_same_bytes(document, version, form):
    first = made(document, version, form).sha256
    Output.objects.all().delete()
    assert made(document, version, form).sha256 == first


def test_a_provision_that_is_not_there_is_refused(document, version):
    with pytest.raises(NothingSelected):
        made(document, version, "pdf", selection=["dieu-99"])
    assert not Output.objects.exists()


def test_nothing_is_made_where_making_is_not_allowed(document, version):
    assert made(document, version, "epub", may_make=lambda: False) is None
    stored = made(document, version, "epub")
    assert made(document, version, "epub", may_make=lambda: False) == stored


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_make_one_file(transactional_db):
    document = DocumentFactory(effective_on=date(2020, 1, 2))
    version = text_of(document)

    def ask(_number):
        try:
            return made(document, version, "epub").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1


def test_levels_of_headings_are_never_skipped(document, version):
    levels = [block.level for block in build_sheet(document, version, on=ON).blocks if block.level]
    assert levels[0] == 2
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_key_tells_formats_and_days_apart(document, version):
    sheet = build_sheet(document, version, on=ON)
    later = build_sheet(document, version, on=date(2026, 1, 6))
    assert len({sheet_key(sheet, "pdf"), sheet_key(sheet, "docx"), sheet_key(later, "pdf")}) == 3


def test_spanning_cells_push_the_others_aside():
    cell = {"text": "", "colspan": 1, "rowspan": 1, "is_header": False}
    rows = [[{**cell, "rowspan": 2}, {**cell, "colspan": 2}], [cell, cell]]
    found = [(row, column) for row, column, _cell in _places(rows)]
    assert found == [(0, 0), (0, 1), (1, 1), (1, 2)]
