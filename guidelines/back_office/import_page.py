"""What the pages of an import show: plain values for the templates."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from guidelines.back_office.import_forms import DETAIL_FIELDS, EXISTING, NEW, SaveForm
from guidelines.choices import VIETNAMESE_KINDS, ImportState, ProvisionKind, VersionKind
from guidelines.models import Document, ImportJob
from guidelines.presentation import short_day
from guidelines.readers import media_types
from guidelines.recognition.findings_words import rule_words, sentence
from guidelines.recognition.header import same_number
from guidelines.recognition.parsed import Finding, Parsed
from guidelines.recognition.translated import language_of
from guidelines.services.import_drafts import day_of, documents_like, issuer_like
from guidelines.services.import_reading import STEPS
from guidelines.translations import NUMBERED, match_translation

STEP_LABELS = {
    "check": gettext_lazy("Check the file"),
    "read": gettext_lazy("Read its text"),
    "recognise": gettext_lazy("Recognise articles, clauses and points"),
    "propose": gettext_lazy("Prepare the proposal"),
}
MEDIA_LABELS = {
    media_types.DOCX: "DOCX",
    media_types.PDF: "PDF",
    media_types.HTML: "HTML",
    media_types.TEXT: gettext_lazy("plain text"),
}
# Field of the form → name of the proposal.
PROPOSED = {
    "document_kind": "kind",
    "number": "number",
    "issuer": "issuer",
    "issued_on": "issued_on",
    "effective_on": "effective_on",
    "title": "title",
    "signer": "signer",
}
# Shown as lines of the outline; the kinds below them are only counted.
OUTLINED = {
    ProvisionKind.PREAMBLE,
    ProvisionKind.ATTACHED,
    ProvisionKind.ANNEX,
    ProvisionKind.PART,
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
    ProvisionKind.SUBSECTION,
    ProvisionKind.ARTICLE,
    ProvisionKind.TABLE,
    ProvisionKind.CLOSING,
}
MOST_EXAMPLES = 3
MOST_FINDINGS = 200


def file_facts(job: ImportJob) -> dict[str, Any]:
    """Name, kind, size and checksum of the file, and who handed it in when."""
    source = job.source
    return {
        "name": source.name,
        "kind": MEDIA_LABELS.get(source.media_type, source.media_type),
        "size": source.size,
        "sha256": source.sha256,
        "by": person(job),
        "at": job.created_at,
    }


def person(job: ImportJob) -> str:
    if job.by is None:
        return _("the command line")
    return job.by.full_name or job.by.email


def progress_context(job: ImportJob) -> dict[str, Any]:
    """Where the reading stands, and what can be done about it."""
    is_live = job.state in (ImportState.QUEUED, ImportState.RUNNING)
    is_stopped = job.state in (ImportState.CANCELLED, ImportState.FAILED)
    at = STEPS.index(job.step) if job.step in STEPS else -1
    return {
        "job": job,
        "is_live": is_live,
        "may_resume": is_stopped and bool(job.source.file),
        "steps": [
            {"label": STEP_LABELS[name], "mark": _mark(place, at), "is_now": place == at}
            for place, name in enumerate(STEPS)
        ],
        "percent": job.done * 100 // job.total if job.total else None,
        "status_url": reverse("guidelines_imports:status", args=[job.pk]),
        "cancel_url": reverse("guidelines_imports:cancel", args=[job.pk]),
        "resume_url": reverse("guidelines_imports:resume", args=[job.pk]),
    }


def _mark(place: int, at: int) -> str:
    if place < at:
        return pgettext_lazy("import step", "done")
    return pgettext_lazy("import step", "under way") if place == at else ""


def identity_of(job: ImportJob, parsed: Parsed) -> dict[str, str]:
    """The number in the file beside the one that was expected; another one never gets this far."""
    if not parsed.number:
        verdict = _("the file says no number, so nothing could be compared")
    elif not job.declared_number:
        verdict = _("no number was declared to compare it with")
    else:
        verdict = _("the same as the number declared")
    return {"found": parsed.number, "declared": job.declared_number, "verdict": verdict}


def preview_context(parsed: Parsed, form: SaveForm, *, document: Document | None) -> dict[str, Any]:
    """What was recognised, what was not, and the fields beside the lines they were read from."""
    return {
        "counts": counts_of(parsed),
        "outline": outline_of(parsed),
        "gaps": finding_rows(parsed.gaps),
        "warnings": finding_rows(parsed.warnings),
        "unrecognised": finding_rows(parsed.unrecognised),
        "normalisations": normalisation_rows(parsed),
        "fields": field_rows(parsed, form),
        "comparison": comparison_rows(parsed, document) if document else [],
        "compared_to": document,
        "translation": translation_rows(parsed, form, document),
        "is_ocr": parsed.is_ocr,
        "is_machine_numbered": parsed.is_machine_numbered,
        "pages": parsed.pages,
    }


def translation_rows(
    parsed: Parsed, form: SaveForm, document: Document | None
) -> dict[str, Any] | None:
    """A translation beside the Vietnamese text: what matches by number, and all that does not."""
    if document is None or form["language"].value() == "vi":
        return None
    day = form["valid_from"].value()
    day = day_of(day) if isinstance(day, str) else day
    match = match_translation(document, parsed.provisions, valid_from=day)
    if match is None:
        return {"original": "", "found": finding_rows(()), "matched": 0}
    matched = sum(row.path in match.lineages for row in parsed.provisions if row.kind in NUMBERED)
    return {
        "original": short_day(match.original.valid_from),
        "found": finding_rows(tuple(match.findings())),
        "matched": matched,
    }


def counts_of(parsed: Parsed) -> list[dict[str, Any]]:
    """How many provisions of each kind, in the order of the kinds."""
    found = Counter(row.kind for row in parsed.provisions)
    return [
        {"label": kind.label, "count": found[kind.value]}
        for kind in ProvisionKind
        if found[kind.value]
    ]


def outline_of(parsed: Parsed) -> list[dict[str, Any]]:
    """Bodies, chapters and articles in order, each with how many clauses and points hang on it."""
    lines: list[dict[str, Any]] = []
    for row in parsed.provisions:
        if row.kind in OUTLINED:
            label = row.label or str(ProvisionKind(row.kind).label)
            heading = row.heading or row.text[:120]
            depth = min(row.depth, 4)
            lines.append({"label": label, "heading": heading, "depth": depth, "under": 0})
        elif lines:
            lines[-1]["under"] += 1
    return lines


def finding_rows(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """The first findings in words, with their place, and how many there are in all."""
    rows = [
        {
            "sentence": sentence(finding.code, finding.facts),
            "line": finding.line + 1 if finding.line is not None else None,
            "excerpt": finding.excerpt,
        }
        for finding in findings[:MOST_FINDINGS]
    ]
    return {"rows": rows, "count": len(findings), "more": len(findings) - len(rows)}


def normalisation_rows(parsed: Parsed) -> list[dict[str, Any]]:
    """Every rule that was used: how often, with the first places."""
    changes = [
        (row.label or row.path, change)
        for row in parsed.provisions
        for change in row.normalisations
    ]
    rules = Counter(change.rule for _place, change in changes)
    return [
        {
            "rule": rule_words(rule),
            "count": count,
            "examples": [
                {"place": place, "was": visible(change.was), "now": visible(change.now)}
                for place, change in changes
                if change.rule == rule
            ][:MOST_EXAMPLES],
        }
        for rule, count in rules.most_common()
    ]


def visible(text: str) -> str:
    """Characters that cannot be seen, made visible; long stretches shortened."""
    shown = "".join(
        _SIGNS.get(char) or (char if char.isprintable() else repr(char)[1:-1]) for char in text
    )
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


_SIGNS = {"\n": "↵", "\t": "⇥", "\u00a0": "⍽", " ": "␣"}


def field_rows(parsed: Parsed, form: SaveForm) -> list[dict[str, Any]]:
    """The fields of a new document, each with the line it was read from."""
    quotes = {proposal.name: proposal for proposal in parsed.proposals}
    rows = []
    for name in DETAIL_FIELDS:
        quote = quotes.get(PROPOSED.get(name, ""))
        row: dict[str, Any] = {"field": form[name], "quote": "", "line": None}
        if quote is not None:
            row |= {"quote": quote.excerpt, "line": quote.line + 1}
        rows.append(row | {"is_read": name in PROPOSED})
    return rows


def comparison_rows(parsed: Parsed, document: Document) -> list[dict[str, Any]]:
    """What the file says beside what the library holds of the chosen document."""
    issued, effective = day_of(parsed.issued_on), day_of(parsed.effective_on)
    issuer = issuer_like(parsed.issuer)
    kind = VIETNAMESE_KINDS.get(parsed.kind, "")
    pairs = [
        (_("document kind"), kind, VIETNAMESE_KINDS.get(document.kind, ""), None),
        (_("number"), parsed.number, document.number, same_number(parsed.number, document.number)),
        (_("issuing body"), parsed.issuer, document.issuer.name_vi, issuer == document.issuer),
        (_("issued on"), issued, document.issued_on, None),
        (_("in force from"), effective, document.effective_on, None),
        (pgettext("document", "title"), parsed.title, document.title_vi, None),
    ]
    return [_pair(*pair) for pair in pairs]


def _pair(label: str, found: Any, held: Any, is_same: bool | None) -> dict[str, Any]:
    if is_same is None:
        is_same = _plain(found) == _plain(held)
    verdict = (
        pgettext_lazy("comparison", "the same")
        if is_same
        else pgettext_lazy("comparison", "differs")
    )
    if not found or not held:
        verdict = pgettext_lazy("comparison", "cannot be compared")
    return {
        "label": label,
        "found": _shown(found),
        "held": _shown(held),
        "verdict": verdict,
        "is_different": bool(found and held and not is_same),
    }


def _plain(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


def _shown(value: Any) -> str:
    if value is None or value == "":
        return ""
    return value if isinstance(value, str) else short_day(value)


def initial_of(job: ImportJob, parsed: Parsed) -> dict[str, Any]:
    """What the form proposes; the known document is chosen where exactly one fits."""
    likely = [job.document] if job.document else documents_like(parsed)
    document = likely[0] if len(likely) == 1 else None
    issuer = issuer_like(parsed.issuer)
    effective = day_of(parsed.effective_on)
    known = document.effective_on or document.issued_on if document else None
    differs = document is not None and not same_number(parsed.number, document.number)
    is_consolidated = differs and bool(parsed.number) and "VBHN" in parsed.number.upper()
    return {
        "target": EXISTING if likely else NEW,
        "document": document,
        "document_kind": parsed.kind,
        "number": parsed.number,
        "issuer": issuer,
        "issuer_name": "" if issuer else parsed.issuer,
        "issued_on": day_of(parsed.issued_on),
        "effective_on": effective,
        "title": parsed.title,
        "signer": parsed.signer,
        "text_kind": VersionKind.CONSOLIDATED if is_consolidated else VersionKind.ORIGINAL,
        "language": language_of(parsed.provisions) or "vi",
        "valid_from": effective or known or day_of(parsed.issued_on),
    }
