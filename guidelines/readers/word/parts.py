"""Which entry of the archive is which part: told by relationships, not by customary names."""

from __future__ import annotations

import posixpath
from zipfile import ZipFile

from lxml import etree

from guidelines.readers.word.xml import parse_part

CUSTOMARY = "word/document.xml"


def main_part(archive: ZipFile) -> str:
    """The entry that holds the text, or the customary name where nothing is said."""
    return related(archive, "").get("officeDocument", CUSTOMARY)


def related(archive: ZipFile, entry: str) -> dict[str, str]:
    """Entries inside the archive by the last word of their relationship ("styles", "numbering")."""
    folder, name = posixpath.split(entry)
    root = parse_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, str] = {}
    for relation in [] if root is None else root:
        if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target", "")
        inside = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        kind = relation.get("Type", "").rpartition("/")[2]
        found.setdefault(kind, posixpath.normpath(inside))
    return found


def external_targets(archive: ZipFile) -> list[str]:
    """Addresses of templates, pictures and objects outside the file; they are never fetched."""
    relations: list[etree._Element] = []
    for entry in archive.namelist():
        root = parse_part(archive, entry) if entry.endswith(".rels") else None
        relations.extend([] if root is None else root)
    return [
        relation.get("Target", "")
        for relation in relations
        if relation.get("TargetMode") == "External"
        and not relation.get("Type", "").endswith("/hyperlink")
    ]
