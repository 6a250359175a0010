"""Keep files that staff hand in, once each, and let go of the bytes that nothing needs."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import connection, transaction

from guidelines.models import SourceFile
from guidelines.readers import media_types

# The stored name's ending follows what the file is, never what it was called.
SUFFIXES = {
    media_types.DOCX: ".docx",
    media_types.PDF: ".pdf",
    media_types.HTML: ".html",
    media_types.TEXT: ".txt",
}


def checksum_of(path: Path) -> str:
    """The sha256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def hold_checksum(sha256: str) -> None:
    """Until the transaction ends, nobody else decides about a file with these bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


@transaction.atomic
def keep_file(
    *, path: Path, name: str, media_type: str, sha256: str, by: Any, at: datetime
) -> SourceFile:
    """The stored file with these bytes; a file that is already known is not stored twice.

    `path` was looked at by `readers.inspect`.
    """
    hold_checksum(sha256)
    known = SourceFile.objects.filter(sha256=sha256).first()
    source = known or SourceFile(
        name=name,
        media_type=media_type,
        size=path.stat().st_size,
        sha256=sha256,
        uploaded_at=at,
        uploaded_by=by,
    )
    if not source.file:
        with path.open("rb") as stream:
            stored = f"file{SUFFIXES.get(media_type, '')}"
            source.file.save(stored, File(stream), save=False)
        source.media_type = media_type
        try:
            source.save()
        except BaseException:
            source.file.delete(save=False)
            raise
    return source


@transaction.atomic
def drop_bytes(*, source: SourceFile) -> bool:
    """Let go of a file that no text and no attachment needs; name, size and checksum stay.

    Returns whether the bytes go.
    """
    hold_checksum(source.sha256)
    source.refresh_from_db()
    if not source.file or source.versions.exists() or source.attachments.exists():
        return False
    storage, name = source.file.storage, source.file.name
    SourceFile.objects.filter(pk=source.pk).update(file="")
    source.file = ""
    transaction.on_commit(lambda: storage.delete(name))
    return True
