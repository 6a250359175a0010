"""The bars of the open figures: every word of a label is there, and no bar stands on a label."""

import re

from courses.bar_chart import bars

LONG = "Tổng quan phát triển đô thị thông minh cho cán bộ quản lý địa phương các tỉnh"


def tops(drawing, what):
    return [int(top) for top in re.findall(rf'<{what}[^>]* y="(\d+)"', drawing)]


def test_a_long_label_is_broken_not_cut():
    drawing = bars([(LONG, 3), ("Đà Nẵng", 5)], title="Số lượt", unknown="xem bảng")
    words = re.findall(r'<text x="0" y="\d+">([^<]*)</text>', drawing)
    assert " ".join(words) == f"{LONG} Đà Nẵng"
    assert max(map(len, words)) <= 42


def test_bars_follow_their_labels_and_all_stand_inside_the_drawing():
    drawing = bars([(LONG, 3), ("Đà Nẵng", 5)], title="Số lượt", unknown="xem bảng")
    height = int(re.search(r'viewBox="0 0 \d+ (\d+)"', drawing)[1])
    labels, rects = tops(drawing, "text"), tops(drawing, "rect")
    assert labels[0] < labels[1] < rects[0] < labels[3] < rects[1] < height


def test_what_is_not_known_is_a_word_and_never_a_bar():
    drawing = bars([("Cà Mau", None), ("An Giang", 0)], title="Số lượt", unknown="xem bảng")
    assert "xem bảng" in drawing
    assert "<rect" not in drawing


def test_marks_in_a_label_do_not_leave_it():
    drawing = bars([("<script>", 1)], title='"', unknown="")
    assert "<script>" not in drawing
    assert 'aria-label="&quot;"' in drawing
