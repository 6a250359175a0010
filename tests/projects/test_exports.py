"""Downloads: the same rows as the page, a dictionary, and cells that are no formulas."""

import csv
import io

import pytest
from openpyxl import load_workbook

from projects.exports import COLUMNS
from tests.factories.projects import (
    MemberFactory,
    ProgrammeFactory,
    RegisterFactory,
    UnitFactory,
    pass_into,
)
from vkc.core.tabular import defuse

pytestmark = pytest.mark.django_db
NAMES = [column.name for column in COLUMNS]


def read_csv(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def programme():
    old, new = UnitFactory(name_vi="Quảng Nam"), UnitFactory(new=True, name_vi="Đà Nẵng")
    pass_into(old, new)
    return ProgrammeFactory(unit=old, title_vi="=HYPERLINK(1)", partners=["@VNPT", "FPT"])


def test_csv_starts_with_a_byte_order_mark_and_holds_the_columns(client, programme):
    response = client.get("/vi/programmes/download.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"].endswith('.csv"')
    row = read_csv(response)[0]
    assert list(row) == NAMES
    assert (row["unit_name"], row["unit_name_34"]) == ("Quảng Nam", "Đà Nẵng")
    assert row["url"].endswith(programme.get_absolute_url())


def test_what_is_not_known_is_an_empty_cell(client, programme):
    row = read_csv(client.get("/vi/programmes/download.csv"))[0]
    unknown = ("budget_value", "budget_currency", "has_ioc", "period_start", "register_state")
    assert [row[name] for name in unknown] == [""] * len(unknown)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_could_be_a_formula_is_defused(text):
    assert defuse(text) == f"'{text}"


def test_numbers_and_plain_text_stay_as_they_are():
    assert defuse("Đề án") == "Đề án"
    assert defuse(-5) == -5
    assert defuse(None) is None


def test_both_files_defuse_formulas(client, programme):
    row = read_csv(client.get("/vi/programmes/download.csv"))[0]
    assert row["title_vi"] == "'=HYPERLINK(1)"
    assert row["partners"].startswith("'@")
    book = load_workbook(io.BytesIO(client.get("/vi/programmes/download.xlsx").content))
    cell = book.worksheets[0].cell(2, NAMES.index("title_vi") + 1)
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_xlsx_has_a_dictionary_of_every_column(client, programme, language):
    content = client.get(f"/{language}/programmes/download.xlsx").content
    rows, words = load_workbook(io.BytesIO(content)).worksheets
    assert [cell.value for cell in rows[1]] == NAMES
    table = list(words.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in table] == NAMES
    assert all(row[1] and row[3] for row in table)


def test_the_file_holds_the_rows_of_the_same_filters(client, programme):
    ProgrammeFactory(of_city=True, kind="scheme_draft")
    rows = read_csv(client.get("/vi/programmes/download.csv?scope=city"))
    assert [row["scope"] for row in rows] == ["city"]
    assert read_csv(client.get("/vi/programmes/?format=csv&scope=city")) == rows


def test_the_state_in_the_register_goes_with_the_row(client, programme):
    register = RegisterFactory()
    MemberFactory(register=register, unit=programme.unit, programme=programme)
    ProgrammeFactory()
    rows = read_csv(client.get(f"/vi/programmes/download.csv?register={register.key}"))
    assert [row["register_state"] for row in rows] == ["proposed"]


def test_drafts_are_in_no_file(client, programme):
    ProgrammeFactory(live=False)
    assert len(read_csv(client.get("/vi/programmes/download.csv"))) == 1


def test_an_unknown_register_or_kind_of_file_is_a_404(client):
    assert client.get("/vi/programmes/download.csv?register=nope").status_code == 404
    assert client.get("/vi/programmes/download.ods").status_code == 404


def test_the_number_of_queries_is_constant(client, programme, django_assert_max_num_queries):
    for _more in range(3):
        ProgrammeFactory()
    with django_assert_max_num_queries(6):
        client.get("/vi/programmes/download.csv")
