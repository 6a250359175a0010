"""Safety of a DOCX, checked before it is opened; says in a sentence why one is refused."""

from __future__ import annotations

from pathlib import Path

from guidelines.readers.refusals import refused
from vkc.core.packages import PackageRefused, check_package


def inspect_package(path: Path, *, name: str) -> None:
    """Raise FileRefused unless the archive is a Word document that is safe to open."""
    try:
        check_package(path, main="word/document")
    except PackageRefused as problem:
        code = "not_word" if problem.code == "wrong_kind" else problem.code
        raise refused(code, name=name) from problem
