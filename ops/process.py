"""Starting, recognising and ending one background process by its id."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil


def is_process(pid: int | None, *, mark: str) -> bool:
    """Whether `pid` lives and carries `mark` in its command line; ids are reused, so ask both."""
    if not pid:
        return False
    try:
        return mark in " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return False


def start_detached(command: list[str], *, log: Path) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C in the terminal must not reach it before its users."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C"},
        )


def die_with_parent() -> None:
    """For `preexec_fn`: end when the starting command is killed without a chance to clean up."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM, 0, 0, 0)


def wait_until(answer: Callable[[], bool], *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer():
            return True
        time.sleep(0.03)
    return answer()


def end(pid: int, *, mark: str, signals: tuple[signal.Signals, ...], seconds: float = 15) -> None:
    """Send the signals one after the other until the process is gone; touches no other pid."""
    for number in signals:
        if not is_process(pid, mark=mark):
            return
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if wait_until(lambda: _is_gone(pid, mark), seconds=seconds):
            return


def _is_gone(pid: int, mark: str) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    return not is_process(pid, mark=mark)


def tail(log: Path, *, lines: int = 15) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
