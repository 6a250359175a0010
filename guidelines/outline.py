"""What was recognised in a file, as rows for machines and as an outline for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guidelines.choices import DocumentKind, ProvisionKind
from guidelines.recognition.findings_words import sentence
from guidelines.recognition.parsed import Finding, Parsed, ParsedProvision

_WIDTH = 90
_UNNAMED = (ProvisionKind.PREAMBLE, ProvisionKind.CLOSING, ProvisionKind.TABLE)


def provision_rows(parsed: Parsed) -> list[dict[str, Any]]:
    """`{path, kind, label, heading, text}` in the order of the text; tables with their cells."""
    names = ("path", "kind", "label", "heading", "text")
    rows = []
    for provision in parsed.provisions:
        row: dict[str, Any] = {name: getattr(provision, name) for name in names}
        if provision.table is not None:
            cells = [[cell.text for cell in cells] for cells in provision.table.rows]
            row["table"] = {"header_rows": provision.table.header_rows, "rows": cells}
        rows.append(row)
    return rows


def finding_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """`{code, message, line, excerpt, …}`; lines count from 1."""
    return [
        {
            "code": finding.code,
            "message": sentence(finding.code, finding.facts),
            "line": None if finding.line is None else finding.line + 1,
            "excerpt": finding.excerpt,
            **finding.facts,
        }
        for finding in findings
    ]


def outline(parsed: Parsed) -> Iterator[str]:
    """Header, tree, gaps and warnings as lines of text in the active language."""
    for label, value in _header(parsed):
        yield f"{label}: {value or _('no information yet')}"
    yield ""
    yield from (_provision(provision) for provision in parsed.provisions)
    yield ""
    kinds = Counter(provision.kind for provision in parsed.provisions)
    counted = (f"{ProvisionKind(kind).label}: {count}" for kind, count in kinds.items())
    yield _("Recognised: %(counts)s") % {"counts": "; ".join(counted)}
    yield from _section(_("Gaps in the numbering"), parsed.gaps)
    yield from _section(_("Warnings"), parsed.warnings)
    yield from _section(_("Not recognised"), parsed.unrecognised)


def _header(parsed: Parsed) -> list[tuple[str, str]]:
    kind = DocumentKind(parsed.kind).label if parsed.kind else ""
    return [
        (_("Kind"), str(kind)),
        (_("Number"), parsed.number),
        (_("Issuing body"), parsed.issuer),
        (_("Date of issue"), _day(parsed.issued_on)),
        (_("In force from"), _day(parsed.effective_on)),
        (pgettext("document", "Title"), parsed.title),
    ]


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _provision(provision: ParsedProvision) -> str:
    words = [provision.label, provision.heading, *provision.text.split("\n")[:1]]
    if provision.kind in _UNNAMED:
        words = [f"({ProvisionKind(provision.kind).label})", *words]
    said = " ".join(word for word in words if word)
    said = said if len(said) <= _WIDTH else said[:_WIDTH].rstrip() + "…"
    return f"{'  ' * provision.depth}{said}  [{provision.path}]"


def _section(title: str, findings: Iterable[Finding]) -> Iterator[str]:
    rows = finding_rows(findings)
    if not rows:
        return
    yield f"{title} ({len(rows)}):"
    for row in rows:
        place = _("line %(line)s: ") % {"line": row["line"]} if row["line"] else ""
        excerpt = f" “{row['excerpt'][:60]}”" if row["excerpt"] else ""
        yield f"  - {place}{row['message']}{excerpt}"
