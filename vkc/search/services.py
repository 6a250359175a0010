"""Keep the index true: services that publish, change or withdraw something call these."""

from typing import Any


def index(row: Any) -> None:
    """Put one row into the index, or take it out where its source says it must not be found."""


def remove(row: Any) -> None:
    """Take one row out of the index."""


def rebuild(*, only: str | None = None) -> dict[str, int]:
    """Make the index anew from every source; returns how many entries each type has."""
    return {}
