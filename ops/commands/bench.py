"""`bench`: measure pages, library and texts on production settings; see tests/load/."""

import os
import secrets
import subprocess
import sys

from ops import catalogues
from ops.paths import ROOT, VAR
from ops.servers import both
from ops.sharing import ServerFailed

# Served without a proxy and without TLS, everything else as in production.
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "vkc.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "127.0.0.1",
    "PUBLIC_URL": "https://127.0.0.1",
    "SECURE_SSL_REDIRECT": "false",
    "LOG_LEVEL": "WARNING",
}
# The main pages, the library with 20,000 documents and long texts, the race for seats.
MEASURED = (
    "tests.load.bench",
    "tests.load.library_bench",
    "tests.load.courses_seats_bench",
    "tests.load.courses_attendance_bench",
    "tests.load.courses_certificates_bench",
    "tests.load.courses_imports_bench",
)


def main() -> int:
    catalogues.compile_changed()
    with both(VAR, prefix="test-", is_durable=False):
        environment = {**os.environ, **SETTINGS}
        done = [
            subprocess.run([sys.executable, "-m", name], cwd=ROOT, env=environment, check=False)
            for name in MEASURED
        ]
        return max(process.returncode for process in done)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ServerFailed as problem:
        sys.exit(str(problem))
