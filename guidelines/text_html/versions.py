"""The texts of a document as a list for readers."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from guidelines.models import Attachment, Change, Document, Version
from guidelines.text_html.addresses import Addresses
from guidelines.text_html.originals import type_of


def public_texts(document: Document) -> list[Version]:
    """The published texts, latest first; one query, without what the import found.

    Each knows `has_attachments`, and `logged_at`: the last line of the document's change log.
    """
    return _listed(Version.objects.published().filter(document=document))


def texts_once_public(document: Document) -> list[Version]:
    """The published texts and the withdrawn ones, latest first."""
    return _listed(Version.objects.readable().filter(document=document))


def _listed(found: Any) -> list[Version]:
    log = Change.objects.filter(document=OuterRef("document")).order_by("-at")
    listed = found.select_related("source").defer("findings")
    listed = listed.annotate(
        has_attachments=Exists(Attachment.objects.filter(version=OuterRef("pk"))),
        logged_at=Subquery(log.values("at")[:1]),
    )
    return list(listed.order_by("-valid_from", "-pk"))


def version_rows(
    texts: list[Version],
    addresses: Addresses,
    *,
    shown: Version | None = None,
    public: set[int] | None = None,
) -> list[dict[str, Any]]:
    """Each text with the days it is valid, its addresses, and the one before it to compare with.

    `texts` come latest first; `public` are the keys of those readers may read (None: all). A
    withdrawn text has no last day: another may hold in its place.
    """
    rows = [
        _version_row(text, addresses, text == shown, public is None or text.pk in public)
        for text in texts
    ]
    kept = [row for row in rows if row["is_public"]]
    for row in kept:
        alike = [other for other in kept if other["version"].language == row["version"].language]
        at = alike.index(row)
        if at:
            row["last_day"] = alike[at - 1]["from_day"] - timedelta(days=1)
        if at + 1 < len(alike):
            row["compare_url"] = addresses.compare(alike[at + 1]["version"], row["version"])
    return rows


def _version_row(
    text: Version, addresses: Addresses, is_shown: bool, is_public: bool
) -> dict[str, Any]:
    source = text.source if is_public else None
    return {
        "version": text,
        "is_shown": is_shown,
        "is_public": is_public,
        "label": text.label,
        "kind": text.get_kind_display(),
        "language": text.get_language_display(),
        "from_day": text.valid_from,
        "last_day": None,
        "url": addresses.text(text) if is_public else "",
        "compare_url": "",
        "note": text.in_language("change_note"),
        "source": source,
        "source_url": addresses.original(source) if source else "",
        "source_type": type_of(source) if source else "",
    }
