"""What an author should know of a package that is taken all the same."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

PAGES = (".html", ".htm", ".xhtml")
_PROGRAMS = (*PAGES, ".js", ".mjs")
_OVERLAP = 200
WARNINGS: dict[str, Promise] = {
    "pop_ups": gettext_lazy(
        "The package seems to open windows of its own (window.open). They stay closed here: choose"
        " “show in the same window” in your authoring tool, or check that nothing needed is in them."
    ),
    "frames": gettext_lazy(
        "The package shows pages in frames of its own. Each may reach the SCORM interface, but"
        " frames cannot call each other's functions here: go through the package once before you"
        " publish the lesson."
    ),
    "prerequisites": gettext_lazy(
        "The package names conditions for the order of its parts (adlcp:prerequisites). They are"
        " not evaluated: parts come in the order of the manifest."
    ),
}
_SIGNS = {
    "pop_ups": (re.compile(rb"\bwindow\s*\.\s*open\s*\("), _PROGRAMS),
    "frames": (re.compile(rb"<i?frame\s[^>]{0,150}?\bsrc\s*=", re.IGNORECASE), PAGES),
}


class Scan:
    """Fed with a package file by file, chunk by chunk; `found` are keys of `WARNINGS`."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._signs: dict[str, re.Pattern[bytes]] = {}
        self._tail = b""

    def begin(self, name: str) -> None:
        ending = name.lower()
        self._signs = {
            code: sign for code, (sign, kinds) in _SIGNS.items() if ending.endswith(kinds)
        }
        self._tail = b""

    def feed(self, chunk: bytes) -> None:
        if not self._signs:
            return
        seen = self._tail + chunk
        self.found |= {code for code, sign in self._signs.items() if sign.search(seen)}
        self._tail = seen[-_OVERLAP:]
