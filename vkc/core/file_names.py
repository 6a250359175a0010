"""The name a person gave a file: shown to people, never used as a path."""

import re
import unicodedata

LONGEST_NAME = 200
# Control characters, and those that turn the direction of writing ("gnp.exe" shown as "exe.png").
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONGEST_SUFFIX = 10


def clean_name(name: str) -> str:
    """The last part of the name, printable, NFC, at most 200 characters with its ending kept."""
    last = re.split(r"[/\\]", _UNPRINTABLE.sub("", str(name)))[-1]
    clean = unicodedata.normalize("NFC", " ".join(last.split())).strip(". ")
    if not clean:
        return "van-ban"
    if len(clean) <= LONGEST_NAME:
        return clean
    stem, dot, suffix = clean.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        return clean[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(suffix) - 1].rstrip() + "." + suffix
