"""The rules of the house that can be counted, over every file that git tracks."""

import re
import subprocess
from functools import lru_cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
OUR_PYTHON = ("vkc/", "guidelines/", "courses/", "projects/")
MODEL_SIGNALS = (
    r"import .*\b(pre_save|post_save|pre_delete|post_delete|m2m_changed|post_init)\b|@receiver\("
)
FOREIGN_HOSTS = re.compile(
    r"//(cdn\.|[\w.-]*\bcdnjs\.|unpkg\.|[\w.-]*jsdelivr\.|fonts\.g|ajax\.g|[\w.-]*tile\.openstreetmap)"
)
REGISTRY_HOSTS = re.compile(
    r"(pypi\.(org|python)|pythonhosted\.|registry\.npmjs|registry\.yarnpkg)"
)


@lru_cache(maxsize=1)
def tracked() -> list[str]:
    """Paths that git tracks and that are still there, without this file."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    own = str(Path(__file__).relative_to(ROOT))
    return [path for path in listed if path != own and (ROOT / path).is_file()]


def python(*, ours: bool = True) -> list[str]:
    """Python files; `ours` leaves out tests, tools and migrations."""
    found = [path for path in tracked() if path.endswith(".py")]
    if not ours:
        return found
    return [p for p in found if p.startswith(OUR_PYTHON) and "/migrations/" not in p]


@lru_cache(maxsize=4096)
def text(path: str) -> str:
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def lines_with(pattern: str | re.Pattern, paths: list[str]) -> list[str]:
    """`path:number: line` for each line where the pattern occurs."""
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), start=1)
        if re.search(pattern, line)
    ]


def limit(path: str) -> int | None:
    """The most lines a file may have; None where nobody counts (data, migrations, lock files)."""
    if "/migrations/" in path:
        return None
    if path.startswith("templates/"):
        return 120
    if not path.endswith((".py", ".js", ".css")):
        return None
    return 600 if path.startswith("tests/") else 400


def test_git_knows_the_project():
    assert "manage.py" in tracked()
    assert len(python()) > 50


def test_no_file_is_too_long_to_read():
    sizes = {path: len(text(path).splitlines()) for path in tracked() if limit(path)}
    assert {path: n for path, n in sizes.items() if n > limit(path)} == {}


def test_no_file_is_called_after_nothing():
    nameless = {"utils.py", "util.py", "helpers.py", "helper.py", "misc.py", "common.py"}
    assert [path for path in tracked() if Path(path).name in nameless] == []


def test_nothing_is_fetched_from_another_host_by_a_page():
    paths = [p for p in tracked() if not p.startswith("docs/") and "/data/" not in p]
    assert lines_with(FOREIGN_HOSTS, paths) == []


def test_no_tracked_file_names_a_package_registry():
    # Reference data may cite a registry's page as the source of a fact.
    paths = [path for path in tracked() if "/data/" not in path]
    assert lines_with(REGISTRY_HOSTS, paths) == []


def test_no_signal_listens_to_our_own_models():
    # Wagtail deletes whole trees of pages itself and has no signal of its own for it.
    paths = [path for path in python() if path != "vkc/cms/signals.py"]
    assert lines_with(MODEL_SIGNALS, paths) == []


def test_only_services_write_state():
    doors = [p for p in python() if not re.search(r"/services(/|\.py$)", p)]
    assert lines_with(r"\.state\s*=(?!=)|\.update\([^)]*\bstate=", doors) == []


def test_the_environment_is_read_by_settings_only():
    entries = ("vkc/settings/", "vkc/celery.py", "vkc/wsgi.py", "vkc/asgi.py")
    paths = [path for path in python() if not path.startswith(entries)]
    assert lines_with(r"\bos\.(environ|getenv)\b|\benviron\.Env\b", paths) == []


def test_nothing_is_left_for_later():
    paths = [p for p in tracked() if p.endswith((".py", ".html", ".js", ".css", ".txt", ".toml"))]
    assert lines_with(r"\b(TODO|FIXME|XXX|HACK)\b", [p for p in paths if "/data/" not in p]) == []


def test_a_silenced_check_says_which():
    assert lines_with(r"#\s*noqa(?!:)|#\s*type:\s*ignore(?!\[)", python(ours=False)) == []


def test_no_translated_sentence_is_built_before_it_is_translated():
    words = r"\b(?:p?n?gettext(?:_lazy)?|_)\(\s*"
    wrong = rf"{words}f[\"']|{words}[\"'][^\"']*[\"']\s*(?:%|\.format\()"
    assert lines_with(wrong, python()) == []


def test_templates_ask_the_database_nothing():
    templates = [p for p in tracked() if p.startswith("templates/")]
    asks = r"\.(objects|all|exists|order_by|values|first\.\w+)\b(?!\w)[^}]*[%}]\}"
    assert lines_with(asks, templates) == []


def test_each_decision_has_its_own_number():
    records = [Path(path).name for path in tracked() if path.startswith("docs/adr/")]
    assert records
    assert [name for name in records if not re.match(r"\d{4}-[a-z0-9-]+\.md$", name)] == []
    numbers = [name[:4] for name in records]
    assert sorted(numbers) == sorted(set(numbers))


@pytest.mark.django_db
def test_every_app_has_the_migrations_its_models_need():
    missing = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=missing)
    except SystemExit:
        pytest.fail(missing.getvalue())
