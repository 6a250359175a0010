"""Every dirty form of real texts, each with a sentence of its own."""

import unicodedata

import pytest

from guidelines.recognition.parsed import Line
from tests.guidelines.recognition.lines import PDF, at, codes, paths, read, rules


def test_reads_an_article_with_clauses_and_points():
    parsed = read("Điều 1. Phạm vi", "1. Gồm các việc:", "a) Thu thập;", "b) Lưu giữ.", "2. Hết.")
    assert paths(parsed) == [
        "dieu-1",
        "dieu-1.khoan-1",
        "dieu-1.khoan-1.diem-a",
        "dieu-1.khoan-1.diem-b",
        "dieu-1.khoan-2",
    ]
    article = at(parsed, "dieu-1")
    assert (article.label, article.heading, article.text) == ("Điều 1", "Phạm vi", "")
    point = at(parsed, "dieu-1.khoan-1.diem-a")
    assert (point.label, point.text, point.parent) == ("a)", "Thu thập;", "dieu-1.khoan-1")


def test_the_letter_eth_reads_as_d_with_stroke_and_is_listed():
    parsed = read("\u00d0iều 1. \u00d0ô thị", "1. \u00d0ất dành cho đô thị.")
    article = at(parsed, "dieu-1")
    assert (article.label, article.heading) == ("Điều 1", "Đô thị")
    assert rules(article) == ["letter_d", "letter_d"]


def test_decomposed_accents_are_composed_and_listed():
    parsed = read(unicodedata.normalize("NFD", "Điều 7. Hội đồng điều phối"), "Điều 8. Hết")
    assert at(parsed, "dieu-7").heading == "Hội đồng điều phối"
    assert set(rules(at(parsed, "dieu-7"))) == {"composed_accents"}


def test_both_ways_of_placing_a_tone_mark_stay_as_written():
    parsed = read("Điều 1. Số hoá hồ sơ", "1. Văn hóa và chuyển hoá dữ liệu, uỷ ban và ủy ban.")
    assert at(parsed, "dieu-1").heading == "Số hoá hồ sơ"
    assert "Văn hóa và chuyển hoá" in at(parsed, "dieu-1.khoan-1").text
    assert rules(at(parsed, "dieu-1.khoan-1")) == ["empty_lines"]


def test_an_article_without_a_dot_is_read_where_its_number_follows():
    parsed = read("Điều 4. Việc trước", "Điều 5 Tên của việc sau", "1. Nội dung.")
    assert at(parsed, "dieu-5").heading == "Tên của việc sau"
    assert rules(at(parsed, "dieu-5")) == ["label_mark"]


def test_an_article_without_a_dot_is_a_sentence_where_its_number_does_not_follow():
    parsed = read("Điều 4. Việc trước", "Điều 9 Quy hoạch được dẫn ở trên vẫn áp dụng.")
    assert paths(parsed) == ["dieu-4"]
    assert codes(parsed.unrecognised) == ["looks_like_heading"]


@pytest.mark.parametrize("line", ["Điều15.Tên", "Điều15. Tên", "Điều 15.Tên", "Điều 15 . Tên"])
def test_missing_and_surplus_spaces_in_the_label(line):
    parsed = read(line, "1. Nội dung.")
    article = at(parsed, "dieu-15")
    assert (article.label, article.heading) == ("Điều 15", "Tên")


@pytest.mark.parametrize("label", ["Điều 1", "Điều 1.", "ĐIỀU 1", "Điều 1:"])
def test_an_article_alone_on_its_line_takes_its_heading_from_the_next(label):
    parsed = read(label, "Phạm vi điều chỉnh", "1. Nội dung.")
    assert at(parsed, "dieu-1").heading == "Phạm vi điều chỉnh"
    assert paths(parsed) == ["dieu-1", "dieu-1.khoan-1"]


def test_a_title_and_a_text_below_an_article_alone_on_its_line_are_two_things():
    parsed = read("Điều 1", "Phạm vi", "Quy chế này áp dụng cho mọi sở.", "Và cho các xã.")
    article = at(parsed, "dieu-1")
    assert article.heading == "Phạm vi"
    assert article.text == "Quy chế này áp dụng cho mọi sở.\nVà cho các xã."


@pytest.mark.parametrize(
    "line",
    [
        "Điều tra viên ghi lời khai vào biên bản.",
        "Điều kiện tham gia gồm hai mục.",
        "Điều 8, Điều 10 của Quy chế mẫu.",
        "Điều 8 và Điều 10 của Luật này không áp dụng.",
        "Điều 8 của Nghị định này nói việc khác.",
        "Điều 8; Điều 10; Điều 12.",
        "Điều 2 Luật này quy định chung.",
        "Điều 2 Nghị định số 15/2030/NĐ-CP có nêu.",
    ],
)
def test_sentences_that_begin_like_an_article_open_none(line):
    parsed = read("Điều 1. Việc chung", line, "1. Khoản một.")
    assert paths(parsed) == ["dieu-1", "dieu-1.khoan-1"]
    assert at(parsed, "dieu-1").text == line


def test_articles_named_in_an_annex_are_listed_as_unrecognised():
    parsed = read("Điều 1. Một", "PHỤ LỤC I", "BẢNG DẪN CHIẾU", "Điều 8, Điều 10")
    assert paths(parsed) == ["dieu-1", "phu-luc-1"]
    assert codes(parsed.unrecognised) == ["looks_like_heading"]


def test_points_d_and_d_with_stroke_have_different_addresses():
    letters = "abcdđeghik"
    parsed = read("Điều 30. Tên", "2. Gồm:", *[f"{letter}) Việc {letter};" for letter in letters])
    points = [path.rsplit("-", 1)[1] for path in paths(parsed)[2:]]
    assert points == ["a", "b", "c", "d", "dd", "e", "g", "h", "i", "k"]
    assert [gap.facts["place"] for gap in parsed.gaps if gap.facts["kind"] == "point"] == []


def test_inserted_articles_clauses_and_points():
    parsed = read(
        "Điều 70. Trước", "Điều 70a. Chèn một", "Điều 70b. Chèn hai", "2. Hai.", "2a. Hai a.",
        "a) Điểm;", "a1) Điểm chèn;", "Điều 71. Sau",
    )  # fmt: skip
    assert paths(parsed)[2:] == [
        "dieu-70b",
        "dieu-70b.khoan-2",
        "dieu-70b.khoan-2a",
        "dieu-70b.khoan-2a.diem-a",
        "dieu-70b.khoan-2a.diem-a1",
        "dieu-71",
    ]


@pytest.mark.parametrize("mark", [".", ")", "/", "-", " -"])
def test_clauses_are_written_with_a_dot_a_bracket_a_stroke_or_a_dash(mark):
    parsed = read("Điều 1. Tên", f"1{mark} Một.", f"2{mark} Hai.")
    assert paths(parsed) == ["dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-2"]
    assert at(parsed, "dieu-1.khoan-2").label == f"2{mark}"


def test_bracketed_figures_below_a_point_are_points_of_it():
    parsed = read("Điều 1. Tên", "1. Một:", "a) Gồm:", "1) Việc đầu;", "2) Việc sau;", "b) Hết.")
    assert paths(parsed)[3:] == [
        "dieu-1.khoan-1.diem-a.diem-1",
        "dieu-1.khoan-1.diem-a.diem-2",
        "dieu-1.khoan-1.diem-b",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "2018. Năm đó có ba đợt.",
        "1.5 km đường được chiếu sáng.",
        "12.000 người dân được hỏi.",
        "01/8/2018 là ngày ký.",
        "30.4.2026 là ngày nghỉ.",
        "45. Một số lẻ loi giữa câu.",
        "3,5 triệu đồng mỗi tháng.",
        "2 - 3 tầng nổi và một tầng hầm.",
    ],
)
def test_years_decimals_and_dates_open_no_clause(line):
    parsed = read("Điều 1. Tên", "1. Một.", line, "2. Hai.")
    assert paths(parsed) == ["dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-2"]
    assert at(parsed, "dieu-1.khoan-1").text == f"Một.\n{line}"


def test_decimal_clauses_stand_below_their_clause():
    parsed = read("I. VIỆC", "1. Một", "1.1. Một một", "1.2. Một hai", "a) Điểm.", "2. Hai.")
    assert paths(parsed) == [
        "muc-1",
        "muc-1.khoan-1",
        "muc-1.khoan-1.khoan-1-1",
        "muc-1.khoan-1.khoan-1-2",
        "muc-1.khoan-1.khoan-1-2.diem-a",
        "muc-1.khoan-2",
    ]


def test_numbers_that_start_again_get_addresses_of_their_own_and_are_reported():
    parsed = read("Điều 1. Tên", "1. Một.", "2. Hai.", "1. Lại một.", "a) Điểm.")
    assert paths(parsed)[3:] == ["dieu-1.khoan-1-lan-2", "dieu-1.khoan-1-lan-2.diem-a"]
    assert codes(parsed.gaps) == ["duplicate_number"]
    assert "duplicate_path" in codes(parsed.warnings)


def test_odd_spaces_soft_hyphens_and_byte_order_marks():
    parsed = read("\ufeffĐiều\u00a01.\u2003Tên\u00a0gọi", "1.\tMột\u00ad số  việc\u200b.")
    assert at(parsed, "dieu-1").heading == "Tên gọi"
    assert at(parsed, "dieu-1.khoan-1").text == "Một số việc."


def test_a_soft_line_break_inside_a_paragraph():
    parsed = read("Điều 1. Tên", "1. Nội dung dài\nđược ngắt dòng.", "2. Hai.\na) Điểm.")
    assert at(parsed, "dieu-1.khoan-1").text == "Nội dung dài được ngắt dòng."
    assert "joined_lines" in rules(at(parsed, "dieu-1.khoan-1"))
    assert "dieu-1.khoan-2.diem-a" in paths(parsed)


def test_lines_of_a_pdf_are_joined_and_its_page_numbers_are_left_out_by_name():
    parsed = read(
        Line("Điều 1. Trách nhiệm của các sở trong việc lập kế hoạch và tổ chức", page=1),
        Line("thực hiện", page=1),
        Line("1. Sở chủ trì có trách nhiệm lập kế hoạch hằng năm, gửi các đơn vị có", page=1),
        Line("1", page=1),
        Line("liên quan lấy ý kiến theo quy định tại khoản 2", page=2),
        Line("Điều 5 Quy chế này trước khi trình.", page=2),
        Line("2. Các xã phối hợp.", page=2),
        Line("2", page=2),
        media_type=PDF,
    )
    assert paths(parsed) == ["dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-2"]
    article = at(parsed, "dieu-1")
    assert article.heading.endswith("và tổ chức thực hiện")
    text = at(parsed, "dieu-1.khoan-1").text
    assert text.endswith(
        "có liên quan lấy ý kiến theo quy định tại khoản 2 Điều 5 Quy chế này trước khi trình."
    )
    assert codes(parsed.unrecognised).count("page_furniture") == 2
    assert "page_mark" in rules(at(parsed, "dieu-1.khoan-1"))


def test_running_heads_of_a_pdf_are_left_out_by_name():
    pages = [
        Line(words, page=page)
        for page in (1, 2, 3)
        for words in (
            f"CÔNG BÁO/Số {page}",
            f"Điều {page}. Việc {page}",
            f"Việc của nhóm {'abc'[page - 1]}.",
        )
    ]
    parsed = read(*pages, media_type=PDF)
    assert at(parsed, "dieu-2").text == "Việc của nhóm b."
    assert codes(parsed.unrecognised) == ["page_furniture"] * 3


def test_articles_quoted_by_an_amending_text_are_not_its_own():
    parsed = read(
        "Điều 1. Sửa đổi, bổ sung một số điều của Quy chế mẫu",
        "1. Sửa đổi Điều 5 như sau:",
        "“Điều 5. Tên mới",
        "1. Khoản mới.",
        "a) Điểm mới có “từ trong ngoặc”;",
        "b) Điểm cuối.”.",
        "2. Bổ sung Điều 5a như sau: “Điều 5a. Chèn",
        "1. Một khoản.”",
        "Điều 2. Hiệu lực",
    )
    assert paths(parsed) == ["dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-2", "dieu-2"]
    assert "a) Điểm mới" in at(parsed, "dieu-1.khoan-1").text


def test_a_quotation_in_straight_quotes():
    parsed = read("Điều 1. Sửa đổi Điều 3 như sau:", '"Điều 3. Mới', '1. Khoản."', "Điều 2. Hết")
    assert paths(parsed) == ["dieu-1", "dieu-2"]


def test_a_quotation_that_is_never_closed_is_reported():
    parsed = read("Điều 1. Sửa đổi Điều 3 như sau:", "“Điều 3. Mới", "Điều 2. Hết")
    assert paths(parsed) == ["dieu-1", "dieu-2"]
    assert codes(parsed.warnings)[0] == "quote_not_closed"


def test_automatic_numbers_count_as_labels():
    parsed = read(
        Line("Tên điều", number="Điều 1."),
        Line("Khoản đầu.", number="1."),
        Line("Điểm đầu.", number="a)"),
        Line("Gạch đầu dòng.", number="-"),
    )
    assert paths(parsed) == ["dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-1.diem-a"]
    point = at(parsed, "dieu-1.khoan-1.diem-a")
    assert (point.label, point.text) == ("a)", "Điểm đầu.\n- Gạch đầu dòng.")
    assert point.source == "Điểm đầu.\nGạch đầu dòng."
    assert parsed.is_machine_numbered
    assert not read("Điều 1. Tên").is_machine_numbered


def test_an_automatic_chapter_stands_alone_on_its_line():
    parsed = read(
        Line("", number="Chương I"),
        Line("QUY ĐỊNH CHUNG"),
        Line("Tên điều", number="Điều 1."),
        Line("Một.", number="1."),
    )
    assert paths(parsed) == ["chuong-1", "dieu-1", "dieu-1.khoan-1"]
    assert at(parsed, "chuong-1").heading == "QUY ĐỊNH CHUNG"
    assert at(parsed, "dieu-1").label == "Điều 1"


def test_marks_of_one_list_may_be_mixed():
    parsed = read("Điều 1. Tên", "1. Một.", "2) Hai.", "3. Ba.")
    assert paths(parsed)[1:] == ["dieu-1.khoan-1", "dieu-1.khoan-2", "dieu-1.khoan-3"]


@pytest.mark.parametrize("end", ["tại khoản", "theo điểm", "của Điều", "và khoản"])
def test_a_line_end_inside_a_reference_opens_nothing(end):
    parsed = read(
        "Điều 1. Tên", "1. Việc này làm " + end, "2. Điều này nói tiếp.", "2. Hai.", media_type=PDF
    )
    assert paths(parsed) == ["dieu-1", "dieu-1.khoan-1", "dieu-1.khoan-2"]
    assert at(parsed, "dieu-1.khoan-1").text.endswith(end + " 2. Điều này nói tiếp.")


def test_a_word_that_only_ends_like_a_reference_cuts_nothing():
    parsed = read("Điều 1. Số liệu giờ cao điểm", "1. Một.", media_type=PDF)
    assert paths(parsed) == ["dieu-1", "dieu-1.khoan-1"]


def test_a_clause_that_breaks_off_before_a_reference_has_no_heading():
    parsed = read("Điều 1. Tên", "1. Thực hiện theo quy định tại", "Điều 5 của Quy chế này.")
    clause = at(parsed, "dieu-1.khoan-1")
    assert (clause.heading, clause.text) == (
        "",
        "Thực hiện theo quy định tại\nĐiều 5 của Quy chế này.",
    )


def test_headings_alike_at_the_top_of_pages_are_no_running_heads():
    pages = [Line(f"Điều {page}. Việc giống nhau", page=page) for page in (1, 2, 3)]
    assert paths(read(*pages, media_type=PDF)) == ["dieu-1", "dieu-2", "dieu-3"]


@pytest.mark.parametrize("line", ["Điều 5[1]. Tên", "Điều 5.[1] Tên"])
def test_marks_of_footnotes_in_consolidated_texts_stay(line):
    parsed = read("Điều 4. Trước", line, "1.[2] Một.", "a)[3] Điểm;")
    assert paths(parsed)[1:] == ["dieu-5", "dieu-5.khoan-1", "dieu-5.khoan-1.diem-a"]
    assert "[1]" in at(parsed, "dieu-5").label + at(parsed, "dieu-5").heading
    assert at(parsed, "dieu-5.khoan-1").text == "[2] Một."
