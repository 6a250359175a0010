"""Advisory file locks: the kernel drops them when their holder dies, however it dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def open_lock(path: Path) -> IO[str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("a")


def try_lock(file: IO[str]) -> bool:
    """Take the lock for oneself if nobody else holds it, even shared."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def share(file: IO[str]) -> None:
    fcntl.flock(file, fcntl.LOCK_SH)


def release(file: IO[str]) -> None:
    """Unlock, also for forked children that still hold the same open file."""
    fcntl.flock(file, fcntl.LOCK_UN)
    file.close()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait for the lock, hold it through the block."""
    file = open_lock(path)
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        release(file)
