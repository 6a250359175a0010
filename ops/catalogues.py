"""Compile the message catalogues (.po → .mo) that changed; needs no gettext tools."""

import os
from pathlib import Path

import polib

from ops.paths import ROOT

FOLDERS = (ROOT / "vkc" / "locale", ROOT / "vkc" / "locale_packages")


def compile_changed(folders: tuple[Path, ...] = FOLDERS) -> list[Path]:
    """Compile every catalogue newer than its binary; returns those compiled."""
    sources = [path for folder in folders for path in sorted(folder.glob("*/LC_MESSAGES/*.po"))]
    stale = [path for path in sources if _is_stale(path)]
    for path in stale:
        _compile(path)
    return stale


def _is_stale(source: Path) -> bool:
    binary = source.with_suffix(".mo")
    return not binary.exists() or binary.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> None:
    """Through a file of its own, so that a process reading meanwhile sees a whole catalogue."""
    moment = source.stat().st_mtime_ns
    unfinished = source.with_suffix(f".mo.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(unfinished))
    # The source's own time: an edit made while compiling makes the binary stale again.
    os.utime(unfinished, ns=(moment, moment))
    unfinished.replace(source.with_suffix(".mo"))
