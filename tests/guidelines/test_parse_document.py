"""The command of the contract: what would be imported, as JSON or as an outline; nothing is stored."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.guidelines.fixtures.build import several_bodies


def run(path, *options: str) -> str:
    """Without the database: a test that reached it would fail."""
    out = io.StringIO()
    call_command("parse_document", str(path), *options, stdout=out)
    return out.getvalue()


def test_json_has_the_shape_of_the_contract(sample_file):
    found = json.loads(run(sample_file("several-bodies.docx"), "--json"))
    header = {name: found[name] for name in ("kind", "number", "issued_on", "effective_on")}
    assert header == {
        "kind": "quyet-dinh",
        "number": "01/2099/QĐ-MHA",
        "issued_on": "2099-01-02",
        "effective_on": "2099-03-01",
    }
    assert found["issuer"] == "BỘ XÂY DỰNG"
    assert found["title"] == several_bodies().title
    assert found["gaps"] == []
    article = next(row for row in found["provisions"] if row["path"] == "dieu-2")
    assert (article["kind"], article["label"]) == ("article", "Điều 2")
    assert article["heading"] == "Hợp tác với đối tác Hàn Quốc"
    paths = [row["path"] for row in found["provisions"]]
    assert "kem-theo-1.dieu-12.khoan-1" in paths
    assert "kem-theo-1.dieu-3.khoan-2.diem-dd" in paths
    assert len(paths) == len(set(paths))
    table = next(row for row in found["provisions"] if row["kind"] == "table")
    assert table["table"]["header_rows"] == 2


@pytest.mark.parametrize("name", ["several-bodies.txt", "several-bodies.html"])
def test_other_formats_give_the_same_provisions(sample_file, name: str):
    rows = json.loads(run(sample_file(name), "--json"))["provisions"]
    docx = json.loads(run(sample_file("several-bodies.docx"), "--json"))["provisions"]

    def articles(given):
        return [
            (row["path"], row["heading"], row["text"]) for row in given if "dieu-" in row["path"]
        ]

    assert articles(rows) == articles(docx)


def test_gaps_are_named_in_the_outline(sample_file):
    out = run(sample_file("gaps.docx"))
    for place in ("khoản 2 Điều 2", "Điều 3", "điểm c khoản 1 Điều 4"):
        assert place in out
    assert "[dieu-4.khoan-1.diem-d]" in out


def test_another_number_than_the_declared_one_is_refused(sample_file):
    path = sample_file("other-number.docx")
    with pytest.raises(CommandError, match="02/2099/QĐ-MHA"):
        run(path, "--number", "01/2099/QĐ-MHA")
    assert "02/2099/QĐ-MHA" in run(path, "--number", "02/2099/QĐ-MHA")


def test_a_refusal_is_json_too(sample_file):
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("parse_document", str(sample_file("macros.docx")), "--json", stdout=out)
    assert json.loads(out.getvalue())["refused"]["code"] == "macros"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"khong-co\.docx"):
        run(tmp_path / "khong-co.docx")
