"""`python -m ops.keeper postgres|redis FOLDER`: stop that server once its users are gone."""

import signal
import sys
from pathlib import Path

from ops.postgres_server import PostgresServer
from ops.redis_server import RedisServer
from ops.sharing import keep

KINDS = {"postgres": PostgresServer, "redis": RedisServer}


def main() -> None:
    kind, folder = sys.argv[1:]
    # The terminal's Ctrl-C and hang-up are for the commands; the keeper follows their locks.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    keep(KINDS[kind](Path(folder)))


if __name__ == "__main__":
    main()
