"""PDF: paragraphs from printed lines, ruled tables; scans page by page."""

from collections import Counter

import pypdfium2 as pdfium
import pytest

from guidelines import readers
from guidelines.exceptions import FileRefused
from guidelines.readers import ocr, pdf
from guidelines.readers.visual import Printed, paragraphs
from tests.guidelines.fixtures.pdf_files import write_pdf, write_scan
from tests.guidelines.fixtures.sample import Grid, sample
from tests.guidelines.readers.conftest import said

needs_tesseract = pytest.mark.skipif(
    not ocr.can_read_scans(), reason="Tesseract with Vietnamese is not installed"
)


def test_a_born_digital_pdf_gives_the_paragraphs_of_the_docx(read):
    printed, typed = said(read("whole-30.pdf")), said(read("typed-30.docx"))
    assert printed == typed


def test_pages_are_numbered_and_running_heads_left_out(read):
    reading = read("whole-30.pdf")
    assert reading.pages == 8
    assert [line.page for line in reading.lines] == sorted(line.page for line in reading.lines)
    assert "01/2099/QĐ-MHA" not in said(reading)
    counts = {found.code: found.facts["count"] for found in reading.warnings}
    assert counts["running_heads"] == 16
    assert "tables_as_lines" not in counts


def tables(reading):
    return [line.table for line in reading.lines if line.table]


def test_ruled_tables_are_those_of_the_docx(read):
    printed, typed = tables(read("whole-30.pdf")), tables(read("typed-30.docx"))
    assert len(printed) == 2
    assert printed == typed


def long_rows(count: int) -> list[tuple[str, str, str]]:
    words = "Lập danh mục công trình chiếu sáng và báo cáo hằng quý"
    return [(str(n), f"{words} lần thứ {n}", f"Sở số {n}") for n in range(1, count + 1)]


def printed_table(tmp_path, grid: Grid):
    """The reading of a text that holds one table."""
    path = write_pdf(sample(1, annexes=(("Biểu mẫu", grid),)), tmp_path / "table.pdf")
    return path, readers.read(path, media_type=readers.PDF)


def test_a_table_over_pages_is_one_and_keeps_its_head_once(tmp_path):
    rows = long_rows(70)
    head = ("TT", "Việc phải làm", "Cơ quan")
    path, reading = printed_table(tmp_path, Grid(rows=(head, *rows)))
    (table,) = tables(reading)
    assert table.header_rows == 1
    assert [tuple(cell.text for cell in row) for row in table.rows] == [head, *rows]
    counts = {found.code: found.facts["count"] for found in reading.warnings}
    assert (counts["tables_across_pages"], counts["repeated_table_heads"]) == (3, 3)
    document = pdfium.PdfDocument(path)
    letters = Counter("".join(page.get_textpage().get_text_range() for page in document))
    document.close()
    read_letters = Counter(reading.source_text)
    left_out = {c for c in letters if not c.isspace() and letters[c] != read_letters[c]}
    assert left_out <= set("".join(head) + "01/2099/QĐ-MHA" + "0123456789")


def test_a_table_without_lines_stays_lines_and_is_reported(tmp_path):
    rows = long_rows(4)
    grid = Grid(rows=(("TT", "Việc phải làm", "Cơ quan"), *rows), is_ruled=False)
    _path, reading = printed_table(tmp_path, grid)
    assert tables(reading) == []
    found = next(found for found in reading.warnings if found.code == "tables_as_lines")
    assert found.facts["count"] == 1
    assert found.facts["pages"] in ("1", "2")
    assert any("lần thứ 4" in line for line in said(reading))


def test_a_frame_around_one_paragraph_is_no_table(tmp_path):
    _path, reading = printed_table(tmp_path, Grid(rows=(("Chỉ một ô có chữ",),), heads=0))
    assert tables(reading) == []
    assert "Chỉ một ô có chữ" in said(reading)


def test_bold_and_centred_lines_are_known(read):
    line = next(line for line in read("whole-30.pdf").lines if line.text == "Chương I")
    assert line.is_bold
    assert line.is_centred


def test_scripts_and_files_inside_are_left_alone(read):
    reading = read("active.pdf")
    assert said(reading) == ["Only this sentence is text."]
    assert {found.code for found in reading.warnings} == {"files_inside", "active_content"}


def printed(*rows: tuple[str, float, float]) -> list[Printed]:
    """Lines of 12 points, one under the other, between 70 and 520 points."""
    return [
        Printed(text, 1, left, right, 20 * at, 20 * at + 12, 595, 842)
        for at, (text, left, right) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [("Câu dài thứ nhất", 100, 520), ("đến đây thì hết.", 70, 200), ("Câu sau", 100, 520)],
            ["Câu dài thứ nhất đến đây thì hết.", "Câu sau"],
        ),
        (
            [("theo quy định tại khoản 2", 70, 520), ("Điều 5 của Luật này.", 70, 300)],
            ["theo quy định tại khoản 2 Điều 5 của Luật này."],
        ),
        (
            [("1. Khoản kín dòng.", 70, 520), ("2. Khoản sau", 70, 520)],
            ["1. Khoản kín dòng.", "2. Khoản sau"],
        ),
        (
            [("1. Nhãn đứng riêng mà chữ", 70, 520), ("thụt vào bên phải.", 95, 300)],
            ["1. Nhãn đứng riêng mà chữ thụt vào bên phải."],
        ),
        ([("kết thúc bằng\ufffe", 70, 520), ("gạch nối", 70, 200)], ["kết thúc bằng-gạch nối"]),
    ],
)
def test_printed_lines_go_on_or_end(rows, expected: list[str]):
    full = ("Một dòng kín làm chuẩn cho bề rộng trang.", 70.0, 520.0)
    lines = [line.text for line, _cut in paragraphs(printed(full, *rows))]
    joined = " ".join(lines).removeprefix(full[0]).strip()
    assert joined == " ".join(expected)
    assert lines[-len(expected) :][1:] == expected[1:]


@needs_tesseract
def test_a_scan_is_read_page_by_page(tmp_path):
    path = write_scan(sample(1), tmp_path / "scan.pdf", dpi=150)
    progress, pages = [], {}
    reading = readers.read(
        path,
        media_type=readers.inspect(path, name="scan.pdf"),
        progress=lambda done, total: progress.append((done, total)),
        page_done=pages.__setitem__,
    )
    assert reading.is_ocr
    assert "read_by_ocr" in {found.code for found in reading.warnings}
    lines = said(reading)
    assert "Số: 01/2099/QĐ-MHA" in lines
    assert "Điều 1. Hiệu lực thi hành" in lines
    assert progress == [(n, reading.pages) for n in range(1, reading.pages + 1)]
    assert sorted(pages) == list(range(1, reading.pages + 1))


def test_a_resumed_scan_takes_the_known_pages(sample_file, monkeypatch):
    monkeypatch.setattr(pdf, "can_read_scans", lambda: True)
    monkeypatch.setattr(pdf, "read_scanned_page", lambda *_args: pytest.fail("read again"))
    done: list[int] = []
    reading = readers.read(
        sample_file("scan-3.pdf"),
        media_type=readers.PDF,
        page_done=lambda number, _text: done.append(number),
        known_pages={1: "Điều 1. Đã đọc\n1. Từ lần trước."},
    )
    assert said(reading) == ["Điều 1. Đã đọc", "1. Từ lần trước."]
    assert done == []
    assert reading.is_ocr


def test_a_page_that_tesseract_gives_up_is_named(sample_file, monkeypatch):
    def give_up(*_args: object) -> str:
        raise RuntimeError("Tesseract process timeout")

    monkeypatch.setattr(pdf, "can_read_scans", lambda: True)
    monkeypatch.setattr(pdf, "read_scanned_page", give_up)
    with pytest.raises(FileRefused, match="1") as refusal:
        readers.read(sample_file("scan-3.pdf"), media_type=readers.PDF)
    assert refusal.value.code == "ocr_failed"


def test_a_scan_is_refused_while_reading_when_tesseract_has_gone(sample_file, monkeypatch):
    monkeypatch.setattr(pdf, "can_read_scans", lambda: False)
    with pytest.raises(FileRefused, match="tesseract-ocr-vie"):
        readers.read(sample_file("scan-3.pdf"), media_type=readers.PDF)
