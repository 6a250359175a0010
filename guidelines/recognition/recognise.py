"""From the lines of a file to the provisions of a document. Pure; the file's words stay."""

from __future__ import annotations

from collections.abc import Sequence

from guidelines.exceptions import NumberMismatch
from guidelines.recognition import header
from guidelines.recognition.gaps import find_gaps
from guidelines.recognition.node import Node
from guidelines.recognition.normalise import clean, compose
from guidelines.recognition.parsed import (
    Cell,
    Finding,
    Parsed,
    ParsedProvision,
    Proposal,
    Reading,
    Table,
)
from guidelines.recognition.quotes import mark_quoted
from guidelines.recognition.rows import Row, layout_of, rows_of
from guidelines.recognition.titles import settle_headings
from guidelines.recognition.tree import Builder


def recognise(reading: Reading, *, declared_number: str = "") -> Parsed:
    """Recognise structure and header of a file.

    Raises `NumberMismatch` when the header's number is not the one declared.
    """
    rows = rows_of(reading)
    unclosed = mark_quoted(rows)
    builder = Builder(rows, layout_of(reading, rows))
    nodes = builder.build()
    provisions = tuple(_provisions(nodes, rows, reading.source_text))
    proposals = _proposals(nodes, rows)
    found = {proposal.name: proposal.value for proposal in proposals}
    _check_number(declared_number, found.get("number", ""))
    return Parsed(
        **found,
        proposals=proposals,
        provisions=provisions,
        gaps=tuple(find_gaps(provisions)),
        warnings=(*reading.warnings, *unclosed, *_warnings(found, provisions, builder)),
        unrecognised=tuple(builder.findings),
        is_ocr=reading.is_ocr,
        is_machine_numbered=any(_is_machine_numbered(node) for node in nodes),
        pages=reading.pages,
    )


def _provisions(nodes: Sequence[Node], rows: Sequence[Row], source: str) -> list[ParsedProvision]:
    settle_headings(nodes, source)
    starts = [0 if order == 0 else rows[node.row].start for order, node in enumerate(nodes)]
    ends = [*starts[1:], len(source)] if nodes else []
    return [
        _provision(node, rows[node.row].line, source[start:end], start)
        for node, start, end in zip(nodes, starts, ends, strict=True)
    ]


def _provision(node: Node, line: int, source: str, start: int) -> ParsedProvision:
    composed = compose(source, node.pieces, kind=node.kind, offset=start)
    return ParsedProvision(
        kind=node.kind,
        number=node.number,
        label=composed.label,
        heading=composed.heading,
        text=composed.text,
        path=node.path,
        parent=node.parent.path if node.parent else "",
        depth=node.depth,
        source=source,
        line=line,
        normalisations=composed.changes,
        table=_clean_table(node.table) if node.table else None,
    )


def _clean_table(table: Table) -> Table:
    rows = tuple(
        tuple(Cell(clean(c.text)[0], c.colspan, c.rowspan, c.is_header) for c in cells)
        for cells in table.rows
    )
    return Table(rows, table.header_rows, clean(table.caption)[0])


def _proposals(nodes: Sequence[Node], rows: Sequence[Row]) -> tuple[Proposal, ...]:
    """Header from what stands before the first provision, signer from the main closing."""
    first = next((node.row for node in nodes if node.kind != "preamble"), len(rows))
    closing = next((node.row for node in nodes if node.kind == "closing"), len(rows))
    after = [node.row for node in nodes if node.row > closing]
    end = min([*after, len(rows)])
    other = [n.row for n in nodes if n.kind in ("attached", "annex")]
    body_end = min([closing, *other, len(rows)])
    return header.propose(rows[:first], rows[first:body_end], rows[closing:end])


def _check_number(declared: str, found: str) -> None:
    if declared.strip() and found and not header.same_number(declared, found):
        raise NumberMismatch(declared=declared.strip(), found=found)


def _warnings(
    found: dict[str, str], provisions: Sequence[ParsedProvision], builder: Builder
) -> list[Finding]:
    names = ("kind", "number", "issuer", "issued_on", "title")
    warnings = [Finding(f"{name}_not_found") for name in names if not found.get(name)]
    if not any(provision.kind not in ("preamble", "closing") for provision in provisions):
        warnings.append(Finding("no_structure"))
    for node, path in builder.duplicates:
        line = builder.rows[node.row]
        warnings.append(
            Finding("duplicate_path", line.line, line.text[:120], {"path": path, "now": node.path})
        )
    return warnings


def _is_machine_numbered(node: Node) -> bool:
    return any(piece.role == "label" and piece.prefix for piece in node.pieces)
