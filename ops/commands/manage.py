"""`manage ARGUMENTS`: manage.py against the development servers, shared with a running `make run`."""

import subprocess
import sys

from ops.paths import ROOT, VAR
from ops.servers import both
from ops.sharing import ServerFailed


def main() -> int:
    with both(VAR):
        command = [sys.executable, "manage.py", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ServerFailed as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
