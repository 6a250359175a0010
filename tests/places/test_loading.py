"""A broken row of `data/` is told by file, row and field, and nothing of the file is loaded."""

import json
import shutil

import pytest

from vkc.core.reference import BrokenReference
from vkc.places.models import FormerCity, Region, Unit
from vkc.places.services.loading import DATA, load_places

KEPT = {"34:08", "34:46", "34:48"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of `data/` cut down to three units of the 34 and what became them."""
    for name in ("admin_units.json", "former_cities.json"):
        shutil.copy(DATA / name, tmp_path / name)
    edit(tmp_path / "admin_units.json", cut_units)
    edit(tmp_path / "former_cities.json", lambda data: data.update(cities=cut_cities(data)))
    return tmp_path


def cut_units(data) -> None:
    new = [unit for unit in data["units_34"] if unit["key"] in KEPT]
    old = {key for unit in new for key in unit["predecessors"]}
    data["units_34"] = new
    data["units_63"] = [unit for unit in data["units_63"] if unit["key"] in old]


def cut_cities(data) -> list[dict]:
    return [city for city in data["cities"] if city["received_by"] in KEPT]


def edit(path, change) -> None:
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def set_in(scheme: int, **values):
    return lambda data: data[f"units_{scheme}"][1].update(values)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (set_in(63, name_vi=None), "name_vi"),
        (set_in(63, name_vi="x" * 61), "name_vi"),
        (set_in(63, code="7"), "code"),
        (set_in(63, valid_from="2008-13-45"), "valid_from"),
        (set_in(63, region_code="XX"), "region_code"),
        (set_in(34, type="huyện"), "type"),
        (set_in(34, population={"value": "many", "year": 2025, "source": "vau"}), "population"),
        (set_in(34, population={"value": -1, "year": 2025, "source": "vau"}), "population"),
        (set_in(34, predecessors=["63:77777"]), "predecessors"),
        (set_in(34, predecessors=None), "predecessors"),
        (set_in(34, type_history=[{"type": "tỉnh", "valid_from": "soon"}]), "valid_from"),
        (
            set_in(
                34, type_history=[{"type": "?", "full_name_vi": "A", "valid_from": "2025-07-01"}]
            ),
            "type",
        ),
    ],
)
def test_a_broken_unit_is_named_and_nothing_of_its_file_is_loaded(folder, change, field):
    path = folder / "admin_units.json"
    edit(path, change)
    with pytest.raises(BrokenReference) as broken:
        load_places(folder)
    errors = broken.value.errors
    assert field in {error.field for error in errors}
    assert {error.file for error in errors} == {"admin_units.json"}
    assert all(error.row.startswith(("63:", "34:")) for error in errors)
    assert not Unit.objects.exists()
    assert not Region.objects.exists()


def test_a_broken_city_leaves_the_units_and_loads_no_city(folder):
    edit(folder / "former_cities.json", lambda data: data["cities"][0].update(received_by="34:99"))
    with pytest.raises(BrokenReference, match=r"former_cities\.json.*received_by"):
        load_places(folder)
    assert Unit.objects.count() == 8
    assert not FormerCity.objects.exists()


def test_a_unit_staff_renamed_is_kept(folder):
    load_places(folder)
    Unit.objects.filter(scheme=34, code="48").update(name_en="Đà Nẵng City")
    edit(folder / "admin_units.json", lambda data: rename(data, "34:48", "Danang"))
    summary = load_places(folder)[0]
    assert (summary.kept, summary.changed) == (1, 0)
    assert Unit.objects.get_by_key("34:48").name_en == "Đà Nẵng City"


def rename(data, key: str, name_en: str) -> None:
    next(unit for unit in data["units_34"] if unit["key"] == key)["name_en"] = name_en
