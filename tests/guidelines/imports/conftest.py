"""Each test has a private storage of its own, so that what is left on disk can be counted."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guidelines.models import ImportJob, SourceFile
from guidelines.services import imports
from guidelines.services.import_reading import run_import
from guidelines.services.imports import start_import
from tests.factories.accounts import UserFactory
from tests.guidelines.imports.parsing import upload
from vkc.accounts.models import User


@pytest.fixture
def kept(monkeypatch, tmp_path: Path) -> Callable[[], list[Path]]:
    """The files that lie in the private storage. No worker is woken: it would look elsewhere."""
    folder = tmp_path / "private"
    storage = SourceFile._meta.get_field("file").storage
    monkeypatch.setitem(vars(storage), "location", str(folder))
    monkeypatch.setattr(imports, "wake", lambda name, *arguments: None)
    return lambda: [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 4, 1, 3, tzinfo=UTC)


@pytest.fixture
def editor(db) -> User:
    return UserFactory(editor=True)


@pytest.fixture
def queued(kept, editor, now) -> ImportJob:
    """A decision of three articles, waiting for the worker."""
    return start_import(upload=upload(), by=editor, at=now)


@pytest.fixture
def ready(queued) -> ImportJob:
    """The same, read and waiting for the editor."""
    run_import(job_id=queued.pk)
    queued.refresh_from_db()
    return queued
