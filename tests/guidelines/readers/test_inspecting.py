"""What is refused, by content, before anything is read."""

import zipfile
from pathlib import Path

import pytest

from guidelines import readers
from guidelines.exceptions import FileRefused
from guidelines.readers import pdf_safety
from guidelines.readers.refusals import SENTENCES

REFUSED = {
    "empty.docx": "empty",
    "not-a-docx.docx": "not_word",
    "spreadsheet.docx": "not_word",
    "macros.docx": "macros",
    "renamed-macros.docx": "macros",
    "zip-bomb.docx": "zip_bomb",
    "steep-part.docx": "zip_bomb",
    "many-entries.docx": "zip_bomb",
    "lying-directory.docx": "damaged",
    "external-entity.docx": "doctype",
    "laughing-styles.docx": "doctype",
    "broken-xml.docx": "damaged",
    "truncated.docx": "damaged",
    "too-large.docx": "too_large",
    "password.docx": "password",
    "old.doc": "old_word",
    "rich.rtf": "rich_text",
    "picture.docx": "picture",
    "noise.txt": "unknown_kind",
    "locked.pdf": "password",
    "broken.pdf": "damaged",
    "scanned-2000.pdf": "too_many_scanned_pages",
}
TAKEN = {
    "typed-1.docx": readers.DOCX,
    "external.docx": readers.DOCX,
    "whole-30.pdf": readers.PDF,
    "active.pdf": readers.PDF,
    "whole-30.html": readers.HTML,
    "active.html": readers.HTML,
    "bom.txt": readers.TEXT,
    "utf16.txt": readers.TEXT,
    "utf16-without-mark.txt": readers.TEXT,
    "windows-1258.txt": readers.TEXT,
}


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_bad_files_are_refused_with_a_sentence_that_names_them(sample_file, name: str, code: str):
    path = sample_file(name)
    with pytest.raises(FileRefused) as refusal:
        readers.inspect(path, name=f"../thư mục/{name}")
    assert refusal.value.code == code
    assert f"“{name}”" in str(refusal.value)
    assert "%(" not in str(refusal.value)


@pytest.mark.parametrize(("name", "media_type"), TAKEN.items())
def test_files_are_known_by_content(sample_file, name: str, media_type: str):
    assert readers.inspect(sample_file(name), name="anh.png") == media_type


def test_two_hundred_megabytes_are_refused_without_being_read(sample_file, monkeypatch):
    path = sample_file("too-large.docx")
    monkeypatch.setattr(Path, "open", lambda *_args: pytest.fail("the file was opened"))
    with pytest.raises(FileRefused, match="200"):
        readers.inspect(path, name="lon.docx")


def test_a_scan_without_tesseract_is_refused_with_what_to_install(sample_file, monkeypatch):
    monkeypatch.setattr(pdf_safety, "can_read_scans", lambda: False)
    with pytest.raises(FileRefused, match="tesseract-ocr-vie") as refusal:
        readers.inspect(sample_file("scan-3.pdf"), name="quet.pdf")
    assert refusal.value.code == "no_ocr"


def test_the_absence_of_the_binary_is_noticed(monkeypatch):
    from guidelines.readers import ocr

    monkeypatch.setattr(ocr.pytesseract.pytesseract, "tesseract_cmd", "no-such-program")
    assert ocr.can_read_scans() is False


@pytest.mark.parametrize(
    "tag", ["<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "<!DOCTYPE d SYSTEM 'x.dtd'>"]
)
@pytest.mark.parametrize("entry", ["word/_rels/document.xml.rels", "docProps/core.xml"])
def test_no_part_of_a_docx_may_declare_a_document_type(sample_file, tmp_path, tag: str, entry: str):
    bad = tmp_path / "bad.docx"
    with zipfile.ZipFile(sample_file("typed-1.docx")) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name, data.replace(b"?>", b"?>" + tag.encode(), 1) if name == entry else data
            )
    with pytest.raises(FileRefused) as refusal:
        readers.inspect(bad, name="bad.docx")
    assert refusal.value.code == "doctype"


def test_html_that_declares_entities_is_refused(tmp_path):
    path = tmp_path / "a.html"
    path.write_text('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>')
    with pytest.raises(FileRefused) as refusal:
        readers.inspect(path, name="a.html")
    assert refusal.value.code == "doctype"


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\tep\\Quyết định.docx", "Quyết định.docx"),
        ("a\x00b.docx", "ab.docx"),
        ("hợp\u202excod.exe", "hợpxcod.exe"),
        ("Quye\u0302\u0301t.docx", "Quyết.docx"),
        ("..", "van-ban"),
        ("", "van-ban"),
        ("  hai   chỗ trống .pdf ", "hai chỗ trống .pdf"),
    ],
)
def test_names_are_cleaned(given: str, clean: str):
    assert readers.clean_name(given) == clean


def test_a_name_of_three_hundred_characters_keeps_its_ending():
    name = readers.clean_name("á" * 300 + ".docx")
    assert len(name) == 200
    assert name.endswith("á.docx")


def test_every_sentence_can_be_filled():
    facts = dict.fromkeys(("name", "size", "most", "encoding", "pages", "page"), "1")
    assert all(
        "%(name)s" in str(sentence) and str(sentence) % facts for sentence in SENTENCES.values()
    )
