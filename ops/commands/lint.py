"""`lint`: every check that needs no running server; all run, then the failures are named."""

import os
import secrets
import subprocess
import sys
import time

from ops.paths import ROOT

PYTHON = sys.executable
# `check --deploy` looks at the production settings; the values lead nowhere.
PRETENDED = {
    "DJANGO_SETTINGS_MODULE": "vkc.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "portal.example.vn",
    "PUBLIC_URL": "https://portal.example.vn",
    "DATABASE_URL": "postgresql://portal@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("Python style", ["ruff", "check", "."], {}),
    ("Python format", ["ruff", "format", "--check", "--quiet", "."], {}),
    ("Import contracts", ["lint-imports"], {}),
    ("Template style", ["djlint", "templates", "--lint", "--quiet"], {}),
    ("Catalogues", [PYTHON, "-m", "ops.check_catalogues"], {}),
    ("Migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    (
        "Production settings",
        [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        PRETENDED,
    ),
]


def main() -> int:
    failed = [title for title, command, env in CHECKS if not passes(title, command, env)]
    print("All checks passed." if not failed else f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def passes(title: str, command: list[str], env: dict[str, str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    verdict = "failed" if done.returncode else "ok"
    print(f"{title:20} {verdict:6} {time.monotonic() - started:5.1f} s", flush=True)
    if done.returncode:
        print((done.stdout + done.stderr).strip(), flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
