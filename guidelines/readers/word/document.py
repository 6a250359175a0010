"""A DOCX as lines. Headers, footers, comments and tables of contents are no part of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from lxml import etree

from guidelines.readers.encodings import refuse_font_letters
from guidelines.readers.layout import is_layout
from guidelines.readers.media_types import DOCX
from guidelines.readers.refusals import refused
from guidelines.readers.word.numbering import Numbering
from guidelines.readers.word.paragraphs import Seen, read_paragraph
from guidelines.readers.word.parts import external_targets, main_part, related
from guidelines.readers.word.styles import Styles
from guidelines.readers.word.tables import Grid, as_lines, as_table, as_text, read_grid
from guidelines.readers.word.xml import W, body_blocks, parse_part, value
from guidelines.recognition.parsed import Finding, Line, Reading

_AROUND = {W + tag for tag in ("sdtContent", "customXml", "ins", "moveTo")}
_EVERY = 200
Progress = Callable[[int, int], None]


def read_docx(path: Path, *, name: str, progress: Progress | None = None) -> Reading:
    """The lines of a Word document; raises FileRefused where it is broken or holds no text."""
    try:
        with ZipFile(path) as archive:
            reader = _Reader(archive)
            lines = reader.read(progress)
    except (BadZipFile, etree.XMLSyntaxError, EOFError, KeyError) as problem:
        raise refused("damaged", name=name) from problem
    text = "\n".join(line.text for line in lines)
    if not text.strip():
        raise refused("no_text", name=name)
    refuse_font_letters(text, name=name)
    return Reading(media_type=DOCX, lines=tuple(lines), warnings=reader.findings())


class _Reader:
    """Carries what has to be remembered from one block to the next."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._main = main_part(archive)
        self._related = related(archive, self._main)
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._seen = Seen()
        self._held = ""

    def read(self, progress: Progress | None) -> list[Line]:
        lines: list[Line] = []
        for done, block in enumerate(body_blocks(self._archive, self._main)):
            if progress and done % _EVERY == 0:
                progress(0, 1)
            self._seen.at = len(lines)
            lines.extend(self._block(block))
        if self._held:
            lines.append(Line(text=self._held))
        self._seen.at = len(lines)
        lines.extend(self._notes())
        self._note_the_rest()
        if progress:
            progress(1, 1)
        return lines

    def _part(self, kind: str) -> etree._Element | None:
        """A part beside the text; some writers add one without saying how it belongs."""
        return parse_part(self._archive, self._related.get(kind, f"word/{kind}.xml"))

    def _blocks(self, parent: etree._Element) -> list[Line]:
        return [line for child in parent for line in self._block(child)]

    def _block(self, block: etree._Element) -> list[Line]:
        if block.tag == W + "p":
            return list(self._paragraph(block))
        if block.tag == W + "tbl":
            return self._table(block)
        if block.tag == W + "sdt":
            if _is_contents(block):
                self._seen.note("contents_left_out")
                return []
            return [
                line
                for content in block.findall(W + "sdtContent")
                for line in self._blocks(content)
            ]
        if block.tag in _AROUND:
            return self._blocks(block)
        if block.tag == W + "altChunk":
            self._seen.note("embedded_text")
        return []

    def _paragraph(self, element: etree._Element) -> Iterator[Line]:
        paragraph = read_paragraph(element, self._styles, self._seen)
        if paragraph.style.is_contents:
            self._seen.note("contents_left_out")
            return
        if paragraph.is_joined_to_next:
            self._held += paragraph.text
            return
        text, self._held = self._held + paragraph.text, ""
        number = self._numbering.label(paragraph.properties, paragraph.style)
        for at, part in enumerate(text.split("\n")):
            yield Line(
                text=part,
                number="" if at else number,
                is_bold=paragraph.is_bold,
                is_centred=paragraph.is_centred,
            )
        boxes, self._seen.boxes = self._seen.boxes, []
        for box in boxes:
            self._seen.note("text_boxes", "".join(box.itertext(W + "t")))
            yield from self._blocks(box)

    def _table(self, element: etree._Element) -> list[Line]:
        grid = read_grid(element, self._blocks)
        if not grid.rows:
            return []
        if is_layout([[cell.shown for cell in row] for row in grid.rows]):
            return as_lines(grid)
        if any(line.table for line in as_lines(grid)):
            self._seen.note("nested_tables", _beginning(grid))
        self._seen.note("tables")
        return [Line(text=as_text(grid), table=as_table(grid))]

    def _notes(self) -> Iterator[Line]:
        """Footnotes and endnotes after the text, in the order in which the text calls them."""
        parts = {kind: self._notes_of(kind) for kind in ("footnote", "endnote")}
        # Reading a note may find no further calls: they are counted from the text alone.
        for number, (kind, key, _line) in enumerate(list(self._seen.footnotes), start=1):
            element = parts[kind].get(key)
            lines = [] if element is None else self._blocks(element)
            lines = [line for line in lines if line.text.strip()] or [Line(text="")]
            yield replace(lines[0], number=f"[{number}]", text=lines[0].text.lstrip())
            yield from lines[1:]

    def _notes_of(self, kind: str) -> dict[str, etree._Element]:
        root = self._part(f"{kind}s")
        found = [] if root is None else root.findall(W + kind)
        return {note.get(W + "id", ""): note for note in found}

    def _note_the_rest(self) -> None:
        """Parts that are never opened, and what the numbering could not write."""
        comments = self._part("comments")
        for comment in [] if comments is None else comments.findall(W + "comment"):
            self._seen.note("comments", "".join(comment.itertext(W + "t")))
        for target in external_targets(self._archive):
            self._seen.note("external_parts", target)
        for form in sorted(self._numbering.unknown_formats):
            self._seen.note("unknown_numbering", form)

    def findings(self) -> tuple[Finding, ...]:
        """What staff should know, each once with its count and first place."""
        seen = self._seen
        return tuple(
            Finding(
                code=code,
                line=seen.lines.get(code),
                excerpt=seen.excerpts.get(code, ""),
                facts={"count": count, **self._places(code)},
            )
            for code, count in sorted(seen.counts.items())
            if code != "tables"
        )

    def _places(self, code: str) -> dict[str, list[int]]:
        """Where each footnote is called: its mark is drawn by Word and stands in no text."""
        if code != "footnotes":
            return {}
        return {"lines": [line for _kind, _key, line in self._seen.footnotes]}


def _is_contents(block: etree._Element) -> bool:
    gallery = value(block.find(W + "sdtPr"), "docPartObj", "docPartGallery") or ""
    return gallery.lower() in ("table of contents", "mục lục")


def _beginning(grid: Grid) -> str:
    return next((cell.shown for row in grid.rows for cell in row if cell.shown), "")
