"""Zip archives of SCORM packages: measured before anything is inflated, and never unpacked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from stat import S_IFMT, S_ISDIR, S_ISREG
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError

from courses.exceptions.scorm import PackageRefused
from courses.scorm.manifest import Manifest, read_manifest
from courses.scorm.scan import PAGES, Scan
from vkc.core.packages import MEGABYTE, MOST_ENTRIES, MOST_INFLATED, measure
from vkc.core.packages import PackageRefused as ArchiveRefused

MOST_BYTES = 200 * MEGABYTE
MOST_MANIFEST = 2 * MEGABYTE
MANIFEST = "imsmanifest.xml"
_CHUNK = 256 * 1024
_BROKEN = (BadZipFile, DeflateError, EOFError, OSError, NotImplementedError, RuntimeError,
           UnicodeError, ValueError)  # fmt: skip
_DRIVE = re.compile(r"^[A-Za-z]:")
# Names of devices on Windows, also before an ending and spaces ("nul.txt", "con .js").
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Found:
    """What a package holds. `entries` are the names of its files, `inflated` their bytes.

    `warnings` are keys of `courses.scorm.scan.WARNINGS`: it is taken, and the author is told.
    """

    manifest: Manifest
    entries: list[str]
    inflated: int
    warnings: list[str]


def read_package(upload: Any, *, name: str) -> Found:
    """Look through a package once, to its last byte; raises PackageRefused naming `name`.

    `upload` is a Django file; it is left at its beginning.
    """
    if not upload.size:
        raise PackageRefused("empty", name=name)
    if upload.size > MOST_BYTES:
        raise too_large(name)
    upload.seek(0)
    try:
        with ZipFile(upload) as archive:
            return _read(archive)
    except PackageRefused as refusal:
        raise PackageRefused(refusal.code, **{**refusal.facts, "name": name}) from refusal
    except _BROKEN as problem:
        raise PackageRefused("not_a_zip", name=name) from problem
    finally:
        upload.seek(0)


def too_large(name: str) -> PackageRefused:
    return PackageRefused("too_large", name=name, most=MOST_BYTES // MEGABYTE)


def _read(archive: ZipFile) -> Found:
    rows = archive.infolist()
    _check_names(rows)
    _measure(rows)
    files = [row for row in rows if not row.is_dir()]
    names = [row.filename for row in files]
    if MANIFEST not in names:
        raise PackageRefused("no_manifest")
    manifest = read_manifest(_manifest_of(archive))
    for part in manifest.parts:
        _check_launch(part.launch_path, names)
    scan = Scan()
    inflated = _inflate(archive, files, scan)
    if manifest.has_prerequisites:
        scan.found.add("prerequisites")
    return Found(manifest, names, inflated, sorted(scan.found))


def _measure(rows: list[ZipInfo]) -> None:
    try:
        measure(rows)
    except ArchiveRefused as refusal:
        if refusal.code == "password":
            raise PackageRefused("password") from refusal
        raise _bomb() from refusal


def _bomb() -> PackageRefused:
    return PackageRefused("bomb", entries=MOST_ENTRIES, inflated=MOST_INFLATED // MEGABYTE)


def _check_names(rows: list[ZipInfo]) -> None:
    """Refuse names that lead elsewhere, links, and names that a disk would take for the same."""
    if len(rows) > MOST_ENTRIES:
        raise _bomb()
    seen: set[str] = set()
    for row in rows:
        entry = row.orig_filename
        shown = _CONTROLS.sub("�", entry)[:120]
        if is_unsafe(entry):
            raise PackageRefused("unsafe_path", entry=shown)
        if is_a_device(entry):
            raise PackageRefused("device_name", entry=shown)
        mode = row.external_attr >> 16
        if S_IFMT(mode) and not (S_ISREG(mode) or S_ISDIR(mode)):
            raise PackageRefused("symlink", entry=shown)
        key = entry.rstrip("/").casefold()
        if key in seen:
            raise PackageRefused("twins", entry=shown)
        seen.add(key)


def is_unsafe(entry: str) -> bool:
    """Absolute, with a drive, `..`, backslash or a control character: never a name of ours."""
    parts = PurePosixPath(entry).parts
    is_plain = bool(entry) and not _CONTROLS.search(entry) and "\\" not in entry
    return not is_plain or entry.startswith("/") or ".." in parts or bool(_DRIVE.match(entry))


def is_a_device(entry: str) -> bool:
    """A part of the path that Windows keeps for devices (with any ending), or cannot write."""
    parts = [part for part in entry.split("/") if part not in ("", ".")]
    return any(_DEVICE.fullmatch(part) or part[-1] in ". " or ":" in part for part in parts)


def _manifest_of(archive: ZipFile) -> bytes:
    if archive.getinfo(MANIFEST).file_size > MOST_MANIFEST:
        raise PackageRefused("bad_manifest")
    return archive.read(MANIFEST)


def _check_launch(path: str, names: list[str]) -> None:
    if path not in names:
        raise PackageRefused("launch_missing", entry=path[:200])
    if not path.lower().endswith(PAGES):
        raise PackageRefused("launch_not_a_page", entry=path[:200])


def _inflate(archive: ZipFile, files: list[ZipInfo], scan: Scan) -> int:
    """Inflate everything once and throw it away: the directory of an archive may lie."""
    total = 0
    for row in files:
        scan.begin(row.filename)
        with archive.open(row) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > MOST_INFLATED:
                    raise _bomb()
                scan.feed(chunk)
    return total


class Entry:
    """One file of a stored archive, open for reading; closing it closes the archive as well."""

    def __init__(self, stored: IO[bytes], name: str) -> None:
        self._stored = stored
        self._archive = ZipFile(stored)
        self.size = self._archive.getinfo(name).file_size
        self._stream = self._archive.open(name)

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def seek(self, place: int) -> int:
        return self._stream.seek(place)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        """Not to be measured by seeking to the end, which would inflate all of it."""
        return False

    def close(self) -> None:
        self._stream.close()
        self._archive.close()
        self._stored.close()

    def __enter__(self) -> Entry:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()
