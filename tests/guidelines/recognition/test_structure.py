"""Bodies, groups, plans without articles, tables, closing."""

from guidelines.recognition.parsed import Cell, Line, Table
from tests.guidelines.recognition.lines import at, codes, paths, read

DECISION = (
    "BỘ XÂY DỰNG",
    "QUYẾT ĐỊNH",
    "Ban hành Quy chế mẫu",
    "Căn cứ Nghị định mẫu;",
    "Điều 1. Ban hành kèm theo Quyết định này Quy chế mẫu.",
    "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
    "Nơi nhận:",
    "- Như Điều 2;",
    "BỘ TRƯỞNG",
    "Trần Thị Mẫu",
)


def test_a_decision_wraps_an_attached_text_and_its_annexes():
    parsed = read(
        *DECISION,
        "QUY CHẾ",
        "VỀ VIỆC MẪU",
        "(Ban hành kèm theo Quyết định số 12/QĐ-BXD ngày 02 tháng 3 năm 2031)",
        "Chương I",
        "QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi",
        "1. Một.",
        "PHỤ LỤC I",
        "DANH SÁCH VIỆC",
        "(Kèm theo Quy chế mẫu)",
        "1. Việc một.",
        "Phụ lục 2. Biểu mẫu",
        "a) Dòng một.",
    )
    assert paths(parsed) == [
        "mo-dau",
        "dieu-1",
        "dieu-2",
        "ket-thuc",
        "kem-theo-1",
        "kem-theo-1.chuong-1",
        "kem-theo-1.dieu-1",
        "kem-theo-1.dieu-1.khoan-1",
        "phu-luc-1",
        "phu-luc-1.khoan-1",
        "phu-luc-2",
        "phu-luc-2.diem-a",
    ]
    attached = at(parsed, "kem-theo-1")
    assert attached.heading == "QUY CHẾ VỀ VIỆC MẪU"
    assert attached.text.startswith("(Ban hành kèm theo")
    assert at(parsed, "kem-theo-1.dieu-1").parent == "kem-theo-1.chuong-1"
    annex = at(parsed, "phu-luc-1")
    assert (annex.label, annex.heading) == ("PHỤ LỤC I", "DANH SÁCH VIỆC")
    assert annex.text == "(Kèm theo Quy chế mẫu)"
    assert at(parsed, "phu-luc-2").heading == "Biểu mẫu"
    assert parsed.gaps == ()


def test_sentences_of_a_decision_are_text_and_titles_are_headings():
    parsed = read(*DECISION)
    assert at(parsed, "dieu-2").heading == ""
    assert at(parsed, "dieu-2").text.startswith("Quyết định này có hiệu lực")


def test_an_attached_text_without_its_line_in_brackets_begins_at_its_title():
    parsed = read(*DECISION, "KẾ HOẠCH", "Triển khai việc mẫu", "I. MỤC ĐÍCH", "1. Một.")
    assert paths(parsed)[-3:] == [
        "kem-theo-1",
        "kem-theo-1.muc-1",
        "kem-theo-1.muc-1.khoan-1",
    ]


def test_parts_chapters_sections_and_subsections():
    parsed = read(
        "PHẦN THỨ NHẤT", "NHỮNG QUY ĐỊNH CHUNG", "Chương I", "MỞ ĐẦU", "Mục 1. TÊN MỤC",
        "Tiểu mục 1. TÊN TIỂU MỤC", "Điều 1. Tên", "Mục 2", "TÊN KHÁC", "Điều 2. Tên",
        "CHƯƠNG II: TIẾP THEO", "Điều 3. Tên", "Phần thứ hai", "PHẦN SAU", "Chương III", "CUỐI",
        "Điều 4. Tên",
    )  # fmt: skip
    assert paths(parsed) == [
        "phan-1",
        "phan-1.chuong-1",
        "phan-1.chuong-1.muc-1",
        "phan-1.chuong-1.muc-1.tieu-muc-1",
        "dieu-1",
        "phan-1.chuong-1.muc-2",
        "dieu-2",
        "phan-1.chuong-2",
        "dieu-3",
        "phan-2",
        "phan-2.chuong-3",
        "dieu-4",
    ]
    assert at(parsed, "dieu-2").parent == "phan-1.chuong-1.muc-2"
    assert at(parsed, "phan-1.chuong-2").heading == "TIẾP THEO"
    assert parsed.gaps == ()


def test_a_chapter_named_in_a_sentence_is_no_heading():
    parsed = read("Chương I", "CHUNG", "Điều 1. Tên", "Chương II của Luật này quy định khác.")
    assert paths(parsed) == ["chuong-1", "dieu-1"]


def test_a_heading_in_capitals_over_two_lines_is_one_heading():
    parsed = read("Chương I", "QUY ĐỊNH CHUNG VỀ ĐÔ THỊ", "VÀ NÔNG THÔN", "Điều 1. Tên")
    assert at(parsed, "chuong-1").heading == "QUY ĐỊNH CHUNG VỀ ĐÔ THỊ VÀ NÔNG THÔN"


def test_a_plan_without_articles():
    parsed = read(
        "KẾ HOẠCH", "Triển khai mẫu", "I. QUAN ĐIỂM", "1. Quan điểm một:", "a) Ý thứ nhất:",
        "- Gạch một;", "- Gạch hai;", "b) Ý thứ hai.", "2. Quan điểm hai.", "II. MỤC TIÊU",
        "1. Mục tiêu chung", "Nội dung của mục tiêu chung.",
    )  # fmt: skip
    assert paths(parsed) == [
        "mo-dau",
        "muc-1",
        "muc-1.khoan-1",
        "muc-1.khoan-1.diem-a",
        "muc-1.khoan-1.diem-b",
        "muc-1.khoan-2",
        "muc-2",
        "muc-2.khoan-1",
    ]
    assert at(parsed, "muc-1.khoan-1.diem-a").text == "Ý thứ nhất:\n- Gạch một;\n- Gạch hai;"
    goal = at(parsed, "muc-2.khoan-1")
    assert (goal.heading, goal.text) == ("Mục tiêu chung", "Nội dung của mục tiêu chung.")


def test_roman_sections_inside_an_article_belong_to_it():
    parsed = read(
        "Điều 1. Phê duyệt Đề án với các nội dung sau:", "I. QUAN ĐIỂM", "1. Một.", "a) Điểm.",
        "II. MỤC TIÊU", "1. Một.", "Điều 2. Tổ chức thực hiện",
    )  # fmt: skip
    assert paths(parsed) == [
        "dieu-1",
        "dieu-1.muc-1",
        "dieu-1.muc-1.khoan-1",
        "dieu-1.muc-1.khoan-1.diem-a",
        "dieu-1.muc-2",
        "dieu-1.muc-2.khoan-1",
        "dieu-2",
    ]


def test_capital_letters_above_roman_sections():
    parsed = read("A. ĐÁNH GIÁ", "I. KẾT QUẢ", "1. Một.", "B. NHIỆM VỤ", "I. VIỆC", "C. KẾT")
    assert paths(parsed) == [
        "muc-a", "muc-a.muc-1", "muc-a.muc-1.khoan-1", "muc-b", "muc-b.muc-1", "muc-c",
    ]  # fmt: skip


def test_a_name_with_an_initial_is_no_section():
    parsed = read("Điều 1. Tên", "1. Theo cách nói của", "V. Mẫu thì khác.", "2. Hai.")
    assert paths(parsed) == ["dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-2"]


def test_tables_stay_tables_and_the_words_after_them_are_a_paragraph():
    table = Table(
        ((Cell("Việc", is_header=True), Cell("H\u1ea1n")), (Cell("\u00d0o"), Cell("1"))), 1
    )
    parsed = read(
        "Điều 1. Tên", "1. Theo bảng sau:", Line("Việc\tHạn\n\u00d0o\t1", table=table),
        "Sau bảng là một câu.", "Và câu nữa.", "2. Hai.",
    )  # fmt: skip
    assert paths(parsed) == [
        "dieu-1",
        "dieu-1.khoan-1",
        "dieu-1.khoan-1.bang-1",
        "dieu-1.khoan-1.doan-1",
        "dieu-1.khoan-2",
    ]
    stored = at(parsed, "dieu-1.khoan-1.bang-1").table
    assert stored
    assert stored.rows[1][0].text == "Đo"
    assert at(parsed, "dieu-1.khoan-1.doan-1").text == "Sau bảng là một câu.\nVà câu nữa."


def test_a_signature_table_belongs_to_the_closing():
    table = Table(((Cell("Nơi nhận:\n- Lưu VT."), Cell("BỘ TRƯỞNG\n\nTrần Văn Mẫu")),))
    parsed = read(
        "Điều 1. Tên", Line("Nơi nhận:\n- Lưu VT.\tBỘ TRƯỞNG\n\nTrần Văn Mẫu", table=table)
    )
    assert paths(parsed) == ["dieu-1", "ket-thuc"]
    assert parsed.signer == "Trần Văn Mẫu"


def test_a_text_without_any_structure_is_one_block_and_says_so():
    parsed = read("Kính gửi: Các sở.", "Đề nghị các sở báo cáo.")
    assert paths(parsed) == ["mo-dau"]
    assert "no_structure" in codes(parsed.warnings)


def test_an_empty_file_has_no_provisions():
    assert read("").provisions == ()
    assert [row.source for row in read("", " ", "").provisions] == ["\n \n"]


def test_an_annex_named_in_a_sentence_is_no_annex():
    parsed = read("Điều 1. Tên", "Phụ lục I, Phụ lục II kèm theo Quy chế này.", "1. Một.")
    assert paths(parsed) == ["dieu-1", "dieu-1.khoan-1"]


def test_articles_of_every_body_run_from_one():
    parsed = read(
        *DECISION, "QUY ĐỊNH", "(Ban hành kèm theo Quyết định mẫu)", "Điều 1. A", "Điều 2. B"
    )
    assert paths(parsed)[-2:] == ["kem-theo-1.dieu-1", "kem-theo-1.dieu-2"]
    assert parsed.gaps == ()


def test_the_title_of_an_attached_text_runs_to_its_line_in_brackets():
    parsed = read(*DECISION, "ĐỀ ÁN", "Một đô thị mẫu", "(Kèm theo Quyết định mẫu)", "I. VIỆC")
    attached = at(parsed, "kem-theo-1")
    assert (attached.heading, attached.text) == (
        "ĐỀ ÁN Một đô thị mẫu",
        "(Kèm theo Quyết định mẫu)",
    )


def test_rows_of_a_table_in_a_text_file_stay_apart():
    parsed = read("PHỤ LỤC", "Điều 1. Tên", "Việc\tHạn", "Đo\t1 ngày", media_type="text/plain")
    assert at(parsed, "dieu-1").text == "Việc Hạn\nĐo 1 ngày"


def test_provisions_after_the_closing_are_an_attached_text_without_a_title():
    parsed = read(*DECISION, "Chương I", "CHUNG", "Điều 1. Phạm vi", "1. Một.")
    assert paths(parsed)[-4:] == [
        "kem-theo-1",
        "kem-theo-1.chuong-1",
        "kem-theo-1.dieu-1",
        "kem-theo-1.dieu-1.khoan-1",
    ]
    assert codes(parsed.unrecognised) == ["goes_on_after_closing"]


def test_an_article_that_follows_after_the_closing_goes_on_with_the_text():
    parsed = read(*DECISION, "Điều 3. Tên", "1. Một.")
    assert paths(parsed)[-2:] == ["dieu-3", "dieu-3.khoan-1"]


def test_a_chapter_with_its_name_in_small_letters_beside_it():
    parsed = read(
        "Chương I Quy định chung", "Điều 1. Tên", "Chương II Luật Xây dựng có nêu.",
        "Chương II Tổ chức thực hiện", "Điều 2. Tên", "Chương IV Chuyện khác", "1. Một.",
    )  # fmt: skip
    assert paths(parsed) == ["chuong-1", "dieu-1", "chuong-2", "dieu-2", "dieu-2.khoan-1"]
    assert at(parsed, "chuong-2").heading == "Tổ chức thực hiện"


def test_groups_of_tasks_in_an_annex_keep_their_numbers_apart():
    parsed = read(
        "Điều 1. Tên", "PHỤ LỤC", "NHÓM I. PHÁP LUẬT", "1. Một.", "2. Hai.",
        "NHÓM II. THÍ ĐIỂM", "1. Ba.", "Nhóm 2 người dân cùng làm.",
    )  # fmt: skip
    assert paths(parsed)[1:] == [
        "phu-luc",
        "phu-luc.muc-1",
        "phu-luc.muc-1.khoan-1",
        "phu-luc.muc-1.khoan-2",
        "phu-luc.muc-2",
        "phu-luc.muc-2.khoan-1",
    ]
    assert parsed.gaps == ()
