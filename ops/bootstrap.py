"""`python3 ops/bootstrap.py COMMAND …`: from a bare checkout to a running command.

Makes `.venv`, installs the locked dependencies, then hands over to the command's own module. Runs
on whatever Python there is, so it uses nothing but the standard library and says clearly when that
Python is too old.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an old Python meets first
    sys.exit(
        f"Python 3.11 or newer is needed; this is {sys.version_info[0]}.{sys.version_info[1]} ({sys.executable}).\n"
        "Name a newer one, for example: make run PYTHON=python3.12"
    )

import fcntl
import hashlib
import os
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements" / "dev.txt"
STAMP = VENV / "installed"
COMMANDS = {
    "run": "serve the portal with worker, beat and embedded servers",
    "test": "run the test suite; further arguments go to pytest",
    "lint": "run all linters and staleness checks",
    "manage": "run a management command with the embedded development servers",
    "messages": "collect the marked strings into the catalogues",
    "assets": "build the web fonts into static/fonts/",
    "bench": "measure queries, bytes and latency",
    "screenshots": "make docs/screenshots/ anew",
    "clean_var": "remove the embedded servers' data, logs and mail",
    "install": "only prepare .venv",
}


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(
            "Commands:\n" + "\n".join(f"  {name:12} {does}" for name, does in COMMANDS.items())
        )
    command, *arguments = sys.argv[1:]
    install()
    if command == "install":
        return
    os.chdir(ROOT)
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    module = "ops.commands." + command
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])


def install() -> None:
    """Bring `.venv` to what the lock says; nothing to do when the stamp still matches."""
    if STAMP.exists() and STAMP.read_text() == expected_stamp():
        return
    ROOT.joinpath("var").mkdir(exist_ok=True)
    with open(ROOT / "var" / "install.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if STAMP.exists() and STAMP.read_text() == expected_stamp():
            return
        STAMP.unlink(missing_ok=True)
        if not is_sound():
            make_venv()
        install_packages()
        make_importable()
        # Last, so that an interrupted install is taken up again.
        STAMP.write_text(expected_stamp())


def expected_stamp() -> str:
    """The place counts too: a virtual environment does not survive being moved."""
    return hashlib.sha256(LOCK.read_bytes() + str(ROOT).encode()).hexdigest()


def is_sound() -> bool:
    """Whether there is a virtual environment that runs here, of a Python we support, with pip."""
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11) or sys.prefix != sys.argv[1])"
    try:
        asked = subprocess.run([PYTHON, "-c", check, str(VENV)], capture_output=True, check=False)
    except OSError:
        return False
    return asked.returncode == 0


def make_venv() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"Python {version} ({sys.executable}) cannot make virtual environments: its `venv` or "
            f"`ensurepip` is missing.\nOn Debian or Ubuntu: apt-get install python{version}-venv"
        )
    step("Making .venv", [sys.executable, "-m", "venv", "--clear", str(VENV)])


def install_packages() -> None:
    count = LOCK.read_text().count("==")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    step(
        f"Installing {count} locked packages (a few minutes the first time)",
        [*pip, "--no-input", "--require-hashes", "--requirement", str(LOCK)],
    )


def make_importable() -> None:
    """Let every tool of `.venv` import our packages, wherever it is started."""
    for folder in VENV.glob("lib/python3*/site-packages"):
        (folder / "vkc-portal.pth").write_text(f"{ROOT}\n")


def step(title: str, command: list) -> None:
    print(f"{title} …", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"{title}: failed (see above). Start the same command again to take it up.")
    print(f"{title}: done in {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nInterrupted; start the same command again to take it up.")
