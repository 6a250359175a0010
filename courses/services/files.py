"""Keep files people hand in, after a look at what they are."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction

from courses.models import StoredFile
from vkc.core.file_names import clean_name
from vkc.core.uploads import inspect


@transaction.atomic
def keep_upload(
    upload: Any, *, kinds: Sequence[str], most_bytes: int, by: Any, at: datetime
) -> StoredFile:
    """Store one file under an unguessable name; raises UploadRefused with a sentence."""
    media_type = inspect(upload, kinds=kinds, most_bytes=most_bytes)
    return keep_checked(upload, media_type=media_type, by=by, at=at)


@transaction.atomic
def keep_checked(upload: Any, *, media_type: str, by: Any, at: datetime) -> StoredFile:
    """Store a file that the caller has looked through, under an unguessable name."""
    stored = StoredFile(
        name=clean_name(upload.name or ""),
        media_type=media_type,
        size=upload.size,
        sha256=_checksum(upload),
        uploaded_at=at,
        uploaded_by=by,
    )
    upload.seek(0)
    stored.file.save("file", File(upload), save=False)
    try:
        stored.save()
    except BaseException:
        stored.file.delete(save=False)
        raise
    return stored


def drop_file(stored: StoredFile) -> None:
    """Delete a file nobody needs any more; its bytes go after commit."""
    storage, name = stored.file.storage, stored.file.name
    stored.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _checksum(upload: Any) -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
