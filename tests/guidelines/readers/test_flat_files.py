"""Plain text and HTML."""

import unicodedata

import pytest

from guidelines import readers
from guidelines.exceptions import FileRefused
from guidelines.readers.encodings import font_letters
from guidelines.readers.web import sanitise
from tests.guidelines.fixtures.bad_files import EVIL_HTML
from tests.guidelines.fixtures.build import whole
from tests.guidelines.fixtures.flat_files import as_tcvn3, as_vni, plain
from tests.guidelines.fixtures.sample import sample
from tests.guidelines.readers.conftest import said


@pytest.mark.parametrize("name", ["bom.txt", "utf16.txt", "utf16-without-mark.txt"])
def test_unicode_text_is_read_whole(read, name: str):
    reading = read(name)
    assert reading.source_text == plain(sample(3))
    assert reading.warnings == ()


def test_windows_1258_is_converted_and_said(read):
    reading = read("windows-1258.txt")
    assert unicodedata.normalize("NFC", reading.source_text) == plain(sample(3))
    assert [found.facts for found in reading.warnings] == [{"encoding": "windows-1258"}]


@pytest.mark.parametrize(("name", "encoding"), [("tcvn3.txt", "TCVN3"), ("vni.txt", "VNI")])
def test_letters_of_old_fonts_are_refused_by_name(read, name: str, encoding: str):
    with pytest.raises(FileRefused, match=encoding) as refusal:
        read(name)
    assert refusal.value.code == "legacy_letters"


def test_old_fonts_are_told_from_unicode():
    text = plain(sample(3))
    assert font_letters(as_tcvn3(text)) == "TCVN3"
    assert font_letters(as_vni(text)) == "VNI"
    assert font_letters(text) == ""
    assert font_letters("An English text of the region.") == ""


def test_bytes_of_no_known_encoding_are_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Привет, как дела".encode("cp1251"))
    with pytest.raises(FileRefused) as refusal:
        readers.read(path, media_type=readers.inspect(path, name="a.txt"))
    assert refusal.value.code == "unknown_letters"


def test_a_file_of_blanks_is_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(" \n\n")
    with pytest.raises(FileRefused) as refusal:
        readers.read(path, media_type=readers.TEXT)
    assert refusal.value.code == "no_text"


def test_html_reads_like_the_docx(read):
    html, docx = read("whole-30.html"), read("typed-30.docx")
    assert [line.text for line in html.lines if not line.table] == [
        line.text for line in docx.lines if not line.table
    ]
    assert [line.table for line in html.lines if line.table] == [
        line.table for line in docx.lines if line.table
    ]
    assert [line.is_bold for line in html.lines] == [line.is_bold for line in docx.lines]


def test_nothing_active_survives(read):
    reading = read("active.html")
    assert said(reading) == ["Điều 1. Phạm vi", "Liên kết xấu và nữa", "1. Nội dung còn lại."]
    assert {found.code for found in reading.warnings} == {"active_content", "hidden_text"}
    clean = sanitise(EVIL_HTML).lower()
    assert not any(
        word in clean for word in ("script", "alert", "onclick", "onload", "href", "src")
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>một<br>hai</p>", ["một", "hai"]),
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("<ol><li>x<li>y</ol><ul><li>z</ul>", ["1. x", "2. y", "• z"]),
        ('<ol type="a" start="3"><li>x</li></ol>', ["c. x"]),
        ("<p>a\u00a0b  \n c</p>", ["a\u00a0b c"]),
        ("<pre>a\n  b</pre>", ["a", "b"]),
        ("<!-- ghi chú --><p>a<!-- x -->b</p>", ["ab"]),
    ],
)
def test_blocks_become_lines(tmp_path, html: str, expected: list[str]):
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{html}</body></html>", encoding="utf-8")
    assert said(readers.read(path, media_type=readers.HTML)) == expected


def test_text_holds_tables_as_lines(read):
    assert "1\tTỷ lệ cảm biến ngập có kết nối\t60 %\t85 %" in said(read("whole-30.txt"))
    assert read("whole-30.txt").source_text == plain(whole(30))


def test_a_page_nested_too_deeply_is_refused_rather_than_cut(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<p>trước</p>" + "<div>" * 400 + "sâu" + "</div>" * 400, encoding="utf-8")
    with pytest.raises(FileRefused) as refusal:
        readers.read(path, media_type=readers.HTML)
    assert refusal.value.code == "too_deep"
