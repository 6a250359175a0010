"""What readers hand to recognition, and what recognition hands on; JSON both ways."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Cell:
    """One cell of a table. `is_header` gives it a scope: column in header rows, else row."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    is_header: bool = False


@dataclass(frozen=True)
class Table:
    """A table kept as a table: cells by row, the first `header_rows` rows being heads."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    caption: str = ""


@dataclass(frozen=True)
class Line:
    """One paragraph of the file, exactly as its characters stand there.

    `number` is a label that the file computes (automatic numbering) and does not hold as text.
    `page` counts from 1 where the format has pages.
    """

    text: str
    number: str = ""
    page: int | None = None
    table: Table | None = None
    is_bold: bool = False
    is_centred: bool = False


@dataclass(frozen=True)
class Finding:
    """Something staff should know, with where it was seen. `code` is stable, `facts` fill the words."""

    code: str
    line: int | None = None
    excerpt: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A file as lines. `source_text` joins them with newlines."""

    media_type: str
    lines: tuple[Line, ...]
    is_ocr: bool = False
    pages: int | None = None
    warnings: tuple[Finding, ...] = ()

    @property
    def source_text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Normalisation:
    """A reversible change: `was` at offset `at` of the provision's `source` is shown as `now`."""

    rule: str
    at: int
    was: str
    now: str


@dataclass(frozen=True)
class ParsedProvision:
    """One provision; `parent` is the parent's path ("" at the top). See `models.Provision`."""

    kind: str
    number: str
    label: str
    heading: str
    text: str
    path: str
    parent: str
    depth: int
    source: str
    line: int
    normalisations: tuple[Normalisation, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Proposal:
    """One proposed value of the metadata with the line (from 0) it was read from."""

    name: str
    value: str
    line: int
    excerpt: str


@dataclass(frozen=True)
class Parsed:
    """Everything recognised in one file.

    Dates are ISO strings, `kind` is a `DocumentKind` value, `issuer` the words of the header.
    The `source` of all provisions, joined in order, is `Reading.source_text` again.
    """

    kind: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: str = ""
    effective_on: str = ""
    title: str = ""
    signer: str = ""
    proposals: tuple[Proposal, ...] = ()
    provisions: tuple[ParsedProvision, ...] = ()
    gaps: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    unrecognised: tuple[Finding, ...] = ()
    is_ocr: bool = False
    is_machine_numbered: bool = False
    pages: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dicts, as `parse_document --json` prints and `ImportResult` stores."""
        plain = {**vars(self), "provisions": tuple(map(_plain, self.provisions))}
        for name in ("proposals", "gaps", "warnings", "unrecognised"):
            plain[name] = tuple(map(asdict, plain[name]))
        return plain

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Parsed:
        """The same thing again from what `to_json` made (also after a trip through JSON)."""
        plain = {**given}
        plain["proposals"] = tuple(Proposal(**row) for row in given["proposals"])
        plain["provisions"] = tuple(_provision(row) for row in given["provisions"])
        for name in ("gaps", "warnings", "unrecognised"):
            plain[name] = tuple(Finding(**row) for row in given[name])
        return cls(**plain)


def _plain(given: ParsedProvision) -> dict[str, Any]:
    """`asdict` copies each string of a long text by itself; this is ten times quicker."""
    return {
        **vars(given),
        "normalisations": tuple({**vars(change)} for change in given.normalisations),
        "table": asdict(given.table) if given.table else None,
    }


def _provision(row: dict[str, Any]) -> ParsedProvision:
    table = row["table"]
    if table is not None:
        rows = tuple(tuple(Cell(**cell) for cell in cells) for cells in table["rows"])
        table = Table(rows, table["header_rows"], table["caption"])
    changes = tuple(Normalisation(**change) for change in row["normalisations"])
    return ParsedProvision(**{**row, "table": table, "normalisations": changes})
