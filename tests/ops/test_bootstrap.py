"""The first file a bare machine runs."""

import subprocess
import sys

import pytest

from ops import bootstrap
from ops.commands import run
from ops.paths import ROOT


def test_an_unknown_command_lists_the_known_ones():
    command = [sys.executable, "ops/bootstrap.py", "dance"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert all(name in done.stderr for name in bootstrap.COMMANDS)


@pytest.mark.parametrize("name", [n for n in bootstrap.COMMANDS if n != "install"])
def test_every_command_has_its_module(name):
    assert (ROOT / "ops" / "commands" / f"{name}.py").is_file()


def test_the_stamp_follows_the_lock_and_the_place(tmp_path, monkeypatch):
    lock = tmp_path / "dev.txt"
    lock.write_text("a==1")
    monkeypatch.setattr(bootstrap, "LOCK", lock)
    before = bootstrap.expected_stamp()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    moved = bootstrap.expected_stamp()
    lock.write_text("a==2")
    assert len({before, moved, bootstrap.expected_stamp()}) == 3


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_run_refuses_a_port_that_is_none(port, monkeypatch):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match="PORT must be a number"):
        run.chosen_port()


def test_run_says_how_to_choose_when_the_port_is_taken(monkeypatch):
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(SystemExit, match="make run PORT="):
            run.chosen_port()
