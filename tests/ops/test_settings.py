"""Production refuses to start half set up; the other settings need nothing."""

import os
import subprocess
import sys

import pytest

from ops.commands.lint import PRETENDED
from ops.paths import ROOT


def load(module: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Import settings in a fresh process that sees only this environment."""
    env = {"PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "-c", f"import {module}"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_production_starts_with_everything_set():
    assert load("vkc.settings.production", PRETENDED).returncode == 0


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL"]
)
def test_production_refuses_to_start_without(name):
    done = load("vkc.settings.production", {**PRETENDED, name: " "})
    assert done.returncode != 0
    assert name in done.stderr


@pytest.mark.parametrize("secret", ["short", "development-only-" + "x" * 60])
def test_production_refuses_a_weak_secret(secret):
    done = load("vkc.settings.production", {**PRETENDED, "SECRET_KEY": secret})
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr
    assert secret not in done.stderr


@pytest.mark.parametrize("module", ["vkc.settings.dev", "vkc.settings.test"])
def test_development_needs_no_environment(module):
    assert load(module, {}).returncode == 0
