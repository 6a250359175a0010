"""Collecting the marked strings of our code and templates, by Django's own makemessages."""

import re
import shutil
from pathlib import Path

from ops.paths import ROOT

LANGUAGES = ("vi", "en", "ko")
# What readers and staff never see.
IGNORED = (".venv", "var", "node_modules", "staticfiles", "static", "media", "tests", "ops", "docs")
# A folder named `locale` met on the way would be written to instead of the wanted one.
IGNORED += ("vkc/locale", "vkc/locale_packages")
CATALOGUES = ROOT / "vkc" / "locale"


def check_tools() -> str:
    """What is missing to collect strings, as a sentence, or an empty text."""
    if shutil.which("xgettext") and shutil.which("msgmerge"):
        return ""
    return "The gettext tools are missing; on Debian or Ubuntu: apt-get install gettext"


def collect(folder: Path) -> None:
    """Bring the catalogues in `folder` to what the source says; needs Django set up."""
    from django.core.management import call_command
    from django.test.utils import override_settings

    for language in LANGUAGES:
        (folder / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    with override_settings(LOCALE_PATHS=[str(folder)]):
        call_command(
            "makemessages",
            locale=list(LANGUAGES),
            ignore_patterns=list(IGNORED),
            # Without line numbers, or every edit of a source file changes the catalogues too.
            add_location="file",
            verbosity=0,
        )
    for path in folder.glob("*/LC_MESSAGES/django.po"):
        drop_creation_date(path)


def drop_creation_date(path: Path) -> None:
    """The day of the last collection says nothing and makes every merge a conflict."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'"POT-Creation-Date:.*\\n"\n', "", text), encoding="utf-8")
