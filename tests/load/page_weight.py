"""Bytes of a page's first load without images: HTML, CSS, JavaScript and the fonts it needs."""

import gzip
import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urljoin

Fetch = Callable[[str], bytes]


class PageParts(HTMLParser):
    """The addresses of style sheets and scripts, the behaviours asked for, the text."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.behaviours: set[str] = set()
        self.text: list[str] = []
        self.has_italics = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "link" and "stylesheet" in (found.get("rel") or ""):
            self.addresses.append(found.get("href") or "")
        if tag == "script" and found.get("src"):
            self.addresses.append(found["src"] or "")
        self.behaviours.update((found.get("data-behaviour") or "").split())
        self.has_italics = self.has_italics or tag in {"em", "i", "cite"}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def weigh(address: str, fetch: Fetch) -> dict[str, int]:
    """Compressed sizes in bytes: `html`, `css`, `js`, `fonts`, and their sum `total`."""
    html = fetch(address)
    page = PageParts()
    page.feed(html.decode())
    sizes = {"html": packed(html), "css": 0, "js": 0, "fonts": 0}
    waiting, seen = [urljoin(address, each) for each in page.addresses], set()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        body = fetch(each)
        kind = "css" if ".css" in each else "js"
        sizes[kind] += packed(body)
        waiting += linked(each, body.decode(), page.behaviours)
        if "fonts" in each and kind == "css":
            sizes["fonts"] += needed_fonts(each, body.decode(), page, fetch)
    sizes["total"] = sum(sizes.values())
    return sizes


def linked(address: str, text: str, behaviours: set[str]) -> list[str]:
    """What a style sheet or a module loads in turn; of the behaviours only those in the page."""
    if ".css" in address:
        found = re.findall(r'@import\s+(?:url\()?["\']([^"\']+)', text)
    else:
        found = re.findall(r'(?:^|\n)\s*import\s[^"\']*["\'](\.[^"\']+)["\']', text)
        lazy = re.findall(r'import\(\s*["\'](\.[^"\']+)["\']', text)
        found += [each for each in lazy if behaviour_name(each) in behaviours]
    return [urljoin(address, each) for each in found]


def behaviour_name(path: str) -> str:
    """`./behaviours/copy.4f2a81c09e3b.js` → `copy`."""
    return path.rsplit("/", 1)[-1].split(".", 1)[0]


def needed_fonts(address: str, css: str, page: PageParts, fetch: Fetch) -> int:
    """Sum of the font files that the page's characters ask for, each weight counted as used."""
    faces: dict[str, list[tuple[str, str]]] = {}
    for block in re.findall(r"@font-face\s*{(.*?)}", css, flags=re.DOTALL):
        found = dict(re.findall(r"([\w-]+):\s*([^;}]+)", block))
        if found["font-style"] == "normal" or page.has_italics:
            source = re.sub(r'^url\(["\']?|["\']?\).*$', "", found["src"])
            kind = f"{found['font-family']} {found['font-weight']} {found['font-style']}"
            faces.setdefault(kind, []).append((found["unicode-range"], source))
    needed = set()
    for character in {ord(each) for each in "".join(page.text)}:
        for kind in faces.values():
            # Where ranges overlap, a browser takes the face that was declared last.
            fitting = [source for ranges, source in kind if holds(ranges, character)]
            needed.update(fitting[-1:])
    return sum(len(fetch(urljoin(address, source))) for source in needed)


def holds(ranges: str, character: int) -> bool:
    for each in ranges.split(","):
        start, _, end = each.strip()[2:].partition("-")
        if int(start, 16) <= character <= int(end or start, 16):
            return True
    return False


def packed(body: bytes) -> int:
    """As a proxy would send it: gzip at its usual level."""
    return len(gzip.compress(body, compresslevel=6))
