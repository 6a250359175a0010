"""Bytes in the private storage that no row names: left by a transaction that was rolled back.

A file is written before its row is committed, so a rollback or a killed worker leaves bytes
without a name, often personal ones. Which columns name files is asked of the models themselves, so
that a new model cannot be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from posixpath import join

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField, Model

from vkc.core.models import private_storage
from vkc.core.states import Refusal

# An upload ends within hours: what is younger may belong to a transaction still open.
KEPT_FOR = timedelta(hours=24)
BATCH = 500
# Folders of the storage whose files are named by no row: whoever writes there lists the folder.
OTHER_TENANTS: tuple[str, ...] = ()
# More than half of many files without a row: the wrong database, or one restored too old.
FEW = 20


class SweepRefused(Refusal):
    """So many files have no row that the storage and the database do not belong together."""

    code = "sweep_refused"

    def default_message(self) -> str:
        return "More than half of the private files have no row: is this the right database?"


@dataclass(frozen=True)
class Swept:
    """Counts of files; `names` are those without a row."""

    seen: int
    names: tuple[str, ...]
    size: int


def private_fields() -> list[tuple[type[Model], str]]:
    """Each model with the name of each column that names files in the private storage."""
    storage = private_storage()
    return [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, FileField) and field.storage == storage
    ]


def sweep_private_files(*, at: datetime, is_dry: bool = False, is_forced: bool = False) -> Swept:
    """Remove files older than 24 hours that no row names.

    Raises SweepRefused, before anything is removed, where most files would go; `is_forced` is for
    whoever has looked.
    """
    storage, seen, names = private_storage(), 0, []
    found = _old_files(storage, before=at - KEPT_FOR)
    while batch := list(islice(found, BATCH)):
        seen += len(batch)
        names += sorted(set(batch) - _named(batch))
    if len(names) > FEW and len(names) * 2 > seen and not (is_forced or is_dry):
        raise SweepRefused(seen=seen, nameless=len(names))
    size = 0
    for name in names:
        size += storage.size(name)
        # Asked once more: between the two questions a row may have come.
        if not is_dry and not _named([name]):
            storage.delete(name)
    return Swept(seen, tuple(names), size)


def _named(names: list[str]) -> set[str]:
    found: set[str] = set()
    for model, column in private_fields():
        rows = model._base_manager.filter(**{f"{column}__in": names})
        found.update(rows.values_list(column, flat=True))
    return found


def _old_files(storage: Storage, *, before: datetime, folder: str = "") -> Iterator[str]:
    """Names of files of a certain age, folder by folder; of other tenants none."""
    if folder in OTHER_TENANTS:
        return
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        path = join(folder, name)
        if storage.get_modified_time(path) < before:
            yield path
    for name in sorted(folders):
        yield from _old_files(storage, before=before, folder=join(folder, name))
