"""Found with or without marks, by number however it is typed, and in the right order."""

import unicodedata
from datetime import date

import pytest

from vkc.search.services import find

pytestmark = pytest.mark.django_db


def titles(query: str, **options) -> list[str]:
    options.setdefault("language", "vi")
    return [hit.entry.title_in("vi").text for hit in find(query, **options).hits]


class TestMarks:
    @pytest.fixture(autouse=True)
    def _entries(self, put):
        put("Đô thị thông minh")
        put("Chương trình khóa học", body="Quản lý đô thị")
        put("Cấp nước sạch")

    @pytest.mark.parametrize(
        "pair",
        [
            ("do thi", "đô thị"),
            ("khoa hoc", "khóa học"),
            ("KHOA HOC", "khoá học"),
            ("cap nuoc", unicodedata.normalize("NFD", "cấp nước")),
        ],
    )
    def test_typing_without_marks_finds_the_same_as_with_them(self, pair):
        bare, marked = pair
        assert titles(bare)
        assert set(titles(bare)) == set(titles(marked))

    def test_all_words_must_occur(self):
        assert titles("đô thị nước") == []

    def test_the_last_word_may_be_the_beginning_of_one(self):
        assert titles("thông mi") == ["Đô thị thông minh"]

    def test_a_title_counts_more_than_the_text(self):
        assert titles("do thi") == ["Đô thị thông minh", "Chương trình khóa học"]

    @pytest.mark.parametrize("query", ["", "   ", "…", "???", "&|!():*'\\", "<->"])
    def test_a_query_without_a_word_finds_nothing(self, query):
        assert find(query, language="vi").total == 0

    @pytest.mark.parametrize(
        "query",
        ["đô & thị", "đô' | thị", "do:* thi", "(do thi", "do\u1680thi", "do!thi", "do\\thi <-> x"],
    )
    def test_signs_of_the_query_language_are_no_commands(self, query):
        find(query, language="vi")

    def test_an_endless_word_is_searched_not_a_crash(self):
        assert find("x" * 10_000, language="vi").total == 0


def test_where_marks_are_typed_exact_matches_come_first(put):
    for title in ("Bán nhà", "Bàn về nhà", "Bản đồ"):
        put(title)
    assert titles("bản")[0] == "Bản đồ"
    assert titles("bàn")[0] == "Bàn về nhà"
    assert len(titles("bàn")) == len(titles("ban")) == 3


class TestNumbers:
    @pytest.fixture(autouse=True)
    def _entries(self, put):
        put("Đề án đô thị thông minh", number="950/QĐ-TTg", day=date(2018, 8, 1))
        put("Một quyết định khác", number="950/QĐ-TTg", day=date(2011, 6, 16))
        put("Của tỉnh", number="950/QĐ-UBND", day=date(2020, 1, 1))
        put("Số dài hơn", number="9501/QĐ-BXD", day=date(2024, 1, 1))
        put("Nhắc tới", body="Căn cứ Quyết định 950 của Thủ tướng")
        put("Nghị định", number="269/2025/NĐ-CP", day=date(2025, 10, 14))

    @pytest.mark.parametrize("query", ["950/QĐ-TTg", "950/qd-ttg", "950/QÐ-TTg", " 950/qđ-ttg "])
    def test_a_number_is_found_however_it_is_typed(self, query):
        assert set(titles(query)[:2]) == {"Đề án đô thị thông minh", "Một quyết định khác"}

    def test_a_number_that_recurs_is_listed_with_every_day(self):
        same = find("950/QĐ-TTg", language="vi").same_number
        assert [entry.day for entry in same] == [date(2018, 8, 1), date(2011, 6, 16)]

    def test_a_bare_number_lists_all_that_carry_it_and_no_longer_one(self):
        found = find("950", language="vi")
        assert {e.number for e in found.same_number} == {"950/QĐ-TTg", "950/QĐ-UBND"}
        assert len(found.same_number) == 3
        assert {hit.entry.number for hit in found.hits[:3]} == {"950/QĐ-TTg", "950/QĐ-UBND"}

    def test_a_number_with_a_year_is_found_by_its_beginning(self):
        assert titles("269")[0] == "Nghị định"
        assert titles("269/2025")[0] == "Nghị định"

    def test_a_number_carried_by_one_is_not_called_ambiguous(self):
        assert find("269/2025/NĐ-CP", language="vi").same_number == []

    def test_a_text_that_only_mentions_the_number_comes_after_its_carriers(self):
        assert titles("950")[-1] in {"Nhắc tới", "Số dài hơn"}

    def test_a_number_nobody_carries_finds_nothing(self):
        assert titles("77/2030/NĐ-CP") == []


class TestLanguages:
    def test_korean_is_found_by_the_beginning_of_each_word(self, put):
        put(titles={"vi": "Thành phố", "ko": "스마트시티 국제협력센터"})
        assert titles("스마트", language="ko") == ["Thành phố"]
        assert titles("스마트 국제", language="ko") == ["Thành phố"]
        assert titles("시티", language="ko") == []

    def test_what_exists_in_one_language_is_found_only_there(self, put):
        put("Tin tức hợp tác", language="vi", path="news/1/")
        assert titles("hợp tác", language="vi") == ["Tin tức hợp tác"]
        assert titles("hợp tác", language="en") == []

    def test_an_address_leads_to_the_readers_language_or_the_only_one(self, put):
        put("Văn bản", path="guidelines/1/")
        put("Văn thư", language="vi", path="news/1/")
        urls = {hit.entry.url_in("ko") for hit in find("van", language="vi").hits}
        assert urls == {"/ko/guidelines/1/", "/vi/news/1/"}


class TestFilters:
    @pytest.fixture(autouse=True)
    def _entries(self, put):
        for number in range(3):
            put(f"Đô thị {number}", day=date(2020 + number, 1, 1))
        put("Đô thị học", type="course")

    def test_counts_are_of_all_types_whichever_is_chosen(self):
        for chosen in (None, "course"):
            found = find("đô thị", language="vi", type=chosen)
            assert found.counts == {"document": 3, "course": 1}

    def test_a_chosen_type_limits_hits_and_total(self):
        found = find("đô thị", language="vi", type="course")
        assert (found.total, len(found.hits)) == (1, 1)

    def test_what_is_dated_later_than_the_day_is_left_out(self):
        found = find("đô thị", language="vi", on=date(2021, 6, 1))
        assert found.counts == {"document": 2, "course": 1}

    def test_pages_do_not_overlap(self):
        first = titles("đô thị", limit=2)
        second = titles("đô thị", limit=2, offset=2)
        assert len({*first, *second}) == 4
