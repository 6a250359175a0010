"""`clean_var`: remove everything below `var/`, unless a command is still using a server there."""

import shutil
import sys

from ops.locks import open_lock, release, try_lock
from ops.paths import VAR


def main() -> None:
    for lock in VAR.glob("*/users.lock"):
        users = open_lock(lock)
        is_free = try_lock(users)
        release(users)
        if not is_free:
            sys.exit(f"{lock.parent} is in use; stop `make run` and the tests first.")
    shutil.rmtree(VAR, ignore_errors=False)
    print(f"{VAR} removed; the next `make run` starts afresh.")


if __name__ == "__main__":
    main()
