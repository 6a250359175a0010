"""Citations: what is found, what is left alone, and the official form read back."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.choices import DocumentKind
from guidelines.recognition import citing, ranges
from guidelines.recognition.citing import Reference
from guidelines.recognition.paths import segment

D269 = ("nghi-dinh", "269/2025/NĐ-CP", date(2025, 10, 14))
D950 = ("quyet-dinh", "950/QĐ-TTg", date(2018, 8, 1))


def seen(text: str, **given: object) -> list[tuple]:
    """(quoted, kind, number, day, path) of each absolute citation found."""
    return [(f.quoted, f.kind, f.number, f.issued_on, f.path) for f in citing.find(text, **given)]


def paths(text: str, here: str = "dieu-9.khoan-3.diem-b", kind: str = "nghi-dinh") -> list[str]:
    found = citing.find(text, here_path=here, document_kind=kind)
    assert all(citation.is_relative for citation in found)
    assert all(text[f.start : f.end] == f.quoted for f in found)
    return [citation.path for citation in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "theo điểm a khoản 2 Điều 5 Nghị định số 269/2025/NĐ-CP ngày 14/10/2025 của Chính phủ",
            (*D269, "dieu-5.khoan-2.diem-a"),
        ),
        (
            "điểm a, khoản 2, Điều 5 của Nghị định 269/2025/NĐ-CP ngày 14/10/2025",
            (*D269, "dieu-5.khoan-2.diem-a"),
        ),
        ("Quyết định số 950/QĐ-TTg ngày 01 tháng 8 năm 2018", (*D950, "")),
        ("Quyết định số 950/QÐ-TTg ngày 01/8/2018", (*D950, "")),
        ("Quyết định của Thủ tướng Chính phủ số 950/QĐ-TTg, ngày 01-8-2018", (*D950, "")),
        ("thực hiện 950/QĐ-TTg và", ("quyet-dinh", "950/QĐ-TTg", None, "")),
        ("Luật Quy hoạch đô thị và nông thôn số 47/2024/QH15", ("luat", "47/2024/QH15", None, "")),
        ("Luật số 47/2024/QH15", ("luat", "47/2024/QH15", None, "")),
        (
            "Điều 3 Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số 62/2020/QH14",
            ("luat", "62/2020/QH14", None, "dieu-3"),
        ),
        (
            "Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024",
            ("nghi-quyet", "57-NQ/TW", date(2024, 12, 22), ""),
        ),
        (
            "mục 2.1 không tính; TCVN ISO 37122:2020",
            ("tieu-chuan", "TCVN ISO 37122:2020", None, ""),
        ),
        ("QCVN 01:2021/BXD", ("quy-chuan", "QCVN 01:2021/BXD", None, "")),
        (
            "Phụ lục II ban hành kèm theo Nghị định số 269/2025/NĐ-CP ngày 14/10/2025",
            (*D269, "phu-luc-2"),
        ),
        (
            "Điều 6 Quy chế quản lý ban hành kèm theo Quyết định số 950/QĐ-TTg ngày 01/8/2018",
            (*D950, "kem-theo-1.dieu-6"),
        ),
        ("Nghị định 269/2025", ("nghi-dinh", "269/2025", None, "")),
        ("Quyết định số 950 ngày 01/8/2018", ("quyet-dinh", "950", date(2018, 8, 1), "")),
    ],
)
def test_a_text_named_by_its_number_is_found(text: str, expected: tuple) -> None:
    ((_quoted, *found),) = seen(text)

    assert tuple(found) == expected


def test_a_day_that_no_calendar_holds_is_left_out_and_the_number_stays() -> None:
    ((_quoted, _kind, number, day, _path),) = seen("Quyết định số 950/QĐ-TTg ngày 31/02/2018")

    assert (number, day) == ("950/QĐ-TTg", None)


def test_several_provisions_are_one_citation_each() -> None:
    text = "các điểm a, b và đ khoản 2 Điều 5 Nghị định số 269/2025/NĐ-CP ngày 14/10/2025"

    found = citing.find(text)

    assert [f.path for f in found] == [
        "dieu-5.khoan-2.diem-a",
        "dieu-5.khoan-2.diem-b",
        "dieu-5.khoan-2.diem-dd",
    ]
    assert {(f.kind, f.number, f.issued_on) for f in found} == {D269}
    assert [f.quoted for f in found][:2] == ["điểm a", "b"]
    assert text[found[2].start :] == found[2].quoted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("khoản 1 và khoản 3 Điều 8 Nghị định này", ["dieu-8.khoan-1", "dieu-8.khoan-3"]),
        ("Điều 5, Điều 7 Luật này", ["dieu-5", "dieu-7"]),
        ("các điều 5, 6 và 7 Nghị định này", ["dieu-5", "dieu-6", "dieu-7"]),
        (
            "điểm a khoản 1 và điểm b khoản 3 Điều 8 Nghị định này",
            ["dieu-8.khoan-1.diem-a", "dieu-8.khoan-3.diem-b"],
        ),
        ("từ Điều 5 đến Điều 8 của Nghị định này", ["dieu-5"]),
        (
            "khoản 1, 2 và 3 Điều 5 Nghị định này",
            ["dieu-5.khoan-1", "dieu-5.khoan-2", "dieu-5.khoan-3"],
        ),
    ],
)
def test_a_list_shares_what_stands_after_it(text: str, expected: list[str]) -> None:
    assert paths(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quy định tại khoản 1 Điều này", "dieu-9.khoan-1"),
        ("điểm d khoản này", "dieu-9.khoan-3.diem-d"),
        ("điểm đ khoản này", "dieu-9.khoan-3.diem-dd"),
        ("điểm a khoản 2 Điều này", "dieu-9.khoan-2.diem-a"),
        ("Điều 5 của Nghị định này", "dieu-5"),
        ("Điều 70b Nghị định này", "dieu-70b"),
        ("theo quy định tại khoản 4", "dieu-9.khoan-4"),
        ("quy định tại Điều 12", "dieu-12"),
        ("Chương II Nghị định này", "chuong-2"),
        ("Mục 2 Chương III Nghị định này", "chuong-3.muc-2"),
        ("(Phụ lục I)", "phu-luc-1"),
        ("Phụ lục II ban hành kèm theo Nghị định này", "phu-luc-2"),
        ("Điều 6 Quy chế ban hành kèm theo Nghị định này", "kem-theo-1.dieu-6"),
    ],
)
def test_a_provision_of_the_same_text_is_read_from_where_it_stands(
    text: str, expected: str
) -> None:
    assert paths(text) == [expected]


def test_an_attached_text_speaks_of_itself_and_of_the_decision_that_brought_it() -> None:
    here = {"here": "kem-theo-1.dieu-2.khoan-1", "kind": "quyet-dinh"}

    assert paths("Điều 6 Quy chế này", **here) == ["kem-theo-1.dieu-6"]
    assert paths("quy định tại Điều 6", **here) == ["kem-theo-1.dieu-6"]
    assert paths("khoản 3 Điều này", **here) == ["kem-theo-1.dieu-2.khoan-3"]
    assert paths("Điều 3 Quyết định này", **here) == ["dieu-3"]


def test_this_law_in_a_decree_is_not_taken_for_the_decree() -> None:
    (found,) = citing.find("Điều 5 Luật này", here_path="dieu-9", document_kind="nghi-dinh")

    assert (found.is_relative, found.kind) == (True, "luat")


@pytest.mark.parametrize(
    "text",
    [
        "Điều tra viên, Điều hòa, điều khoản thi hành",
        "đáp ứng điều kiện 5 năm",
        "khoản vay, khoản 5 tỷ đồng, các khoản chi",
        "điểm d của bảng",
        "đạt 8 điểm; điểm 10",
        "Nghị định này có hiệu lực; Điều này; khoản này",
        "phần 20% kinh phí; mục tiêu; chương trình 135",
        "tốc độ 60 km/h, 24/7, ngày 14/10/2025",
        "Luật Đất đai và Luật Nhà ở",
        "điểm a Điều",
        "theo Mẫu số 29-TTr và mẫu số 01/TT-LLTP",
        "theo thỏa thuận tại Điều 4 của hợp đồng này",
        "quy định tại Điều 12 Hiến pháp và Điều 3 của Hiệp định",
    ],
)
def test_what_is_no_citation_is_left_alone(text: str) -> None:
    assert citing.find(text, here_path="dieu-9.khoan-3", document_kind="nghi-dinh") == []


def test_a_law_by_name_alone_takes_its_number_only_from_the_same_text() -> None:
    known = {"Luật Xây dựng": "135/2025/QH15"}

    assert seen("Điều 12 Luật Xây dựng", names=known)[0][1:3] == ("luat", "135/2025/QH15")
    assert seen("Điều 12 Luật Đất đai", names=known)[0][1:] == ("luat", "", None, "dieu-12")
    assert seen("theo Luật Xây dựng.", names=known)[0][2] == "135/2025/QH15"
    assert seen("Điều 12 Luật Xây dựng")[0][2] == ""


@dataclass
class Text:
    kind: str
    number: str
    issued_on: date | None


def numbered(kind: str, *shape: str) -> st.SearchStrategy[str]:
    return st.one_of(*(st.from_regex(rf"\A{one}\Z") for one in shape)).map(
        lambda number: segment(kind, number)
    )


points = st.sampled_from("abcdđeêghiklmnoôơpqrstuưvxy").map(lambda n: segment("point", n))
clauses = numbered("clause", "[1-9][0-9]?[abcđ]?")
articles = numbered("article", "[1-9][0-9]{0,2}[abcđ]?")
figures = st.integers(1, 39).map(str)
below_article = st.one_of(
    st.tuples(articles),
    st.tuples(articles, clauses),
    st.tuples(articles, points),
    st.tuples(articles, clauses, points),
)
above_article = st.tuples(
    figures.map(lambda n: segment("chapter", n)), figures.map(lambda n: segment("section", n))
)
bodies = st.one_of(
    st.just(()),
    st.tuples(figures.map(lambda n: segment("annex", n))),
    st.tuples(figures.map(lambda n: segment("attached", n))),
)
places = st.one_of(
    st.just(""),
    st.builds(lambda body, rest: ".".join((*body, *rest)), bodies, below_article | above_article),
)
kinds = st.sampled_from(DocumentKind.values)
numbers = st.one_of(
    st.from_regex(r"\A[1-9][0-9]{0,4}/QĐ-(TTg|BXD|UBND)\Z"),
    st.from_regex(r"\A[0-9]{2,3}/(19|20)[0-9]{2}/(NĐ-CP|TT-BXD|QH15|NQ-HĐND)\Z"),
    st.from_regex(r"\A[0-9]{2,3}-(NQ|KL|CT)/TW\Z"),
    st.from_regex(r"\A[0-9]{1,5}/(BXD-PTĐT|VPCP-KGVX)\Z"),
)
norms = st.from_regex(r"\A(TCVN|QCVN) (ISO )?[1-9][0-9]{0,4}:20[0-9]{2}(/BXD)?\Z")
days = st.none() | st.dates(date(1945, 9, 2), date(2100, 1, 1))


def text_of(kind: str, number: str, norm: str, day: date | None) -> Text:
    is_norm = kind in ("tieu-chuan", "quy-chuan")
    if is_norm:
        number = ("QCVN" if kind == "quy-chuan" else "TCVN") + norm[4:]
    return Text(kind, number, day)


@settings(max_examples=400, deadline=None)
@given(st.builds(text_of, kinds, numbers, norms, days), places)
def test_the_official_form_reads_back_to_the_same_provision(text: Text, place: str) -> None:
    written = citing.official(text, place)

    assert citing.read(written) == Reference(text.kind, text.number, text.issued_on, place)


@settings(max_examples=200, deadline=None)
@given(st.builds(text_of, kinds, numbers, norms, days), articles, clauses, points)
def test_the_official_form_is_found_in_running_text(
    text: Text, article: str, clause: str, point: str
) -> None:
    place = ".".join((article, clause, point))
    written = citing.official(text, place)

    (found,) = citing.find(f"Thực hiện theo quy định tại {written}; hồ sơ nộp trước.")

    assert (found.kind, found.number, found.path) == (text.kind, text.number, place)
    assert found.issued_on == text.issued_on


def test_the_official_form_writes_days_as_decree_30_does() -> None:
    decision = Text("quyet-dinh", "950/QĐ-TTg", date(2018, 8, 1))

    assert (
        citing.official(decision, "dieu-5.khoan-2.diem-a")
        == "điểm a khoản 2 Điều 5 Quyết định số 950/QĐ-TTg ngày 01/8/2018"
    )


@pytest.mark.parametrize(
    "text", ["", "Điều 5", "không phải trích dẫn", "theo lời Nghị định số 1/NĐ-CP"]
)
def test_words_that_name_no_text_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="names no text"):
        citing.read(text)


def test_words_that_begin_citations_without_end_are_read_through() -> None:
    text = "Luật " * 2000 + "khoản 1, " * 2000 + "Quyết định của " * 2000

    found = citing.find(text + "khoản 1 Điều này", here_path="dieu-1")

    assert found[-1].quoted == "khoản 1 Điều này"


@pytest.mark.parametrize(
    ("text", "first", "last", "quoted"),
    [
        (
            "từ Điều 5 đến Điều 8 Nghị định này",
            "dieu-5",
            "dieu-8",
            "Điều 5 đến Điều 8 Nghị định này",
        ),
        (
            "theo các điều từ 5 đến 8 Nghị định này",
            "dieu-5",
            "dieu-8",
            "điều từ 5 đến 8 Nghị định này",
        ),
        (
            "tại Điều 5 đến 8 của Nghị định này",
            "dieu-5",
            "dieu-8",
            "Điều 5 đến 8 của Nghị định này",
        ),
        (
            "từ khoản 1 đến hết khoản 4 Điều 3 Nghị định này",
            "dieu-3.khoan-1",
            "dieu-3.khoan-4",
            "khoản 1 đến hết khoản 4 Điều 3 Nghị định này",
        ),
        (
            "từ điểm a đến điểm đ khoản 2 Điều 5 Nghị định này",
            "dieu-5.khoan-2.diem-a",
            "dieu-5.khoan-2.diem-dd",
            "điểm a đến điểm đ khoản 2 Điều 5 Nghị định này",
        ),
    ],
)
def test_a_range_is_one_citation_with_its_end(text, first, last, quoted) -> None:
    (found,) = citing.find(text, here_path="dieu-9.khoan-3", document_kind="nghi-dinh")
    assert (found.path, found.until, found.quoted) == (first, last, quoted)


@pytest.mark.parametrize(
    "text", ["Điều 8 đến Điều 5 Nghị định này", "khoản 1 Điều 5 đến khoản 3 Điều 7 Nghị định này"]
)
def test_ends_that_make_no_range_stay_two_citations(text: str) -> None:
    found = citing.find(text, here_path="dieu-9", document_kind="nghi-dinh")
    assert len(found) == 2
    assert not any(one.until for one in found)


def test_what_lies_in_a_range() -> None:
    assert ranges.members("dieu-5", "dieu-8") == ["dieu-5", "dieu-6", "dieu-7", "dieu-8"]
    assert ranges.members("dieu-5a", "dieu-7") == ["dieu-5a", "dieu-6", "dieu-7"]
    points = [f"dieu-1.khoan-2.diem-{letter}" for letter in ("c", "d", "dd", "e")]
    assert ranges.members(points[0], points[-1]) == points
    assert ranges.is_inside("dieu-5a", "dieu-5", "dieu-8")
    assert not ranges.is_inside("dieu-8a", "dieu-5", "dieu-8")
    assert not ranges.is_inside("kem-theo-1.dieu-6", "dieu-5", "dieu-8")
    assert not ranges.is_inside("dieu-6.khoan-1", "dieu-5", "dieu-8")
    assert not ranges.is_inside("chuong-6", "dieu-5", "dieu-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("khoản 1, 2 Điều 3 Nghị định này", ["dieu-3.khoan-1", "dieu-3.khoan-2"]),
        (
            "điểm a, b và đ khoản 2 Điều 5 Nghị định này",
            ["dieu-5.khoan-2.diem-a", "dieu-5.khoan-2.diem-b", "dieu-5.khoan-2.diem-dd"],
        ),
    ],
)
def test_each_member_of_a_short_list_is_cited(text: str, expected: list[str]) -> None:
    assert paths(text) == expected
