import json

import pytest
from django.contrib.auth.models import Group

from vkc.accounts import loading
from vkc.accounts.models import Agency
from vkc.core.reference import BrokenReference
from vkc.places.services import load_places


def test_agencies_come_from_the_centres_facts_and_one_committee_per_unit(db):
    load_places()
    first = loading.load_accounts()
    assert [summary.added for summary in first] == [8, 12, 34]
    assert Group.objects.count() >= 8
    names = set(Agency.objects.values_list("name_vi", flat=True))
    assert {"Bộ Xây dựng", "Ủy ban nhân dân thành phố Đà Nẵng"} <= names
    assert Agency.objects.get(reference_key="committee:34:48").unit.code == "48"

    agency = Agency.objects.get(reference_key="body:kict")
    agency.name_ko = "직원이 고친 이름"
    agency.save()
    again = loading.load_accounts()
    assert [summary.added + summary.changed for summary in again] == [0, 0, 0]
    assert again[1].kept == 1
    agency.refresh_from_db()
    assert agency.name_ko == "직원이 고친 이름"


def test_a_broken_row_is_named_and_nothing_of_the_file_is_loaded(db, tmp_path, monkeypatch):
    rows = [
        {"key": "a", "kind": "ministry", "name_vi": "Cơ quan A"},
        {"key": "b", "kind": "province", "name_vi": ""},
    ]
    file = tmp_path / "agencies.json"
    file.write_text(json.dumps({"agencies": rows}))
    monkeypatch.setattr(loading, "FILE", file)
    with pytest.raises(BrokenReference) as caught:
        loading.load_accounts()
    found = [(error.file, error.row, error.field) for error in caught.value.errors]
    assert found == [("agencies.json", "2", "kind"), ("agencies.json", "2", "name_vi")]
    assert not Agency.objects.exists()
