"""Which provision became which."""

import time

from guidelines.redline.nodes import Node
from guidelines.redline.result import assign_lineage
from tests.guidelines.redline.texts import WORDS, article, compared, nodes, text, told


def test_the_same_text_has_no_differences():
    same = text(article(1, 0), article(2, 1))
    assert told(compared(same, same)) == [("unchanged", 2)]


def test_changed_words_of_a_clause_change_its_article():
    older = text(article(1, 0), article(2, 1), article(3, 2))
    changed = article(2, 1)
    changed[1] = changed[1].replace("ngập nước", "ngập lụt")
    result = compared(older, text(article(1, 0), changed, article(3, 2)))
    assert told(result) == [("unchanged", 1), (["changed"], "dieu-2", "dieu-2"), ("unchanged", 1)]
    rows = result["blocks"][1]["rows"]
    assert [row["state"] for row in rows] == ["=", "~", "="]
    assert ["+", "lụt"] in rows[1]["text"]


def test_an_inserted_article_renumbers_those_after_it():
    older = text(article(1, 0), article(2, 1), article(3, 2))
    newer = text(article(1, 0), article(2, 5), article(3, 1), article(4, 2))
    assert told(compared(older, newer)) == [
        ("unchanged", 1),
        (["inserted"], "", "dieu-2"),
        ("renumbered", 2),
    ]


def test_a_deleted_article_stands_where_it_stood():
    older = text(article(1, 0), article(2, 1), article(3, 2))
    newer = text(article(1, 0), article(2, 2))
    assert told(compared(older, newer)) == [
        ("unchanged", 1),
        (["deleted"], "dieu-2", ""),
        ("renumbered", 1),
    ]


def test_a_moved_article_is_told_from_those_it_passed():
    older = text(*[article(n + 1, n) for n in range(6)])
    order = [0, 2, 3, 4, 1, 5]
    newer = text(*[article(at + 1, n) for at, n in enumerate(order)])
    assert told(compared(older, newer)) == [
        ("unchanged", 1),
        ("renumbered", 3),
        (["moved", "renumbered"], "dieu-2", "dieu-5"),
        ("unchanged", 1),
    ]


def test_an_article_that_went_to_another_chapter_is_moved():
    one, two, three = article(1, 0), article(2, 1), article(3, 2)
    older = nodes("Chương I", "CHUNG", *one, *two, "Chương II", "RIÊNG", *three)
    newer = nodes("Chương I", "CHUNG", *one, "Chương II", "RIÊNG", *two, *three)
    assert (["moved"], "dieu-2", "dieu-2") in told(compared(older, newer))


def test_an_inserted_letter_renumbers_nothing():
    older = text(article(1, 0), article(2, 1))
    newer = text(article(1, 0), article("1a", 4), article(2, 1))
    assert told(compared(older, newer)) == [
        ("unchanged", 1),
        (["inserted"], "", "dieu-1a"),
        ("unchanged", 1),
    ]


def test_an_article_split_in_two_names_both_parts():
    lines = ["Điều 1. Việc chung", *[f"{n + 1}. {WORDS[n]}." for n in range(4)]]
    older = nodes(*lines, *article(2, 7))
    first = ["Điều 1. Việc chung", f"1. {WORDS[0]}.", f"2. {WORDS[1]}."]
    second = ["Điều 2. Việc riêng", f"1. {WORDS[2]}.", f"2. {WORDS[3]}."]
    result = compared(older, nodes(*first, *second, *article(3, 7)))
    assert told(result) == [
        (["changed"], "dieu-1", "dieu-1"),
        (["split"], "", "dieu-2"),
        ("renumbered", 1),
    ]
    kept, part = result["blocks"][:2]
    assert kept["split_into"] == ["dieu-2"]
    assert part["split_from"] == "dieu-1"
    assert [row["state"] for row in kept["rows"]] == ["=", "=", "=", "away", "away"]
    assert [(row["state"], row.get("other")) for row in part["rows"][1:]] == [
        ("here", "dieu-1.khoan-3"),
        ("here", "dieu-1.khoan-4"),
    ]


def test_two_articles_merged_into_one_name_each_other():
    first = ["Điều 1. Việc chung", f"1. {WORDS[0]}.", f"2. {WORDS[1]}.", f"3. {WORDS[5]}."]
    second = ["Điều 2. Việc riêng", f"1. {WORDS[2]}.", f"2. {WORDS[3]}."]
    both = [*first, f"4. {WORDS[2]}.", f"5. {WORDS[3]}."]
    result = compared(nodes(*first, *second), nodes(*both))
    assert told(result) == [(["changed"], "dieu-1", "dieu-1"), (["merged"], "dieu-2", "")]
    assert result["blocks"][0]["merged_from"] == ["dieu-2"]
    assert result["blocks"][1]["merged_into"] == "dieu-1"


def test_a_clause_that_moved_to_another_article_is_shown_in_both():
    older = nodes(*article(1, 0), f"3. {WORDS[6]}.", *article(2, 1))
    newer = nodes(*article(1, 0), *article(2, 1), f"3. {WORDS[6]}.")
    result = compared(older, newer)
    away = result["blocks"][0]["rows"][-1]
    here = result["blocks"][1]["rows"][-1]
    assert (away["state"], away["other"]) == ("away", "dieu-2.khoan-3")
    assert (here["state"], here["other"]) == ("here", "dieu-1.khoan-3")


def test_a_clause_put_in_between_renumbers_the_next_ones():
    older = nodes("Điều 1. Tên", f"1. {WORDS[0]}.", f"2. {WORDS[1]}.")
    newer = nodes("Điều 1. Tên", f"1. {WORDS[0]}.", f"2. {WORDS[5]}.", f"3. {WORDS[1]}.")
    rows = compared(older, newer)["blocks"][0]["rows"]
    assert [(row["state"], row["path"]) for row in rows[1:]] == [
        ("=", "dieu-1.khoan-1"),
        ("+", "dieu-1.khoan-2"),
        ("n", "dieu-1.khoan-3"),
    ]
    assert rows[3]["label"] == [["-", "2"], ["+", "3"], ["=", "."]]


def test_a_deleted_clause_stands_before_the_next_kept_one():
    older = nodes("Điều 1. Tên", *[f"{n + 1}. {WORDS[n]}." for n in range(3)])
    newer = nodes("Điều 1. Tên", f"1. {WORDS[0]}.", f"2. {WORDS[2]}.")
    rows = compared(older, newer)["blocks"][0]["rows"]
    assert [row["state"] for row in rows] == ["=", "=", "-", "n"]


def test_an_article_written_anew_under_its_number_is_changed_not_replaced():
    older = text(article(1, 0), article(2, 1))
    newer = text(article(1, 0), article(2, 6, heading="Tên hoàn toàn khác"))
    assert told(compared(older, newer))[1] == (["changed"], "dieu-2", "dieu-2")


def test_headings_of_chapters_are_compared_and_not_counted():
    older = nodes("Chương I", "CHUNG", *article(1, 0))
    newer = nodes("Chương I", "QUY ĐỊNH CHUNG", *article(1, 0))
    result = compared(older, newer)
    assert told(result) == [(["changed"], "chuong-1", "chuong-1"), ("unchanged", 1)]
    assert result["counts"] == {"unchanged": 1}


def test_plans_without_articles_are_compared_by_their_clauses():
    older = nodes(
        "I. QUAN ĐIỂM", f"1. {WORDS[0]}.", f"2. {WORDS[1]}.", "II. VIỆC", f"1. {WORDS[2]}."
    )
    newer = nodes(
        "I. QUAN ĐIỂM", f"1. {WORDS[0]}.", "II. VIỆC", f"1. {WORDS[2]}.", f"2. {WORDS[3]}."
    )
    assert told(compared(older, newer)) == [
        ("unchanged", 1),
        (["deleted"], "muc-1.khoan-2", ""),
        ("unchanged", 1),
        (["inserted"], "", "muc-2.khoan-2"),
    ]


def with_lineage(given: list[Node], name: str) -> list[Node]:
    return [Node(**{**vars(n), "lineage": f"{name}:{n.path}"}) for n in given]


def test_lineages_follow_the_words_and_not_the_numbers():
    older = with_lineage(text(article(1, 0), article(2, 1), article(3, 2)), "a")
    newer = text(article(1, 0), article(2, 5), article(3, 1), article(4, 2))
    lineages = assign_lineage(older, newer)
    assert lineages["dieu-1"] == "a:dieu-1"
    assert lineages["dieu-3"] == "a:dieu-2"
    assert lineages["dieu-4.khoan-2"] == "a:dieu-3.khoan-2"
    assert "dieu-2" not in lineages
    assert len(set(lineages.values())) == len(lineages)


def test_a_moved_clause_keeps_its_lineage_with_all_its_points():
    points = ["a) Việc thứ nhất;", "b) Việc thứ hai."]
    older = with_lineage(nodes(*article(1, 0), f"3. {WORDS[6]}:", *points, *article(2, 1)), "a")
    newer = nodes(*article(1, 0), *article(2, 1), f"3. {WORDS[6]}:", *points)
    lineages = assign_lineage(older, newer)
    assert lineages["dieu-2.khoan-3.diem-b"] == "a:dieu-1.khoan-3.diem-b"


def test_three_hundred_articles_take_less_than_three_seconds():
    def long_text(shift: int) -> list[Node]:
        return text(
            *[
                article(n, (n * 7 + n // 8) % 8, heading=f"Việc {n - shift} của nhóm {n % 13}")
                for n in range(1, 301)
            ]
        )

    older, newer = long_text(0), long_text(1)
    begun = time.process_time()
    compared(older, newer)
    assert time.process_time() - begun < 3


def test_points_of_a_moved_clause_are_not_told_of_one_by_one():
    points = [f"a) {WORDS[3]};", f"b) {WORDS[4]}."]
    older = nodes(*article(1, 0), f"3. {WORDS[6]}:", *points, *article(2, 1))
    newer = nodes(*article(1, 0), *article(2, 1), f"3. {WORDS[6]}:", *points)
    rows = compared(older, newer)["blocks"][1]["rows"]
    assert [row["state"] for row in rows[-3:]] == ["here", "=", "="]
    assert "other" not in rows[-1]


def reworded() -> tuple[str, str]:
    older = f"{WORDS[6]} và báo cáo kết quả trước ngày 15 tháng 6 hằng năm"
    return older, older.replace("trước ngày 15 tháng 6", "chậm nhất ngày 30 tháng 9")


def test_a_clause_reworded_while_moved_is_shown_as_moved_with_its_changed_words():
    before, after = reworded()
    older = nodes(*article(1, 0), f"3. {before}.", *article(2, 1))
    newer = nodes(*article(1, 0), *article(2, 1), f"3. {after}.")
    result = compared(older, newer)
    away = result["blocks"][0]["rows"][-1]
    here = result["blocks"][1]["rows"][-1]
    assert (away["state"], away["other"], away["is_reworded"]) == ("away", "dieu-2.khoan-3", True)
    assert (here["state"], here["other"], here["is_reworded"]) == ("here", "dieu-1.khoan-3", True)
    kinds = {kind for kind, _words in here["text"]}
    assert kinds == {"=", "-", "+"}
    assert "".join(words for kind, words in here["text"] if kind != "+") == f"{before}."
    assert "".join(words for kind, words in here["text"] if kind != "-") == f"{after}."


def test_the_points_of_a_clause_moved_and_reworded_are_compared_with_it():
    before, after = reworded()
    points = [f"a) {WORDS[3]};", f"b) {WORDS[4]}."]
    changed = [f"a) {WORDS[3]};", f"b) {WORDS[4]} và gửi Bộ Xây dựng."]
    older = with_lineage(nodes(*article(1, 0), f"3. {before}:", *points, *article(2, 1)), "a")
    newer = nodes(*article(1, 0), *article(2, 1), f"3. {after}:", *changed)
    rows = compared(older, newer)["blocks"][1]["rows"][-3:]
    assert [row["state"] for row in rows] == ["here", "=", "~"]
    lineages = assign_lineage(older, newer)
    assert lineages["dieu-2.khoan-3.diem-b"] == "a:dieu-1.khoan-3.diem-b"


def test_a_clause_that_shares_few_words_with_a_new_one_elsewhere_is_not_called_moved():
    older = nodes(*article(1, 0), f"3. {WORDS[6]}.", *article(2, 1))
    newer = nodes(*article(1, 0), *article(2, 1), f"3. {WORDS[7]}.")
    result = compared(older, newer)
    assert result["blocks"][0]["rows"][-1]["state"] == "-"
    assert result["blocks"][1]["rows"][-1]["state"] == "+"


def test_two_texts_with_nothing_in_common_stay_cheap():
    def words(seed: int) -> list[str]:
        return [f"từ{seed}x{n} chữ{seed}x{n % 97}" for n in range(12)]

    def one(seed: int) -> list[Node]:
        return nodes(
            *[
                line
                for n in range(1, 301)
                for line in (
                    f"Điều {n}. Tên",
                    *(f"{c}. {' '.join(words(seed * 1000 + n * 7 + c))}." for c in (1, 2, 3)),
                )
            ]
        )

    begun = time.process_time()
    compared(one(1), one(2))
    assert time.process_time() - begun < 3
