"""Compiling catalogues, and finding what they lack."""

import gettext
import os
from pathlib import Path

import pytest

from ops import catalogues, check_catalogues

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Courses"
msgstr "{translation}"

#, fuzzy
msgid "Session"
msgstr "đoán"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "vi" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO.format(translation="Khóa học"), encoding="utf-8")
    return tmp_path


def translated(folder: Path, message: str) -> str:
    binary = folder / "vi" / "LC_MESSAGES" / "django.mo"
    with binary.open("rb") as file:
        return gettext.GNUTranslations(file).gettext(message)


def test_a_compiled_catalogue_translates_and_leaves_guesses_out(folder):
    assert len(catalogues.compile_changed((folder,))) == 1
    assert translated(folder, "Courses") == "Khóa học"
    assert translated(folder, "Session") == "Session"


def test_only_a_changed_catalogue_is_compiled_again(folder):
    catalogues.compile_changed((folder,))
    assert catalogues.compile_changed((folder,)) == []
    source = folder / "vi" / "LC_MESSAGES" / "django.po"
    later = source.stat().st_mtime + 1
    source.write_text(PO.format(translation="Lớp học"), encoding="utf-8")
    os.utime(source, (later, later))
    assert catalogues.compile_changed((folder,)) == [source]
    assert translated(folder, "Courses") == "Lớp học"


def test_guesses_and_gaps_are_reported(folder):
    source = folder / "vi" / "LC_MESSAGES" / "django.po"
    source.write_text(PO.format(translation=""), encoding="utf-8")
    problems = " ".join(check_catalogues.missing_translations((folder,)))
    assert "no translation of 'Courses'" in problems
    assert "unconfirmed guess for 'Session'" in problems


def test_strings_on_one_side_only_are_differences(folder):
    held = folder / "vi" / "LC_MESSAGES" / "django.po"
    fresh = folder / "fresh.po"
    fresh.write_text(PO.replace('"Courses"', '"Programmes"').format(translation=""), "utf-8")
    lacking, unused = check_catalogues.differences(held, fresh)
    assert "lacks" in lacking
    assert "Programmes" in lacking
    assert "no longer used" in unused
    assert "Courses" in unused
