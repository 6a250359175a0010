"""DOCX: every label and every word a reader of the printed page sees, and nothing else."""

import socket
import zipfile

import pytest

from guidelines.recognition.parsed import Cell
from tests.guidelines.fixtures import word_extras
from tests.guidelines.fixtures.build import whole
from tests.guidelines.fixtures.flat_files import plain
from tests.guidelines.readers.conftest import said


def codes(reading) -> dict[str, int]:
    return {finding.code: finding.facts["count"] for finding in reading.warnings}


@pytest.mark.parametrize("size", [1, 30])
def test_typed_and_automatic_numbering_read_the_same(read, size: int):
    typed, automatic = read(f"typed-{size}.docx"), read(f"automatic-{size}.docx")
    assert said(typed) == said(automatic)
    assert not any(line.number for line in typed.lines)
    numbered = [line.number for line in automatic.lines if line.number.startswith("Điều")]
    assert numbered == [f"Điều {number}." for number in range(1, size + 1)]


def test_the_words_are_those_that_were_written(read):
    texts = [line.text for line in read("typed-30.docx").lines if line.table is None]
    written = [line for line in plain(whole(30)).splitlines() if "\t" not in line]
    assert texts == written


def test_points_of_an_automatic_list_run_in_the_vietnamese_order(read):
    numbers = [line.number for line in read("automatic-30.docx").lines]
    begin = next(at for at in range(len(numbers)) if numbers[at : at + 5][-1:] == ["đ)"])
    assert numbers[begin : begin + 5] == ["a)", "b)", "c)", "d)", "đ)"]


def test_articles_count_through_chapters_and_clauses_begin_again(read):
    numbers = [line.number for line in read("automatic-30.docx").lines if line.number]
    articles = [number for number in numbers if number.startswith("Điều")]
    assert articles == [f"Điều {number}." for number in range(1, 31)]
    after = [numbers[at + 1] for at, number in enumerate(numbers[:-1]) if number.startswith("Điều")]
    assert set(after) <= {"1.", *articles}


def test_numbers_come_from_styles_and_overrides(read):
    assert said(read("styled-numbers.docx")) == [
        "Điều 1. Phạm vi",
        "1.a) Khoản thứ nhất",
        "1.b) Khoản thứ hai",
        "Điều 2. Đối tượng",
        "2.a) Khoản lại từ đầu",
        "Không đánh số",
        "Điều 20. Bắt đầu từ 20",
    ]


def test_a_style_that_is_bold_makes_bold_lines(read):
    lines = read("styled-numbers.docx").lines
    assert [line.is_bold for line in lines[:3]] == [True, False, False]


def test_the_letterhead_is_read_as_lines(read):
    assert said(read("typed-1.docx"))[:6] == [
        "BỘ XÂY DỰNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "-------",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 01/2099/QĐ-MHA",
        "Hà Nội, ngày 02 tháng 01 năm 2099",
    ]


def test_tables_keep_heads_and_merged_cells(read):
    table, plain_table = (line.table for line in read("typed-1.docx").lines if line.table)
    assert table.header_rows == 2
    assert table.rows[0] == (
        Cell("STT", rowspan=2, is_header=True),
        Cell("Chỉ tiêu", rowspan=2, is_header=True),
        Cell("Mức phải đạt", colspan=2, is_header=True),
    )
    assert table.rows[3][2] == Cell("không quá 3 ngày", colspan=2)
    assert table.rows[4][0] == Cell("3", rowspan=2)
    assert [cell.text for cell in table.rows[5]][:1] == ["Đèn có điều khiển từ xa"]
    assert plain_table.header_rows == 1
    assert [len(row) for row in plain_table.rows] == [3, 3, 3]


def test_what_a_word_file_holds_besides_text(read):
    reading = read("extras.docx")
    assert said(reading) == [
        "Thời hạn là 15 ngày.",
        "Đầu câu cuối câu.",
        "Trước khung.",
        "Chữ trong khung.",
        "Điều 1. Phạm vi",
        "1. Dòng mềm.\tSau tab",
        "Chữ thấy được.",
        "Câu có chú thích.",
        "[1] Lời chú thích.",
    ]
    assert codes(reading) == {
        "contents_left_out": 1,
        "footnotes": 1,
        "hidden_text": 1,
        "text_boxes": 1,
        "tracked_deletions": 1,
        "tracked_insertions": 1,
    }
    notes = next(found for found in reading.warnings if found.code == "footnotes")
    assert notes.facts["lines"] == [7]
    deleted = next(found for found in reading.warnings if found.code == "tracked_deletions")
    assert (deleted.line, deleted.excerpt) == (0, "10")


def test_comments_are_left_out_and_said(read):
    reading = read("comment.docx")
    assert said(reading) == ["Có nhận xét."]
    assert codes(reading) == {"comments": 1}


def test_nothing_outside_the_file_is_fetched(read, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *_args: pytest.fail("asked the network"))
    reading = read("external.docx")
    found = next(found for found in reading.warnings if found.code == "external_parts")
    assert found.excerpt == "http://192.0.2.1/mau.dotm"


def test_an_import_can_be_cancelled_while_reading(read):
    class Cancelled(Exception):
        pass

    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read("typed-1.docx", progress=cancel)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", ["a\u2011b"]),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 5</w:t></w:r>', ["≥ 5"]),
        ("<w:r><w:instrText>PAGE</w:instrText><w:t>3</w:t></w:r>", ["3"]),
        ("<w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink>", ["liên kết"]),
        ("<w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom><w:r><w:t>mới</w:t></w:r>", ["mới"]),
        ("<w:r><w:t>một</w:t><w:cr/><w:t>hai</w:t></w:r>", ["một", "hai"]),
    ],
)
def test_signs_of_a_run(tmp_path, inner: str, expected: list[str]):
    from guidelines import readers

    path = word_extras.write_body(tmp_path / "a.docx", f"<w:p>{inner}</w:p>")
    assert said(readers.read(path, media_type=readers.DOCX)) == expected


def test_strict_office_xml_reads_the_same(read, sample_file, tmp_path):
    from guidelines import readers
    from guidelines.readers.word.xml import MAIN, STRICT
    from tests.guidelines.fixtures.docx_files import rewrite

    given = sample_file("extras.docx")
    with zipfile.ZipFile(given) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changes = {name: part.replace(MAIN.encode(), STRICT.encode()) for name, part in parts.items()}
    strict = rewrite(given, tmp_path / "a.docx", changes)
    assert said(readers.read(strict, media_type=readers.DOCX)) == said(read("extras.docx"))


def test_the_text_is_found_by_its_relationship(sample_file, tmp_path):
    """Some writers call the main part document2.xml."""
    from guidelines import readers
    from tests.guidelines.fixtures.docx_files import rewrite

    given = sample_file("automatic-1.docx")
    with zipfile.ZipFile(given) as archive:
        text = archive.read("word/document.xml")
        beside = archive.read("word/_rels/document.xml.rels")
        above = archive.read("_rels/.rels").replace(b"word/document.xml", b"word/document2.xml")
    changes = {
        "word/document.xml": None,
        "word/_rels/document.xml.rels": None,
        "word/document2.xml": text,
        "word/_rels/document2.xml.rels": beside,
        "_rels/.rels": above,
    }
    moved = rewrite(given, tmp_path / "a.docx", changes)
    media_type = readers.inspect(moved, name="a.docx")
    assert said(readers.read(moved, media_type=media_type)) == said(
        readers.read(given, media_type=media_type)
    )
