"""The library in the open read API: documents, provisions, changes. Published things only."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from ninja.errors import HttpError
from pydantic import Field

from guidelines import api_rows
from guidelines.choices import DocumentState
from guidelines.models import Change, Document, Provision, Version
from guidelines.querysets import DocumentQuerySet
from vkc.core.api import Asked, PageOut, answer, as_json, as_lines

router = Router()
MOST_CHANGES = 500


class DocumentsAsked(Asked):
    """Filters of the library."""

    as_of: date | None = Field(None, description="Day of the legal status; today unless told.")
    q: str = Field("", max_length=200, description="Number or words, with or without marks.")
    kind: str = Field("", max_length=40, description="For example nghi-dinh.")
    issuer: str = Field("", max_length=80, description="Key of the issuing body.")
    topic: str = Field("", max_length=80, description="Key of a topic.")
    status: str = Field("", max_length=20, description="Legal status on the day.")
    issued_from: date | None = Field(None, description="Issued on this day or later.")
    issued_until: date | None = Field(None, description="Issued on this day or earlier.")


class ProvisionsAsked(Asked):
    """Which provisions of the texts shown for a day."""

    as_of: date | None = Field(None, description="Day the texts are shown for; today unless told.")
    document: int | None = Field(None, description="Id of a document.")
    path: str = Field("", max_length=200, description="dieu-5: the provision and all below it.")
    kind: str = Field("", max_length=20, description="article, clause, point …")
    language: str = Field(
        "vi",
        pattern="^(vi|en|ko)$",
        description="Language of the reader, who is shown the Vietnamese text where it says more.",
    )


def documents_of(asked: DocumentsAsked) -> DocumentQuerySet:
    """Published documents that fit, newest first."""
    found = Document.objects.published().matching(asked.q)
    found = found.with_legal_status(on=asked.as_of or timezone.localdate())
    wanted = {
        "kind": asked.kind,
        "issuer__key": asked.issuer,
        "topics__key": asked.topic,
        "status_on_day": asked.status,
        "issued_on__gte": asked.issued_from,
        "issued_on__lte": asked.issued_until,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    return found.select_related("issuer").order_by("-issued_on", "number_slug", "pk")


def provisions_of(asked: ProvisionsAsked) -> QuerySet[Provision]:
    """Provisions of the text of each document that its page shows for the day, in order."""
    texts = (
        Version.objects.filter(document_id=asked.document) if asked.document else Version.objects
    )
    shown = texts.shown_on(asked.as_of or timezone.localdate(), language=asked.language)
    found = Provision.objects.filter(version__in=shown.values("pk"))
    if asked.path:
        below = Provision.objects.filter(path__startswith=f"{asked.path}.")
        found = found.filter(path=asked.path) | found.filter(pk__in=below.values("pk"))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    linked = found.select_related("words", "version", "version__document__issuer")
    return linked.order_by("version_id", "order")


@router.get("/documents", summary="documents", response=PageOut)
def documents(request: HttpRequest, asked: Query[DocumentsAsked]) -> HttpResponse:
    """Documents of the library with their legal status on a day."""
    return answer(request, documents_of(asked), api_rows.document_row, asked, name="documents")


@router.get("/documents.jsonl", summary="documents in bulk")
def documents_in_bulk(request: HttpRequest, asked: Query[DocumentsAsked]) -> HttpResponse:
    """All documents that fit, one JSON object a line."""
    return as_lines(documents_of(asked).iterator(500), api_rows.document_row)


@router.get("/documents/{int:pk}", summary="document")
def document(
    request: HttpRequest,
    pk: int,
    as_of: date | None = None,
    language: str = Query("vi", pattern="^(vi|en|ko)$", description="Language of the reader."),
) -> HttpResponse:
    """One document with relations, texts and the ground of its status; 410 once withdrawn."""
    on = as_of or timezone.localdate()
    found = Document.objects.readable().filter(pk=pk).with_legal_status(on=on).with_relations()
    row = found.first()
    if row is None:
        raise HttpError(404, f"document {pk} does not exist")
    if row.state == DocumentState.WITHDRAWN:
        gone = {"withdrawn_at": row.withdrawn_at, "reason": row.withdrawal_reason}
        return as_json({"detail": "withdrawn", **gone}, status=410)
    return as_json(api_rows.document_whole(row, on=on, language=language))


@router.get("/provisions", summary="provisions", response=PageOut)
def provisions(request: HttpRequest, asked: Query[ProvisionsAsked]) -> HttpResponse:
    """Articles, clauses and points of the texts valid on a day, each with its status."""
    on = asked.as_of or timezone.localdate()

    def describe(rows: list[Provision]) -> list[dict[str, Any]]:
        return list(api_rows.provision_rows(rows, on=on))

    return answer(request, provisions_of(asked), describe, asked, name="provisions", in_bulk=True)


@router.get("/provisions.jsonl", summary="provisions in bulk")
def provisions_in_bulk(request: HttpRequest, asked: Query[ProvisionsAsked]) -> HttpResponse:
    """All provisions that fit, one JSON object a line."""
    on = asked.as_of or timezone.localdate()
    rows = provisions_of(asked).iterator(1000)
    return as_lines(api_rows.provision_rows(rows, on=on), dict)


@router.get("/changes", summary="changes of the library")
def changes(
    request: HttpRequest,
    after: int = Query(0, ge=0, description="Cursor of the last change you have."),
    limit: int = Query(100, ge=1, le=MOST_CHANGES),
) -> HttpResponse:
    """What changed since a cursor, oldest first; ask again with `next` while `more` is true."""
    public = Change.objects.readable().filter(pk__gt=after).order_by("pk")
    rows = list(public.select_related("document__issuer")[: limit + 1])
    kept = rows[:limit]
    return as_json(
        {
            "next": kept[-1].pk if kept else after,
            "more": len(rows) > limit,
            "results": [api_rows.change_row(row) for row in kept],
        }
    )
