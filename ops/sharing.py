"""One server for all commands of a checkout: the first starts it, the last one stops it.

Each user holds a shared lock on `users.lock`. A keeper process watches that lock and stops the
server when every user is gone, so that even a command ended by `kill -9` leaves nothing running.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from ops.locks import alone, open_lock, release, share, try_lock
from ops.paths import ROOT


class ServerFailed(RuntimeError):
    """A server did not start; the text says what its log said."""


class Server(Protocol):
    folder: Path

    def is_running(self) -> bool: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def url(self) -> str: ...


@contextmanager
def shared(server: Server, *, keeper: list[str]) -> Iterator[str]:
    """Yield the server's URL; `keeper` are the arguments from which `ops.keeper` rebuilds it."""
    users = open_lock(server.folder / "users.lock")
    with alone(server.folder / "change.lock"):
        if not server.is_running():
            server.start()
        _start_keeper(server.folder, keeper)
        share(users)
    try:
        yield server.url()
    finally:
        release(users)
        _stop_if_unused(server)


def keep(server: Server) -> None:
    """Wait until nobody uses the server, then stop it. Runs in its own process."""
    me = open_lock(server.folder / "keeper.lock")
    if not try_lock(me):
        return
    while server.folder.exists():
        # Asked each time, so that the server can still be found once its folder is gone.
        server.is_running()
        with alone(server.folder / "change.lock"):
            if _is_unused(server):
                server.stop()
                # Before change.lock is free again, or a newcomer would count on this keeper.
                release(me)
                return
        time.sleep(0.5)
    server.stop()


def _start_keeper(folder: Path, arguments: list[str]) -> None:
    probe = open_lock(folder / "keeper.lock")
    is_needed = try_lock(probe)
    release(probe)
    if is_needed:
        with (folder / "keeper.log").open("a") as log:
            subprocess.Popen(
                [sys.executable, "-m", "ops.keeper", *arguments],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def _stop_if_unused(server: Server) -> None:
    if not server.folder.exists():
        return
    with alone(server.folder / "change.lock"):
        if _is_unused(server):
            server.stop()


def _is_unused(server: Server) -> bool:
    users = open_lock(server.folder / "users.lock")
    is_unused = try_lock(users)
    release(users)
    return is_unused
