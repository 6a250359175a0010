"""HTML as lines: sanitised first, so that no script, handler or `javascript:` link gets further."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nh3
from lxml import html as lxml_html

from guidelines.readers.encodings import decode
from guidelines.readers.media_types import HTML
from guidelines.readers.plain import encoding_warnings
from guidelines.readers.refusals import refused
from guidelines.readers.web_blocks import Blocks
from guidelines.recognition.parsed import Finding, Reading

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "nav", "ol", "p", "pre", "section", "ul",
}  # fmt: skip
_INLINE = {"a", "b", "br", "em", "font", "i", "s", "small", "span", "strong", "sub", "sup", "u"}
_TABLE = {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_ATTRIBUTES = {
    "*": {"align", "hidden", "style"},
    "td": {"colspan", "rowspan", "scope"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
}
# Removed with all they hold.
_NEVER = {
    "script", "style", "title", "noscript", "template", "iframe", "object", "embed", "applet",
    "svg", "math", "form", "button", "select", "textarea", "audio", "video", "canvas",
}  # fmt: skip
_ACTIVE = re.compile(
    r"<\s*(script|iframe|object|embed|applet|form)\b|\son[a-z]{3,}\s*=|javascript:", re.I
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", re.I)


def read_html(path: Path, *, name: str) -> Reading:
    """The paragraphs and tables of a page; what was active in it is left out and counted."""
    data = path.read_bytes()
    declared = _CHARSET.search(data[:4096])
    text, encoding = decode(data, name=name, declared=declared[1].decode() if declared else "")
    clean = sanitise(text)
    if not clean.strip():
        raise refused("no_text", name=name)
    blocks = Blocks()
    lines = tuple(blocks.read(_tree(clean, name)))
    if not any(line.text.strip() for line in lines):
        raise refused("no_text", name=name)
    warnings = (*encoding_warnings(encoding), *_findings(text, blocks.counts))
    return Reading(media_type=HTML, lines=lines, warnings=warnings)


def _tree(clean: str, name: str) -> lxml_html.HtmlElement:
    """The page as a tree; lxml stops at 256 levels without a word, which would lose text."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    root = lxml_html.fragment_fromstring(clean, create_parent="div", parser=parser)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise refused("too_deep", name=name)
    return root


def sanitise(text: str) -> str:
    """The page with only the tags that say how its text is built (nh3, an allow-list)."""
    return nh3.clean(
        text,
        tags=_BLOCKS | _INLINE | _TABLE,
        clean_content_tags=_NEVER,
        attributes=_ATTRIBUTES,
        filter_style_properties={"text-align", "font-weight", "display", "visibility"},
        strip_comments=True,
        link_rel=None,
    )


def _findings(text: str, counts: Counter[str]) -> Iterator[Finding]:
    active = len(_ACTIVE.findall(text))
    if active:
        yield Finding(code="active_content", facts={"count": active})
    for code, count in sorted(counts.items()):
        yield Finding(code=code, facts={"count": count})
