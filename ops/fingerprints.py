"""Short hashes that tell whether prepared work (installs, templates, loaded data) is still good."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

from ops.paths import ROOT

OUR_FOLDERS = ("vkc", "guidelines", "courses", "projects")


def of_text(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def of_files(paths: Iterable[Path], *, extra: Iterable[str] = ()) -> str:
    """Hash of names and contents; a file that is missing counts as empty."""
    digest = hashlib.sha256("\n".join(extra).encode())
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:16]


def ours(pattern: str) -> list[Path]:
    """Our own files matching a pattern, `**/migrations/*.py` for example."""
    found = (path for folder in OUR_FOLDERS for path in (ROOT / folder).glob(pattern))
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


def of_packages() -> str:
    """Hash of what is installed: other packages bring migrations too."""
    return of_text(sorted({f"{each.name}=={each.version}" for each in distributions()}))


def of_each_migration() -> dict[str, str]:
    """Hash per migration of ours, and one for the packages', whose migrations come with them."""
    files = ours("**/migrations/*.py")
    return {
        "packages": of_packages(),
        **{str(path.relative_to(ROOT)): of_files([path]) for path in files},
    }


def of_schema() -> str:
    """Hash of all that decides what `migrate` makes of an empty database.

    Beside the migrations that is what runs after them: permissions of apps and of snippets.
    """
    after = [*ours("**/apps.py"), *ours("**/wagtail_hooks.py"), *ours("**/viewsets.py")]
    lines = [f"{name} {each}" for name, each in sorted(of_each_migration().items())]
    return of_files(after, extra=lines)
