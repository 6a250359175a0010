"""The reference loader of the pages app."""

from vkc.core.reference import FileSummary


def load_pages() -> list[FileSummary]:
    return []
