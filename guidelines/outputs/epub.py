"""EPUB 3: one XHTML file, a navigation document made of the headings, no script."""

import io
import zipfile
from html import escape
from typing import Any

from guidelines.outputs.sheet import Block, Sheet

# A fixed moment inside the archive: the same sheet gives the same bytes.
MADE = (2000, 1, 1, 0, 0, 0)
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
STYLE = """body { line-height: 1.6 } h1, .centred { text-align: center }
table { border-collapse: collapse } th, td { border: 1px solid; padding: .3em; text-align: start }
aside { border: 1px solid; padding: .5em; font-size: .85em }"""
CENTRED = ("attached", "annex", "part", "chapter", "section", "subsection")


def make_epub(sheet: Sheet, *, key: str) -> bytes:
    """The sheet as a book; `key` is its identifier."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        _write(book, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        _write(book, "META-INF/container.xml", CONTAINER)
        _write(book, "book/package.opf", _package(sheet, key))
        _write(book, "book/nav.xhtml", _page(sheet, _contents(sheet)))
        _write(book, "book/text.xhtml", _page(sheet, _text(sheet)))
        _write(book, "book/style.css", STYLE)
    return out.getvalue()


def _write(book: zipfile.ZipFile, name: str, content: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, MADE)
    entry.compress_type = how
    book.writestr(entry, content)


def _package(sheet: Sheet, key: str) -> str:
    title = escape(f"{sheet.kind} {sheet.number}: {sheet.title}")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{sheet.language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:sha256:{key}</dc:identifier>
<dc:title>{title}</dc:title><dc:language>{sheet.language}</dc:language><dc:creator>{escape(sheet.issuer)}</dc:creator>
<dc:source>{escape(sheet.address)}</dc:source><meta property="dcterms:modified">2000-01-01T00:00:00Z</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>
<item id="style" href="style.css" media-type="text/css"/></manifest>
<spine><itemref idref="text"/></spine></package>"""


def _page(sheet: Sheet, body: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="{sheet.language}" lang="{sheet.language}">
<head><title>{escape(sheet.kind)} {escape(sheet.number)}</title><link rel="stylesheet" href="style.css"/></head>
<body>{body}</body></html>"""


def _contents(sheet: Sheet) -> str:
    rows = [
        f'<li><a href="text.xhtml#{escape(block.path)}">{escape(_title(block))}</a></li>'
        for block in sheet.blocks
        if block.level
    ] or [f'<li><a href="text.xhtml">{escape(sheet.title)}</a></li>']
    return f'<nav epub:type="toc"><h1>{escape(sheet.title)}</h1><ol>{"".join(rows)}</ol></nav>'


def _text(sheet: Sheet) -> str:
    words = sheet.words
    notes = [
        f"{words['as_of']} {sheet.as_of}: {sheet.status}. {sheet.status_sentence}",
        f"{words['text_of']}: {sheet.text_of}",
        f"{words['address']}: {sheet.address}",
        *sheet.notes,
    ]
    part = f"<p>({escape(words['extract'])})</p>" if sheet.is_part else ""
    head = (
        f"<p>{escape(sheet.issuer)}<br/>Số: {escape(sheet.number)}</p>"
        f"<h1>{escape(sheet.kind)} {escape(sheet.number)}</h1><p>{escape(sheet.title)}</p>{part}"
        f"<aside>{''.join(f'<p>{escape(note)}</p>' for note in notes)}</aside>"
    )
    return head + "".join(_block(block) for block in sheet.blocks)


def _title(block: Block) -> str:
    return ". ".join(part for part in (block.label, block.heading) if part) or block.path


def _block(block: Block) -> str:
    mark = f" <small>({escape(block.mark)})</small>" if block.mark else ""
    if block.kind == "table" and block.table:
        return f'<div id="{escape(block.path)}">{_table(block.table)}</div>'
    lines = [escape(line) for line in block.text.split("\n") if line.strip()]
    if block.level:
        name = f"h{min(block.level, 6)}"
        centred = ' class="centred"' if block.kind in CENTRED else ""
        head = f'<{name} id="{escape(block.path)}"{centred}>{escape(_title(block))}{mark}</{name}>'
        return head + "".join(f"<p>{line}</p>" for line in lines)
    parts = [escape(block.label), escape(block.heading), *lines[:1]]
    first = " ".join(part for part in parts if part)
    rest = "".join(f"<p>{line}</p>" for line in lines[1:])
    return f'<p id="{escape(block.path)}">{first}{mark}</p>{rest}'


def _table(data: dict[str, Any]) -> str:
    rows = []
    for number, cells in enumerate(data["rows"]):
        scope = "col" if number < data["header_rows"] else "row"
        rows.append("<tr>" + "".join(_cell(cell, scope) for cell in cells) + "</tr>")
    return f"<table>{''.join(rows)}</table>"


def _cell(cell: dict[str, Any], scope: str) -> str:
    name = "th" if cell["is_header"] else "td"
    head = f' scope="{scope}"' if cell["is_header"] else ""
    spans = "".join(f' {span}="{cell[span]}"' for span in ("colspan", "rowspan") if cell[span] > 1)
    return f"<{name}{head}{spans}>{escape(cell['text'])}</{name}>"
