"""A small portal: the whole page tree, a few cases, partners and news, loaded once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from vkc.cms.services import reference
from vkc.topics.loading import load_topics

KEPT = {
    "cases.json": ("cases", {"songdo", "namyangju", "busan-edc", "pune"}),
    "partners.json": ("partners", {"moc", "kict", "hebronstar"}),
    "news.json": ("items", {"nghi-dinh-269-2025", "khanh-thanh-2024", "tong-ket-2024"}),
}


def shorten(data: Path) -> None:
    """Copy the reference files, keeping only a few rows of the long ones."""
    for source in sorted((Path(reference.__file__).parent.parent / "data").glob("*.json")):
        content = json.loads(source.read_text(encoding="utf-8"))
        if source.name in KEPT:
            name, keys = KEPT[source.name]
            content[name] = [row for row in content[name] if row["key"] in keys]
        if source.name == "cases.json":
            _forget_korean_body(content["cases"])
        (data / source.name).write_text(json.dumps(content), encoding="utf-8")


def _forget_korean_body(cases: list[dict]) -> None:
    """One case whose Korean page has only a title and a summary."""
    for row in cases:
        if row["key"] == "pune":
            row["ko"] = {name: row["ko"][name] for name in ("title", "summary", "city")}


@pytest.fixture(scope="package")
def short_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The reference files in short form, in the place the loader reads."""
    data = tmp_path_factory.mktemp("cms")
    shorten(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "DATA", data)
        yield data


@pytest.fixture(scope="package")
def small_portal(short_data: Path, django_db_setup: None, django_db_blocker) -> Iterator[Path]:
    """The loaded tree, rolled back after the last test of this folder."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_topics()
        reference.load_pages()
        yield short_data
        transaction.set_rollback(True)


@pytest.fixture
def portal(small_portal: Path, db: None) -> Path:
    """The small portal for one test."""
    return small_portal
