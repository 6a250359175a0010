"""Store a recognised text as a draft: version, provisions, words and findings, all or nothing."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guidelines.choices import DocumentState, VersionKind
from guidelines.exceptions import EmptyText, TextAlreadyStored
from guidelines.models import (
    Document,
    Provision,
    ProvisionText,
    SourceFile,
    Version,
    VersionEvent,
)
from guidelines.permissions import can_edit_document
from guidelines.recognition.parsed import Finding, Parsed, ParsedProvision
from guidelines.redline.nodes import Node
from guidelines.redline.result import assign_lineage
from guidelines.services.redlines import nodes_of
from guidelines.tasks.waking import wake
from guidelines.translations import Match, match_translation

RECORD_CITATIONS = "guidelines.tasks.citations.record_citations"
ROWS_AT_ONCE = 1000


@transaction.atomic
def store_text(
    *,
    document: Document,
    parsed: Parsed,
    source: SourceFile | None,
    language: str,
    valid_from: date,
    kind: str = VersionKind.ORIGINAL,
    by: Any,
    at: datetime,
    is_demo: bool = False,
) -> Version:
    """A draft text of the document; `by` is its author, None from the command line.

    Raises EmptyText, TextAlreadyStored (this file is already a text of this document in this
    language), PermissionDenied. Citations are looked for after the commit.
    """
    if by is not None and not can_edit_document(by):
        raise PermissionDenied
    if not parsed.provisions:
        raise EmptyText
    _refuse_stored(document, source, language)
    translation = None
    if language != "vi":
        translation = match_translation(document, parsed.provisions, valid_from=valid_from)
    version = Version.objects.create(
        document=document,
        kind=kind,
        language=language,
        valid_from=valid_from,
        source=source,
        is_ocr=parsed.is_ocr,
        is_machine_numbered=parsed.is_machine_numbered,
        author=by,
        findings=findings_of(parsed, translation.findings() if translation else ()),
        text_digest=digest_of(parsed),
        is_demo=is_demo,
    )
    _store_provisions(version, parsed.provisions, translation)
    VersionEvent.objects.create(
        subject=version, event="import", to_state=DocumentState.DRAFT, at=at, by=by
    )
    wake(RECORD_CITATIONS, version.pk)
    return version


def findings_of(parsed: Parsed, more: Iterable[Finding] = ()) -> dict[str, Any]:
    """What the import listed, for `Version.findings`: normalisations counted by rule."""
    rules = Counter(change.rule for row in parsed.provisions for change in row.normalisations)
    return {
        "normalisations": dict(rules.most_common()),
        "gaps": [asdict(finding) for finding in parsed.gaps],
        "warnings": [asdict(finding) for finding in (*parsed.warnings, *more)],
        "unrecognised": [asdict(finding) for finding in parsed.unrecognised],
    }


def digest_of(parsed: Parsed) -> str:
    """The sha256 (hexadecimal) of the provisions' paths, headings, words and tables in order."""
    words = sha256()
    for row in parsed.provisions:
        table = json.dumps(asdict(row.table), ensure_ascii=False) if row.table else ""
        parts = (row.path, row.label, row.heading, row.text, table)
        words.update("\x1f".join(parts).encode() + b"\x1e")
    return words.hexdigest()


def _refuse_stored(document: Document, source: SourceFile | None, language: str) -> None:
    if source is None:
        return
    twins = Version.objects.filter(document=document, source=source, language=language)
    stored = twins.exclude(state=DocumentState.WITHDRAWN).first()
    if stored is not None:
        raise TextAlreadyStored(version=stored)


def _store_provisions(
    version: Version, parsed: tuple[ParsedProvision, ...], translation: Match | None
) -> None:
    """Parents before children, so that each row knows its parent's key.

    What a translation shares with the Vietnamese text is the same provision there.
    """
    lineages = _known_lineages(version, parsed)
    if translation is not None:
        shared = set(translation.lineages.values())
        kept = {path: own for path, own in lineages.items() if own not in shared}
        lineages = {**kept, **translation.lineages}
    rows = [_row(version, order, given, lineages) for order, given in enumerate(parsed)]
    at = {row.path: row for row in rows}
    for depth in sorted({row.depth for row in rows}):
        level = [
            (row, given) for row, given in zip(rows, parsed, strict=True) if row.depth == depth
        ]
        for row, given in level:
            row.parent = at.get(given.parent) if given.parent else None
        Provision.objects.bulk_create([row for row, _given in level], batch_size=ROWS_AT_ONCE)
    texts = [_words(row, given) for row, given in zip(rows, parsed, strict=True)]
    ProvisionText.objects.bulk_create(texts, batch_size=ROWS_AT_ONCE)


def _row(
    version: Version, order: int, given: ParsedProvision, lineages: dict[str, UUID]
) -> Provision:
    row = Provision(
        version=version,
        kind=given.kind,
        number=given.number,
        label=given.label,
        heading=given.heading,
        path=given.path,
        order=order,
        depth=given.depth,
    )
    row.lineage = lineages.get(given.path, row.lineage)
    return row


def _words(row: Provision, given: ParsedProvision) -> ProvisionText:
    return ProvisionText(
        provision=row,
        text=given.text,
        source=given.source,
        normalisations=[asdict(change) for change in given.normalisations],
        table=asdict(given.table) if given.table else None,
    )


def predecessor_of(version: Version) -> Version | None:
    """The text this one follows: of the same document and language, valid last before it."""
    texts = Version.objects.filter(document=version.document_id, language=version.language)
    older = texts.filter(valid_from__lte=version.valid_from).exclude(pk=version.pk)
    return older.exclude(state=DocumentState.WITHDRAWN).order_by("-valid_from", "-pk").first()


def _known_lineages(version: Version, parsed: tuple[ParsedProvision, ...]) -> dict[str, UUID]:
    """Lineages by path, carried on from the text before, or else from the one that follows."""
    known = predecessor_of(version) or _successor_of(version)
    if known is None:
        return {}
    return assign_lineage(nodes_of(known), [Node.of_parsed(row) for row in parsed])


def _successor_of(version: Version) -> Version | None:
    texts = Version.objects.filter(document=version.document_id, language=version.language)
    later = texts.filter(valid_from__gt=version.valid_from).exclude(state=DocumentState.WITHDRAWN)
    return later.order_by("valid_from", "pk").first()
