"""Kind, number, issuer, days, title, signer: each proposed with its line."""

import pytest

from guidelines.exceptions import NumberMismatch
from guidelines.recognition.parsed import Cell, Line, Parsed, Table
from tests.guidelines.recognition.lines import read

HEAD = (
    "THỦ TƯỚNG CHÍNH PHỦ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "-------\tĐộc lập - Tự do - Hạnh phúc",
    "Số: 1950/QĐ-TTg\tHà Nội, ngày 01 tháng 8 năm 2031",
    "QUYẾT ĐỊNH",
    "Phê duyệt Chương trình mẫu",
    "giai đoạn thử nghiệm",
    "THỦ TƯỚNG CHÍNH PHỦ",
    "Căn cứ Luật mẫu ngày 19 tháng 6 năm 2015;",
    "QUYẾT ĐỊNH:",
)
BODY = (
    "Điều 1. Phê duyệt Chương trình mẫu.",
    "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày 15 tháng 9 năm 2031.",
    "Nơi nhận:",
    "- Lưu: VT.",
    "KT. THỦ TƯỚNG",
    "PHÓ THỦ TƯỚNG",
    "(Đã ký)",
    "Lê Thị Minh Mẫu",
)


def line_of(parsed: Parsed, name: str) -> int:
    return next(proposal.line for proposal in parsed.proposals if proposal.name == name)


def test_reads_every_field_with_the_line_it_was_read_from():
    parsed = read(*HEAD, *BODY)
    assert parsed.kind == "quyet-dinh"
    assert parsed.number == "1950/QĐ-TTg"
    assert parsed.issuer == "THỦ TƯỚNG CHÍNH PHỦ"
    assert parsed.issued_on == "2031-08-01"
    assert parsed.title == "Phê duyệt Chương trình mẫu giai đoạn thử nghiệm"
    assert parsed.effective_on == "2031-09-15"
    assert parsed.signer == "Lê Thị Minh Mẫu"
    assert [line_of(parsed, name) for name in ("number", "kind", "title", "effective_on")] == [
        2, 3, 4, 10,
    ]  # fmt: skip


def test_in_force_from_signing_means_the_day_of_issue():
    body = ("Điều 1. Tên", "Quyết định này có hiệu lực kể từ ngày ký ban hành.")
    assert read(*HEAD, *body).effective_on == "2031-08-01"


def test_a_day_of_another_text_is_not_the_day_of_issue():
    parsed = read("QUYẾT ĐỊNH", "Căn cứ Luật mẫu ngày 19 tháng 6 năm 2015;", "Điều 1. Tên")
    assert parsed.issued_on == ""
    assert parsed.effective_on == ""


def test_a_letterhead_set_as_a_table():
    table = Table(
        (
            (
                Cell("BỘ XÂY DỰNG\n-------\nSố: 03/2031/TT-BXD"),
                Cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHà Nội, ngày 5 tháng 1 năm 2031"),
            ),
        )
    )
    text = "BỘ XÂY DỰNG\n-------\nSố: 03/2031/TT-BXD\tCỘNG HÒA\nHà Nội, ngày 5 tháng 1 năm 2031"
    parsed = read(Line(text, table=table), "THÔNG TƯ", "Hướng dẫn việc mẫu", "Điều 1. Tên")
    assert (parsed.kind, parsed.number) == ("thong-tu", "03/2031/TT-BXD")
    assert (parsed.issuer, parsed.issued_on) == ("BỘ XÂY DỰNG", "2031-01-05")
    assert parsed.title == "Hướng dẫn việc mẫu"


def test_a_letterhead_of_a_body_under_another():
    parsed = read("BỘ XÂY DỰNG", "CỤC PHÁT TRIỂN MẪU", "Số: 7/BC-PTM", "BÁO CÁO", "Tình hình mẫu")
    assert parsed.issuer == "CỤC PHÁT TRIỂN MẪU"
    assert (parsed.kind, parsed.number) == ("bao-cao", "7/BC-PTM")


def test_a_law_is_dated_by_its_adoption():
    parsed = read(
        "QUỐC HỘI", "Luật số: 91/2031/QH16", "LUẬT", "QUẢN LÝ VIỆC MẪU", "Điều 1. Phạm vi",
        "Luật này được Quốc hội thông qua ngày 26 tháng 6 năm 2031.", "CHỦ TỊCH QUỐC HỘI",
        "Luật này được Quốc hội khóa mẫu thông qua ngày 26 tháng 6 năm 2031.", "Phạm Văn Mẫu",
    )  # fmt: skip
    assert (parsed.kind, parsed.number) == ("luat", "91/2031/QH16")
    assert parsed.issued_on == "2031-06-26"
    assert parsed.title == "QUẢN LÝ VIỆC MẪU"


def test_an_official_letter_is_known_by_its_subject():
    parsed = read(
        "BỘ XÂY DỰNG", "Số: 55/BXD-PTĐT", "V/v báo cáo việc mẫu", "năm 2031",
        "Hà Nội, ngày 3 tháng 2 năm 2031", "Kính gửi: Các sở", "1. Báo cáo một.",
    )  # fmt: skip
    assert (parsed.kind, parsed.number) == ("cong-van", "55/BXD-PTĐT")
    assert parsed.title == "báo cáo việc mẫu năm 2031"


def test_a_kind_is_read_from_the_number_where_no_line_names_it():
    assert read("Số: 12/2031/NĐ-CP", "Điều 1. Tên").kind == "nghi-dinh"


def test_the_number_is_found_in_decomposed_or_foreign_letters():
    assert read("Số: 12/Q\u00d0-BXD", "Điều 1. Tên").number == "12/QĐ-BXD"


def test_an_impossible_day_is_not_proposed():
    assert read("Số: 1/QĐ-BXD", "Hà Nội, ngày 31 tháng 2 năm 2031", "Điều 1. A").issued_on == ""


def test_a_declared_number_that_is_another_one_is_refused_with_both():
    with pytest.raises(NumberMismatch) as refused:
        read(*HEAD, *BODY, declared_number="951/QĐ-TTg")
    assert "951/QĐ-TTg" in str(refused.value)
    assert "1950/QĐ-TTg" in str(refused.value)


@pytest.mark.parametrize(
    "declared", ["1950/QĐ-TTg", "1950/QÐ-TTg", " 1950 /QĐ - TTg", "1950/qđ-ttg", "1950/QD-TTg"]
)
def test_a_declared_number_may_be_written_otherwise(declared):
    assert read(*HEAD, *BODY, declared_number=declared).number == "1950/QĐ-TTg"


def test_a_declared_number_stands_where_the_file_names_none():
    parsed = read("Điều 1. Tên", declared_number="1/QĐ-BXD")
    assert parsed.number == ""
    assert "number_not_found" in [warning.code for warning in parsed.warnings]


@pytest.mark.parametrize(
    "line",
    [
        "Quyết định này có hiệu lực thi hành sau 45 ngày kể từ ngày ký.",
        "Nghị định cũ hết hiệu lực thi hành kể từ ngày 1 tháng 2 năm 2031.",
    ],
)
def test_a_period_or_the_end_of_another_text_is_no_day_of_entry_into_force(line):
    assert read(*HEAD, "Điều 1. Hiệu lực", line).effective_on == ""


def test_the_texts_own_day_of_entry_into_force_comes_before_that_of_others():
    parsed = read(
        *HEAD, "Điều 1. Chuyển tiếp", "Quy chế cũ có hiệu lực từ ngày 1 tháng 1 năm 2020 vẫn dùng.",
        "Quyết định này có hiệu lực từ ngày 01/10/2031.",
    )  # fmt: skip
    assert parsed.effective_on == "2031-10-01"


def test_a_title_ends_before_the_first_paragraph():
    parsed = read("Số: 3/KH-BXD", "KẾ HOẠCH", "Triển khai mẫu", "I. MỤC ĐÍCH", "1. Một.")
    assert parsed.title == "Triển khai mẫu"


def test_a_day_in_the_title_is_that_of_another_text():
    parsed = read(
        "Số: 35/2031/NĐ-CP", "NGHỊ ĐỊNH", "Sửa đổi Nghị định mẫu ngày 01 tháng 3 năm 2030",
        "Điều 1. Tên",
    )  # fmt: skip
    assert parsed.issued_on == ""
    assert "01 tháng 3" in parsed.title


def test_a_day_below_the_kind_counts_where_it_stands_with_its_place():
    parsed = read("Số: 1/CT-TTg", "CHỈ THỊ", "Hà Nội, ngày 1 tháng 3 năm 2031", "Điều 1. Tên")
    assert parsed.issued_on == "2031-03-01"
    assert parsed.title == ""
