"""Load every app's `data/`: idempotent, whole files only, never over what staff edited."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vkc.core.reference import BrokenReference
from vkc.core.registry import reference_loaders


class Command(BaseCommand):
    help = "Load the reference data of every app; reports added / changed / unchanged / kept."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")
        parser.add_argument("--only", help="one loader by its key, for example places")

    def handle(self, *args: Any, **options: Any) -> None:
        only = options["only"]
        if only and reference_loaders.get(only) is None:
            known = ", ".join(key for key, _load in reference_loaders.items())
            raise CommandError(f"There is no loader “{only}”; known are: {known}")
        files, broken = [], []
        for key, load in reference_loaders.items():
            if only and key != only:
                continue
            try:
                files.extend(load())
            except BrokenReference as error:
                broken.extend(error.errors)
        self._report(files, broken, as_json=options["json"])
        if broken:
            raise CommandError(f"{len(broken)} broken row(s); nothing of those files was loaded")

    def _report(self, files: list, broken: list, *, as_json: bool) -> None:
        if as_json:
            data = {"files": [f.as_dict() for f in files], "errors": [str(e) for e in broken]}
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        for f in files:
            self.stdout.write(
                f"{f.file}: {f.added} added, {f.changed} changed, "
                f"{f.unchanged} unchanged, {f.kept} kept as staff edited them"
            )
        for error in broken:
            self.stderr.write(str(error))
