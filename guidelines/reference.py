"""Loads issuers, documents and effects from `data/`; whole files only, never over staff edits."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from guidelines import services
from guidelines.choices import DocumentKind, StatedStatus, Verb
from guidelines.models import Document, DocumentSource, Effect, FourEyesApprovalTask, Issuer
from guidelines.reference_ledgers import load_ledgers
from guidelines.services.rendering import render_missing
from guidelines.services.timeline import rebuild_missing
from vkc.accounts.choices import Role
from vkc.core.models import Confidence
from vkc.core.reference import FileSummary, RowError, RowReader, load_file, upsert
from vkc.core.text import slug_text
from vkc.search.services import index
from vkc.topics.models import Topic

DATA = Path(__file__).parent / "data"
WORKFLOW_NAME = "Duyệt văn bản"
Errors = list[RowError]


def load_reference_data() -> list[FileSummary]:
    """Issuers, documents, effects, the workflow that staff publish through; what is stored of them."""
    ensure_workflow()
    summaries = [
        load_file(DATA / "issuers.json", load_issuers),
        load_file(DATA / "documents.json", load_documents),
        load_file(DATA / "effects.json", load_effects),
        load_file(DATA / "ledgers.json", load_ledgers),
    ]
    rebuild_missing()
    render_missing()
    return summaries


def ensure_workflow() -> Workflow:
    """The workflow “Duyệt văn bản”: one step, approved by the group of approvers."""
    group, _made = Group.objects.get_or_create(name=Role.APPROVER.value)
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    task = FourEyesApprovalTask.objects.filter(name=WORKFLOW_NAME).first()
    if task is None:
        task = FourEyesApprovalTask.objects.create(name=WORKFLOW_NAME)
        task.groups.add(group)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    content_type = ContentType.objects.get_for_model(Document)
    WorkflowContentType.objects.get_or_create(
        content_type=content_type, defaults={"workflow": workflow}
    )
    return workflow


def _readers(data: Any, file: str, errors: Errors) -> list[RowReader]:
    """One reader per row, in order; a row that is no object or repeats a key is an error."""
    readers, seen = [], set()
    if not isinstance(data, list):
        errors.append(RowError(file, "-", "-", "is not a list of rows"))
        return []
    for position, raw in enumerate(data, start=1):
        if not isinstance(raw, dict):
            errors.append(RowError(file, str(position), "-", "is not an object"))
            continue
        reader = RowReader(file=file, row=str(position), raw=raw, errors=errors)
        key = reader.take("key", required=True)
        if key in seen:
            reader.error("key", f"is given twice: {key}")
        seen.add(key)
        readers.append(reader)
    return readers


def load_issuers(data: Any, errors: Errors, summary: FileSummary) -> None:
    for row in _readers(data, summary.file, errors):
        values = {
            "name_vi": row.take("name_vi", required=True),
            "name_en": row.take("name_en") or "",
            "name_ko": row.take("name_ko") or "",
            "abbreviation": row.take("abbreviation") or "",
            "order": row.take("order", int) or 0,
        }
        if not errors:
            key = row.raw["key"]
            upsert(Issuer, key=key, values=values, summary=summary, identity={"key": key})


def load_documents(data: Any, errors: Errors, summary: FileSummary) -> None:
    issuers = {issuer.key: issuer for issuer in Issuer.objects.all()}
    topics = {topic.key: topic for topic in Topic.objects.all()}
    now = timezone.now()
    loaded = []
    for row in _readers(data, summary.file, errors):
        values = _document_values(row, issuers)
        sources = _sources(row, errors)
        names = row.take("topics", list) or []
        if not errors:
            document = _upsert_document(row.raw["key"], values, summary)
            if document.latest_revision_id is None:
                _load_parts(document, sources, [topics[n] for n in names if n in topics], now)
            loaded.append(document)
    if errors:
        return
    for document in loaded:
        index(document)


def _document_values(row: RowReader, issuers: dict[str, Issuer]) -> dict[str, Any]:
    issuer = row.choice("issuer", issuers)
    values = {
        "kind": row.choice("kind", DocumentKind.values),
        "number": row.take("number", required=True),
        "issuer": issuers.get(issuer),
        "title_vi": row.take("title_vi", required=True),
        "stated_status": row.choice("stated_status", StatedStatus.values, required=False) or "",
    }
    for name in ("title_en", "title_ko", "signer", "note_vi", "note_en", "note_ko", "stated_by"):
        values[name] = row.take(name) or ""
    for name in ("issued_on", "effective_on", "expires_on", "stated_on", "unverified_from"):
        values[name] = row.day(name)
    begins, ends = values["effective_on"], values["expires_on"]
    if begins and ends and ends < begins:
        row.error("expires_on", "is before effective_on")
    if values["stated_status"] and not (values["stated_on"] and values["stated_by"]):
        row.error("stated_status", "needs stated_on and stated_by")
    if values["number"] and not slug_text(values["number"]):
        row.error("number", "has no letter or figure")
    return values


def _sources(row: RowReader, errors: Errors) -> list[dict[str, Any]]:
    found = []
    for raw in row.take("sources", list, required=True) or []:
        if not isinstance(raw, dict):
            row.error("sources", "holds something that is not an object")
            continue
        source = RowReader(file=row.file, row=row.row, raw=raw, errors=errors)
        found.append(
            {
                "title": source.take("title", required=True) or "",
                "url": source.take("url") or "",
                "supports": source.take("supports") or "",
                "confidence": source.choice("confidence", Confidence.values, required=False) or "",
                "retrieved_on": source.day("retrieved_on"),
            }
        )
    return found


def _upsert_document(key: str, values: dict[str, Any], summary: FileSummary) -> Document:
    """Add or change; a document staff have worked on, or made themselves, is kept as it is."""
    stored = (
        Document.objects.filter(reference_key=key).first()
        or Document.objects.filter(
            kind=values["kind"],
            number_slug=slug_text(values["number"]),
            issuer=values["issuer"],
            issued_on=values["issued_on"],
        ).first()
    )
    if stored is not None and (stored.latest_revision_id or not stored.reference_key):
        summary.kept += 1
        return stored
    return upsert(Document, key=key, values=values, summary=summary)


def _load_parts(
    document: Document, sources: list[dict[str, Any]], topics: list[Topic], now: datetime
) -> None:
    """Sources, topics and the public state of a document staff have not touched."""
    own = FileSummary(file="sources")
    for position, values in enumerate(sources, start=1):
        key = f"{document.reference_key}#{position}"
        identity = {"reference_key": key, "document": document}
        upsert(DocumentSource, key=key, values=values, summary=own, identity=identity)
    if not document.topics.exists():
        document.topics.set(topics)
        document.save()
    services.record_loaded(document=document, at=now)


def load_effects(data: Any, errors: Errors, summary: FileSummary) -> None:
    documents = {d.reference_key: d for d in Document.objects.exclude(reference_key="")}
    for row in _readers(data, summary.file, errors):
        values = _effect_values(row, documents)
        if errors:
            continue
        acting = values["acting"]
        key = row.raw["key"]
        if acting is not None and acting.latest_revision_id:
            summary.kept += 1
        else:
            upsert(Effect, key=key, values=values, summary=summary)


def _effect_values(row: RowReader, documents: dict[str, Document]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "verb": row.choice("verb", Verb.values),
        "is_partial": row.take("is_partial", bool) or False,
        "in_force_on": row.day("in_force_on"),
        "ends_on": row.day("ends_on"),
        "note": row.take("note") or "",
        "title": row.take("source_title") or "",
        "url": row.take("source_url") or "",
    }
    for side in ("acting", "target"):
        key, text = row.take(side), row.take(f"{side}_text") or ""
        if bool(key) == bool(text):
            row.error(side, f"give either {side} or {side}_text")
        if key and key not in documents:
            row.error(side, f"is not a document of the library: {key}")
        values[side], values[f"{side}_text"] = documents.get(key), text
    return values
