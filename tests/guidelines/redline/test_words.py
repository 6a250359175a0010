import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.redline.tables import diff_tables
from guidelines.redline.words import diff, tokens


def side(runs: list[list[str]], left_out: str) -> str:
    return "".join(words for kind, words in runs if kind != left_out)


def test_only_the_changed_words_are_marked():
    assert diff("Thời hạn là 10 ngày làm việc.", "Thời hạn là 15 ngày làm việc.") == [
        ["=", "Thời hạn là "],
        ["-", "10"],
        ["+", "15"],
        ["=", " ngày làm việc."],
    ]


def test_a_kept_syllable_between_two_changes_belongs_to_them():
    runs = diff(
        "Các sở báo cáo bộ hằng quý về việc này.", "Các sở gửi cáo trạng hằng quý về việc này."
    )
    assert runs[:3] == [["=", "Các sở "], ["-", "báo cáo bộ"], ["+", "gửi cáo trạng"]]


def test_words_only_added_or_taken_out():
    assert diff("Báo cáo hằng năm.", "Báo cáo hằng năm, trừ năm đầu.") == [
        ["=", "Báo cáo hằng năm"],
        ["+", ", trừ năm đầu"],
        ["=", "."],
    ]
    assert diff("", "Mới.") == [["+", "Mới."]]
    assert diff("Cũ.", "") == [["-", "Cũ."]]
    assert diff("Như cũ.", "Như cũ.") == [["=", "Như cũ."]]


def test_other_words_altogether_stand_one_after_the_other():
    assert diff("Lập danh mục công trình.", "Không áp dụng điều khoản này nữa.") == [
        ["-", "Lập danh mục công trình."],
        ["+", "Không áp dụng điều khoản này nữa."],
    ]


@pytest.mark.parametrize("word", ["950/QĐ-TTg", "1.234,5", "01/8/2018"])
def test_numbers_with_their_marks_are_one_word(word):
    assert tokens(f"số {word} nêu") == ["số", " ", word, " ", "nêu"]


def test_two_placings_of_a_tone_mark_are_different_words():
    assert ["-", "hoá"] in diff("Số hoá toàn bộ hồ sơ lưu trữ.", "Số hóa toàn bộ hồ sơ lưu trữ.")


words = st.lists(
    st.sampled_from(["sở", "xã", "hồ sơ", "10", "12,5", ",", ".", "\n", "đ"]), max_size=25
)


@given(words, words)
def test_both_texts_can_be_read_from_the_runs(old, new):
    older, newer = " ".join(old), " ".join(new)
    runs = diff(older, newer)
    assert side(runs, "+") == older
    assert side(runs, "-") == newer
    assert all(words for _kind, words in runs)


def table(*rows: tuple[str, ...]) -> dict:
    return {"rows": [[{"text": cell} for cell in row] for row in rows], "header_rows": 1}


def test_tables_are_compared_cell_by_cell():
    older = table(("Việc", "Hạn"), ("Đo", "10 ngày"), ("Ghi", "1 ngày"))
    newer = table(("Việc", "Hạn"), ("Đo", "15 ngày"), ("Ghi", "1 ngày"), ("Gửi", "2 ngày"))
    rows = diff_tables(older, newer)["rows"]
    assert [row["state"] for row in rows] == ["=", "=", "=", "+"]
    assert ["-", "10"] in rows[1]["cells"][1]["runs"]
    assert ["+", "15"] in rows[1]["cells"][1]["runs"]
    assert rows[2]["cells"][0]["runs"] == [["=", "Ghi"]]


def test_a_column_that_was_added_is_marked_in_each_row():
    rows = diff_tables(table(("Việc",), ("Đo",)), table(("Việc", "Hạn"), ("Đo", "Quý I")))["rows"]
    assert [row["cells"][1]["runs"] for row in rows] == [[["+", "Hạn"]], [["+", "Quý I"]]]


def test_a_changed_row_is_found_beside_an_added_one():
    older = table(("Năm", "Mức"), ("2018", "10"), ("2019", "900"))
    newer = table(("Năm", "Mức"), ("2018", "10"), ("2019", "950"), ("2020", "1.000"))
    assert [row["state"] for row in diff_tables(older, newer)["rows"]] == ["=", "=", "=", "+"]


def test_a_row_that_was_deleted_stands_where_it_stood():
    older = table(("Năm", "Mức"), ("2018", "10"), ("2019", "900"))
    newer = table(("Năm", "Mức"), ("2019", "950"))
    assert [row["state"] for row in diff_tables(older, newer)["rows"]] == ["=", "-", "="]
