"""`test [pytest arguments]`: the suite on two processes, against given or embedded servers."""

import os
import sys


def main() -> None:
    arguments = sys.argv[1:]
    if not any(each.startswith(("-n", "--numprocesses", "-p")) for each in arguments):
        arguments = ["-n", os.environ.get("TEST_PROCESSES", "2"), "--dist", "loadgroup", *arguments]
    print("PostgreSQL and Redis: " + ("given" if os.environ.get("DATABASE_URL") else "embedded"))
    print("The first run prepares a template database (about half a minute).", flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])


if __name__ == "__main__":
    main()
