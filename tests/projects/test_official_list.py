"""The official list: what a table may hold, what it would do, and doing it."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook

from projects import services
from projects.choices import MemberState
from projects.exceptions import (
    FileTooLarge,
    ListHasErrors,
    NotAWorkbook,
    ReasonMissing,
    WorkbookHasMacros,
)
from projects.models import RegisterMember
from tests.factories.accounts import UserFactory
from tests.factories.projects import FormerCityFactory, MemberFactory, RegisterFactory, UnitFactory

pytestmark = pytest.mark.django_db
HEAD = ["STT", "Cấp", "Mã đơn vị", "Tỉnh, thành phố", "Thành phố thuộc tỉnh"]
WORDS = {"reason": "Danh sách chính thức", "evidence": "Công văn 2353/BXD-PTĐT"}


def workbook(*rows, head=HEAD) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    for row in (head, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def places():
    """Two provinces of the old scheme and a city in the second."""
    ha_noi = UnitFactory(code="01", name_vi="Hà Nội")
    quang_nam = UnitFactory(code="49", name_vi="Quảng Nam")
    return ha_noi, quang_nam, FormerCityFactory(name_vi="Tam Kỳ", province=quang_nam)


@pytest.fixture
def register():
    return RegisterFactory(declared_total=2, declared_province_wide=1, declared_city_level=1)


def plan(register, content, name="ds.xlsx"):
    return services.plan_official_list(register=register, name=name, content=content)


def test_a_good_list_says_what_it_would_confirm_add_and_remove(places, register):
    ha_noi, _quang_nam, _tam_ky = places
    standing = MemberFactory(register=register, unit=ha_noi)
    other = MemberFactory(register=register)
    found = plan(
        register,
        workbook([1, "tỉnh", 1, "Hà Nội", None], [2, "Thành phố", "49", "Quảng Nam", "Tam Kỳ"]),
    )
    assert found.errors == []
    assert found.confirm == [standing]
    assert [place.name for place in found.add] == ["Tam Kỳ, Quảng Nam"]
    assert found.remove == [other]
    assert found.warnings == []


def test_a_plan_writes_nothing(places, register):
    plan(register, workbook([1, "tỉnh", "01", "Hà Nội", ""]))
    assert not RegisterMember.objects.exists()


def test_errors_name_sheet_row_column_value_and_rule(places, register):
    found = plan(
        register,
        workbook(
            [1, "quận", "01", "Hà Nội", ""],
            [2, "tỉnh", "77", "Nơi lạ", ""],
            [3, "tỉnh", "01", "Quảng Nam", ""],
            [4, "thành phố", "49", "Quảng Nam", "Hội An"],
            [5, "tỉnh", "49", "Quảng Nam", "Tam Kỳ"],
        ),
    )
    where = [(error.sheet, error.row, error.column, error.value) for error in found.errors]
    assert where == [
        ("Danh sách", 2, "Cấp", "quận"),
        ("Danh sách", 3, "Mã đơn vị", "77"),
        ("Danh sách", 4, "Tỉnh, thành phố", "Quảng Nam"),
        ("Danh sách", 5, "Thành phố thuộc tỉnh", "Hội An"),
        ("Danh sách", 6, "Thành phố thuộc tỉnh", "Tam Kỳ"),
    ]
    assert all(error.rule for error in found.errors)


def test_a_place_twice_and_a_missing_column_are_errors(places, register):
    twice = plan(
        register, workbook([1, "tỉnh", "01", "Hà Nội", ""], [2, "tỉnh", "1", "ha noi", ""])
    )
    assert [error.row for error in twice.errors] == [3]
    headless = plan(
        register, workbook([1, "tỉnh", "Hà Nội"], head=["STT", "Cấp", "Tỉnh, thành phố"])
    )
    assert [error.column for error in headless.errors] == ["Mã đơn vị"]
    assert plan(register, workbook()).errors[0].row == 2


def test_a_count_that_differs_from_the_declared_one_is_a_warning(places, register):
    found = plan(register, workbook([1, "tỉnh", "01", "Hà Nội", ""]))
    assert found.errors == []
    assert len(found.warnings) == 2


def test_csv_is_read_with_commas_or_semicolons(places, register):
    for mark in ",;":
        head = mark.join(["Cấp", "Mã", '"Tỉnh, thành phố"'])
        text = f"{head}\r\ntỉnh{mark}01{mark}Hà Nội\r\n"
        assert len(plan(register, text.encode("utf-8-sig"), "ds.csv").add) == 1


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("ds.xlsx", b"%PDF-1.7 no table", NotAWorkbook),
        ("ds.xlsx", b"PK\x03\x04 broken", NotAWorkbook),
        ("ds.xls", b"\xd0\xcf\x11\xe0", NotAWorkbook),
        ("ds.xlsm", b"PK", WorkbookHasMacros),
        ("ds.csv", b"\xff\xfe\x00x", NotAWorkbook),
        ("ds.csv", b'STT,"' + b"x" * 200_000, NotAWorkbook),
        ("ds.csv", b"x" * (2 * 1024 * 1024 + 1), FileTooLarge),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(register, name, content, refusal):
    with pytest.raises(refusal) as caught:
        plan(register, content, name)
    assert str(caught.value)


def test_macros_hidden_under_another_name_are_found(register):
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    with pytest.raises(WorkbookHasMacros):
        plan(register, out.getvalue())


def test_a_workbook_that_unpacks_to_too_much_is_refused(register):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (21 * 1024 * 1024))
    with pytest.raises(FileTooLarge):
        plan(register, out.getvalue())


def test_applying_confirms_adds_and_removes_with_the_evidence(places, register):
    ha_noi, _quang_nam, _tam_ky = places
    standing, other = (
        MemberFactory(register=register, unit=ha_noi),
        MemberFactory(register=register),
    )
    content = workbook([1, "tỉnh", 1, "Hà Nội", None], [2, "thành phố", 49, "Quảng Nam", "Tam Kỳ"])
    counts = services.apply_official_list(
        plan=plan(register, content), by=UserFactory(verifier=True), at=timezone.now(), **WORDS
    )
    assert counts == {"confirmed": 1, "added": 1, "unchanged": 0, "removed": 1}
    standing.refresh_from_db()
    other.refresh_from_db()
    assert (standing.state, other.state) == (MemberState.CONFIRMED, MemberState.REMOVED)
    added = RegisterMember.objects.get(city__name_vi="Tam Kỳ")
    assert added.state == MemberState.CONFIRMED
    assert added.events.last().evidence == WORDS["evidence"]


def test_applying_twice_changes_nothing_more(places, register):
    content = workbook([1, "tỉnh", 1, "Hà Nội", None])
    verifier = UserFactory(verifier=True)
    for _time in range(2):
        counts = services.apply_official_list(
            plan=plan(register, content), by=verifier, at=timezone.now(), **WORDS
        )
    assert counts == {"confirmed": 0, "added": 0, "unchanged": 1, "removed": 0}


def test_applying_is_refused_without_permission_evidence_or_with_errors(places, register):
    good = plan(register, workbook([1, "tỉnh", 1, "Hà Nội", None]))
    bad = plan(register, workbook([1, "tỉnh", 77, "Hà Nội", None]))
    verifier, now = UserFactory(verifier=True), timezone.now()
    with pytest.raises(PermissionDenied):
        services.apply_official_list(plan=good, by=UserFactory(editor=True), at=now, **WORDS)
    with pytest.raises(ReasonMissing):
        services.apply_official_list(plan=good, by=verifier, at=now, reason="x", evidence="")
    with pytest.raises(ListHasErrors):
        services.apply_official_list(plan=bad, by=verifier, at=now, **WORDS)
    assert not RegisterMember.objects.exists()


def test_the_command_shows_a_dry_run_and_then_loads(places, register, tmp_path, capsys):
    path = tmp_path / "ds.xlsx"
    path.write_bytes(workbook([1, "tỉnh", 1, "Hà Nội", None]))
    call_command("load_register", path, "--register", register.key, "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out)["add"] == ["Hà Nội"]
    assert not RegisterMember.objects.exists()
    verifier = UserFactory(verifier=True)
    call_command(
        "load_register", path, "--register", register.key, "--by", verifier.email,
        "--reason", "r", "--evidence", "e",
    )  # fmt: skip
    assert RegisterMember.objects.get().state == MemberState.CONFIRMED


def test_the_command_fails_on_errors_and_unknown_registers(places, register, tmp_path):
    path = tmp_path / "ds.xlsx"
    path.write_bytes(workbook([1, "tỉnh", 77, "Hà Nội", None]))
    with pytest.raises(CommandError, match="1 error"):
        call_command("load_register", path, "--register", register.key, "--dry-run")
    with pytest.raises(CommandError, match="No register"):
        call_command("load_register", path, "--register", "no-such")


def test_the_table_to_fill_in_is_read_back_without_error(places, register):
    ha_noi, quang_nam, tam_ky = places
    MemberFactory(register=register, unit=ha_noi)
    MemberFactory(register=register, unit=quang_nam, city=tam_ky, scope="city")
    found = plan(register, services.write_template(register=register))
    assert (found.errors, found.warnings) == ([], [])
    assert (len(found.confirm), found.add, found.remove) == (2, [], [])
