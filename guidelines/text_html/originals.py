"""The original files of a document's public texts, with what tells one file from another."""

from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import pgettext

from guidelines.models import Attachment, SourceFile, Version
from guidelines.text_html.addresses import Addresses

TYPES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "text/html": "HTML",
    "text/plain": "TXT",
}


def original_rows(
    texts: list[Version], attachments: list[Attachment], addresses: Addresses
) -> list[dict[str, Any]]:
    """Each file once: those the texts were read from, then what goes with them."""
    rows: dict[int, dict[str, Any]] = {}
    for text in texts:
        if text.source:
            row = _row(text.source, text.source.name, addresses.original(text.source))
            rows.setdefault(text.source.pk, row)["of"].append(text)
    for attachment in attachments:
        title = attachment.in_language("title").text
        row = _row(attachment.file, title, addresses.attachment(attachment))
        rows.setdefault(attachment.file.pk, row)["of"].append(attachment.version)
    return list(rows.values())


def _row(source: SourceFile, label: str, url: str) -> dict[str, Any]:
    return {
        "source": source,
        "label": label,
        "name": source.name,
        "type": type_of(source),
        "size": source.size,
        "sha256": source.sha256,
        "url": url,
        "of": [],
    }


def type_of(source: SourceFile) -> str:
    """The type in the word readers know: DOCX, PDF."""
    suffix = PurePosixPath(source.name).suffix.lstrip(".").upper()
    return TYPES.get(source.media_type) or suffix or pgettext("file type", "file")


def attachments_of(texts: list[Version]) -> list[Attachment]:
    """The attachments of published texts (`public_texts`); no query where none has any."""
    holders = {text.pk: text for text in texts if text.has_attachments}
    if not holders:
        return []
    found = Attachment.objects.filter(version__in=holders).select_related("file")
    attachments = list(found.order_by("-version__valid_from", "order", "pk"))
    for attachment in attachments:
        attachment.version = holders[attachment.version_id]
    return attachments
