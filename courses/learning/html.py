"""Text of a lesson as staff paste it, down to the tags that carry meaning (nh3, an allow-list)."""

import nh3

TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "b", "i", "sub", "sup",
    "blockquote", "code", "pre", "table", "caption", "thead", "tbody", "tr", "th", "td", "dl",
    "dt", "dd", "hr",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}


def clean_html(text: str) -> str:
    """Safe HTML; text without any tag becomes paragraphs, one for each empty line between."""
    if "<" not in text:
        parts = [part.strip() for part in text.replace("\r", "").split("\n\n")]
        text = "".join(f"<p>{'<br>'.join(part.splitlines())}</p>" for part in parts if part)
    return nh3.clean(
        text, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}
    )
