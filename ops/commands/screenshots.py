"""`screenshots`: docs/screenshots/ anew, by the browser tests' own portal."""

import os
import sys


def main() -> None:
    command = [sys.executable, "-m", "pytest", "tests/browser/screenshots.py", *sys.argv[1:]]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
