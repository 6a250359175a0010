"""The public change log: append-only, in the order in which readers could see the changes."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from guidelines.models import Change, Document, Version

# One writer at a time until its commit: an `id` once read as the newest is never followed by a
# smaller one, so the cursor of the API skips nothing.
LOCK = 20_260_801


@transaction.atomic
def record_change(
    *,
    document: Document,
    kind: str,
    at: datetime,
    by: Any = None,
    version: Version | None = None,
    notes: dict[str, str] | None = None,
) -> Change:
    """One line of the log, at the moment the change becomes public; `notes` by language code.

    Call it only for what readers may see from now on: lines are shown as soon as they exist.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    words = {f"note_{code}": text.strip() for code, text in (notes or {}).items()}
    return Change.objects.create(
        document=document, version=version, kind=kind, at=at, by=by, **words
    )


def notes_of(row: Any, field: str = "change_note") -> dict[str, str]:
    """The note of a document or a text in the languages it is written in."""
    found = {code: getattr(row, f"{field}_{code}") for code in ("vi", "en", "ko")}
    return {code: text for code, text in found.items() if text}
