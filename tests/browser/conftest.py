"""A whole portal on reference and sample data, served by gunicorn, and a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ops import clones, fingerprints
from ops.paths import ROOT
from ops.process import die_with_parent, tail, wait_until

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
SETTINGS = "vkc.settings.dev"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here not in Path(item.fspath).parents:
            continue
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no Chromium found; install Debian's chromium"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _manage(database_url: str, var: Path, *commands: str) -> None:
    """Run management commands in one process on a database: setting Django up costs seconds.

    With the settings the portal is served with, or nobody could sign in: they hash passwords.
    """
    calls = "; ".join(f"call_command({command!r}, verbosity=0)" for command in commands)
    script = (
        f"import django; django.setup(); from django.core.management import call_command; {calls}"
    )
    own = {
        "DATABASE_URL": database_url,
        "VKC_VAR_DIR": str(var),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }
    environment = {**os.environ, **own}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="session")
def loaded_database(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """URL of a database with all reference and sample data; kept as a template between runs."""
    server = os.environ["VKC_TEST_DATABASE_URL"]
    own = os.environ["DATABASE_URL"]
    data = fingerprints.of_files([*fingerprints.ours("**/data/*"), *fingerprints.ours("**/*.py")])
    key = fingerprints.of_text(["loaded", SETTINGS, fingerprints.of_schema(), data])
    template = clones.ensure_template(
        server,
        key,
        lambda name: _manage(
            clones.url_for(own, name),
            tmp_path_factory.mktemp("loaded"),
            *("migrate", "load_reference_data", "load_demo_content"),
        ),
        # Begins with the template of the schema, so that nothing is migrated twice.
        parts={**fingerprints.of_each_migration(), "loaded": key},
        afresh=False,
    )
    name = f"{clones.CLONE}{os.getpid()}_browser"
    clones.clone(server, template, name)
    yield clones.url_for(server, name)
    clones.drop(server, name)


@pytest.fixture
def database(loaded_database: str) -> Iterator[psycopg.Connection]:
    """What the portal wrote, each statement on its own."""
    with psycopg.connect(loaded_database, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def portal(loaded_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running portal."""
    port = _free_port()
    log = tmp_path_factory.mktemp("portal") / "web.log"
    environment = {
        **os.environ,
        "DATABASE_URL": loaded_database,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "VKC_VAR_DIR": str(log.parent),
    }
    command = [sys.executable, "-m", "gunicorn", "vkc.wsgi", "--threads", "4"]
    with log.open("wb") as output:
        web = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: web.poll() is not None or _answers(address), seconds=60)
        assert web.poll() is None, tail(log)
        yield address
    finally:
        web.terminate()
        web.wait(timeout=15)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def browser(portal: str) -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread: Django would take that for an async context.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, portal):
    """`open_page("/vi/", width=360, dark=True, js=False)` → a page that reports its errors."""
    contexts = []

    def open_(path: str, *, width: int = 1280, dark: bool = False, js: bool = True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=js,
        )
        contexts.append(context)
        page = context.new_page()
        page.errors = []
        page.on("console", lambda m: page.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.answer = page.goto(portal + path)
        return page

    yield open_
    for context in contexts:
        context.close()
