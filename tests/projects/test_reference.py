"""The real data: what is loaded, what stays empty, what a broken row does."""

import json
from pathlib import Path

import pytest

from projects.choices import HasCentre, MemberState, Scope, Stage
from projects.models import Programme, ProgrammeSource, Register, RegisterMember
from projects.services import load_projects
from projects.services.reference import DATA
from vkc.core.reference import BrokenReference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def copy_data(folder: Path, change) -> Path:
    """The data files in a folder of their own, with one programme row changed."""
    data = json.loads((DATA / "programmes.json").read_text())
    change(data["programmes"][0])
    (folder / "programmes.json").write_text(json.dumps(data))
    (folder / "registers.json").write_text((DATA / "registers.json").read_text())
    return folder


def test_seventy_programmes_over_all_sixty_three_units_are_loaded(reference_data):
    assert reference_data["programmes.json"].added == 70
    assert Programme.objects.count() == 70
    assert Programme.objects.values("unit").distinct().count() == 63
    assert set(Programme.objects.values_list("unit__scheme", flat=True)) == {63}


def test_the_register_holds_27_and_14_members_all_proposed():
    register = Register.objects.get(key="41-2022")
    assert (register.declared_total, register.of_units) == (41, 63)
    members = RegisterMember.objects.filter(register=register)
    assert members.filter(scope=Scope.PROVINCE).count() == 27
    assert members.filter(scope=Scope.CITY).count() == 14
    assert set(members.values_list("state", flat=True)) == {MemberState.PROPOSED}
    assert all(member.events.count() == 1 for member in members)


def test_later_counts_keep_their_date_and_one_has_no_figure():
    counts = Register.objects.get(key="41-2022").counts
    assert counts.count() == 11
    assert counts.filter(value=48, as_of__startswith="2023").count() == 4
    assert counts.get(as_of="2025-08-13").value is None


def test_what_the_file_leaves_null_stays_empty():
    ha_giang = Programme.objects.get(reference_key="02-1")
    assert ha_giang.budget_value is None
    assert ha_giang.period_start is None
    assert ha_giang.has_ioc == HasCentre.UNKNOWN
    assert ha_giang.partners == []


def test_a_partial_date_is_kept_as_it_was_found():
    assert Programme.objects.get(reference_key="68-1").decision_date == "2018-07"
    assert Programme.objects.get(reference_key="52-1").decision_date == "2020"


def test_weak_entries_are_unverified_and_never_counted_as_approved():
    weak = Programme.objects.filter(confidence="low")
    assert weak.count() == 4
    assert {programme.stage for programme in weak} == {Stage.UNVERIFIED}


def test_every_programme_has_sources_and_vietnamese_words():
    assert not Programme.objects.filter(sources=None).exists()
    assert not Programme.objects.filter(status_vi="").exists()
    mirror = ProgrammeSource.objects.get(programme__reference_key="66-1")
    assert mirror.public_url == ""


def test_a_second_load_changes_nothing():
    again = {summary.file: summary for summary in load_projects()}
    assert again["programmes.json"].unchanged == 70
    assert again["registers.json"].unchanged == 1
    assert RegisterMember.objects.count() == 41


def test_a_new_file_changes_rows_but_never_those_staff_edited(tmp_path):
    def change(row):
        row["status_vi"] = "Tình hình mới."

    edited = Programme.objects.get(reference_key="02-1")
    edited.status_vi = "Cán bộ đã sửa."
    edited.save()
    folder = copy_data(tmp_path, change)
    summary = load_projects(folder)[0]
    assert (summary.changed, summary.kept) == (1, 1)
    assert Programme.objects.get(reference_key="01-1").status_vi == "Tình hình mới."
    assert Programme.objects.get(reference_key="02-1").status_vi == "Cán bộ đã sửa."


def test_sources_that_staff_edited_survive_a_new_file(tmp_path):
    source = ProgrammeSource.objects.filter(programme__reference_key="01-1").first()
    source.title = "Nguồn cán bộ đã kiểm tra"
    source.save()
    load_projects(copy_data(tmp_path, lambda row: row["sources"].pop()))
    titles = ProgrammeSource.objects.filter(programme__reference_key="01-1").values_list("title")
    assert ("Nguồn cán bộ đã kiểm tra",) in titles


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit_code_63", "99"),
        ("scope", "district"),
        ("kind", "dream"),
        ("decision_date", "2018-13-45"),
        ("topics", ["no-such-topic"]),
        ("budget", {"value": -1, "currency": "VND"}),
        ("period_start", "soon"),
        ("title_vi", None),
    ],
)
def test_a_broken_row_names_file_row_and_field_and_nothing_is_loaded(tmp_path, field, value):
    def change(row):
        row["status_vi"] = "Không được lưu."
        row[field] = value

    with pytest.raises(BrokenReference) as caught:
        load_projects(copy_data(tmp_path, change))
    error = caught.value.errors[0]
    assert (error.file, error.row) == ("programmes.json", "01-1")
    assert error.field.split(".")[0] == field
    assert not Programme.objects.filter(status_vi="Không được lưu.").exists()


def test_a_city_programme_without_its_city_is_an_error(tmp_path):
    def change(row):
        row["scope"] = "city"

    with pytest.raises(BrokenReference, match="city"):
        load_projects(copy_data(tmp_path, change))
