"""The processes a command starts beside itself: logs below `var/log`, ended with the command."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.paths import ROOT, VAR
from ops.process import die_with_parent

LARGEST_LOG = 5_000_000
PATIENCE = 12


class Children:
    """Started by name, watched together, ended in reverse order."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, module: str, *arguments: str, env: dict[str, str] | None = None):
        """Run `python -m module` in the background."""
        with log_file(name).open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=ROOT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def first_dead(self) -> str | None:
        return next(
            (name for name, child in self.running.items() if child.poll() is not None), None
        )

    def end(self) -> None:
        for child in reversed(self.running.values()):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for child in self.running.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                # The whole session, or the pool processes of a stuck worker would stay.
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


@contextmanager
def children() -> Iterator[Children]:
    group = Children()
    try:
        yield group
    finally:
        group.end()


def log_file(name: str) -> Path:
    """Where the process writes; an overlong log is moved aside once."""
    path = VAR / "log" / f"{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path
