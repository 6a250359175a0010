"""`python -m ops.check_catalogues`: fail when catalogues are stale or a translation is missing."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import polib

from ops import extraction
from ops.catalogues import FOLDERS
from ops.paths import ROOT

# English is the language of the msgids; its catalogue may stay empty.
COMPLETE = ("vi", "ko")
SHOWN = 20


def main() -> int:
    if missing := extraction.check_tools():
        print(missing)
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkc.settings.dev")
    import django

    django.setup()
    problems = [*stale_catalogues(), *missing_translations()]
    for problem in problems[:SHOWN]:
        print(problem)
    if len(problems) > SHOWN:
        print(f"… and {len(problems) - SHOWN} more")
    return 1 if problems else 0


def stale_catalogues() -> list[str]:
    """Compare each catalogue with one collected anew elsewhere; the checkout is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "locale"
        if extraction.CATALOGUES.exists():
            shutil.copytree(extraction.CATALOGUES, fresh)
        extraction.collect(fresh)
        return [
            problem
            for language in extraction.LANGUAGES
            for problem in differences(
                extraction.CATALOGUES / language / "LC_MESSAGES" / "django.po",
                fresh / language / "LC_MESSAGES" / "django.po",
            )
        ]


def differences(held: Path, fresh: Path) -> list[str]:
    """Strings that one catalogue has and the other has not."""
    have = messages(held) if held.exists() else set()
    want = messages(fresh)
    name = held.relative_to(ROOT) if held.is_relative_to(ROOT) else held
    lacking = [f"{name}: run `make messages`, lacks {key!r}" for key in sorted(want - have)]
    return lacking + [
        f"{name}: run `make messages`, no longer used {k!r}" for k in sorted(have - want)
    ]


def messages(path: Path) -> set[tuple[str, str, str]]:
    entries = (entry for entry in polib.pofile(str(path)) if not entry.obsolete)
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "") for entry in entries}


def missing_translations(folders: tuple[Path, ...] = FOLDERS) -> list[str]:
    """Entries of Vietnamese and Korean without a translation, or with a guessed (fuzzy) one."""
    problems = []
    for folder in folders:
        for language in COMPLETE:
            for path in sorted((folder / language).glob("LC_MESSAGES/*.po")):
                catalogue = polib.pofile(str(path))
                name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
                problems += [
                    f"{name}: no translation of {e.msgid!r}"
                    for e in catalogue.untranslated_entries()
                ]
                problems += [
                    f"{name}: unconfirmed guess for {e.msgid!r}" for e in guesses(catalogue)
                ]
    return problems


def guesses(catalogue: polib.POFile) -> list[polib.POEntry]:
    return [entry for entry in catalogue.fuzzy_entries() if not entry.obsolete]


if __name__ == "__main__":
    sys.exit(main())
