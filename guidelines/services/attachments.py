"""Files that go with a text: checked by content, kept privately, public when the text is."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from guidelines import readers
from guidelines.exceptions import AttachmentKind, AttachmentTwice
from guidelines.models import Attachment, Version
from guidelines.readers.media_types import DOCX, PDF, TEXT
from guidelines.services.files import checksum_of, keep_file
from guidelines.services.publication import record_edit
from vkc.core.file_names import clean_name

# What a reader's machine opens without running anything; pictures and tables go into a PDF.
ALLOWED = (PDF, DOCX, TEXT)


def attach_file(
    *, version: Version, path: Path, name: str, titles: dict[str, str], by: Any, at: datetime
) -> Attachment:
    """Attach a file on disk to a draft; `titles` by language code, Vietnamese at least.

    Raises FileRefused with a sentence when the content is not PDF, DOCX or plain text, or unsafe.
    """
    name = clean_name(name)
    media_type = readers.inspect(path, name=name)
    if media_type not in ALLOWED:
        raise AttachmentKind(name=name)
    return _attach(version, path, name, media_type, titles, by, at)


@transaction.atomic
def detach_file(*, attachment: Attachment, by: Any, at: datetime) -> None:
    """Take a file off a draft; the file itself stays, as other texts may hold it."""
    record_edit(version=attachment.version, by=by, at=at, reason=f"− {attachment.file.name}")
    attachment.delete()


@transaction.atomic
def _attach(
    version: Version,
    path: Path,
    name: str,
    media_type: str,
    titles: dict[str, str],
    by: Any,
    at: datetime,
) -> Attachment:
    record_edit(version=version, by=by, at=at, reason=f"+ {name}")
    source = keep_file(
        path=path, name=name, media_type=media_type, sha256=checksum_of(path), by=by, at=at
    )
    if version.attachments.filter(file=source).exists():
        raise AttachmentTwice
    words = {f"title_{code}": text.strip() for code, text in titles.items()}
    return Attachment.objects.create(
        version=version, file=source, order=version.attachments.count(), **words
    )
