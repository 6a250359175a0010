"""The contents of a text, nested as the text is."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from guidelines.text_html.rows import HEADED, Row


def contents_html(rows: list[Row]) -> SafeString:
    """Nested lists of links to all that has a heading; empty for a text without headings."""
    parts: list[str] = []
    stack: list[int] = []  # entries whose list of children may still grow
    has_list: set[int] = set()
    for row in (row for row in rows if row.kind in HEADED):
        while stack and stack[-1] != row.parent_id:
            parts.append(_close(stack.pop(), has_list))
        if stack and stack[-1] not in has_list:
            has_list.add(stack[-1])
            parts.append("<ol>")
        parts.append(f'<li><a href="#{escape(row.path)}">{escape(_entry(row))}</a>')
        stack.append(row.pk)
    parts += [_close(entry, has_list) for entry in reversed(stack)]
    return mark_safe(f"<ol>{''.join(parts)}</ol>" if parts else "")


def _entry(row: Row) -> str:
    return " ".join(row.title.split())


def _close(entry: int, has_list: set[int]) -> str:
    return "</ol></li>" if entry in has_list else "</li>"
