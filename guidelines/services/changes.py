"""The public change log: append-only, in the order in which readers could see the changes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from guidelines.choices import TARGET_LABELS, ChangeKind, Verb
from guidelines.models import Change, Document, Effect, Version
from guidelines.querysets import READABLE

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
    hold_log()
    words = {f"note_{code}": text.strip() for code, text in (notes or {}).items()}
    return Change.objects.create(
        document=document, version=version, kind=kind, at=at, by=by, **words
    )


def hold_log() -> None:
    """Until the transaction ends, nobody else writes to the log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def notes_of(row: Any, field: str = "change_note") -> dict[str, str]:
    """The note of a document or a text in the languages it is written in."""
    found = {code: getattr(row, f"{field}_{code}") for code in ("vi", "en", "ko")}
    return {code: text for code, text in found.items() if text}


def loaded_notes() -> dict[str, str]:
    """What the log says of a document that came with the reference data."""
    return _in_each_language(lambda: _("Taken over from the portal's reference data."))


@transaction.atomic
def record_effects(*, document: Document, at: datetime, by: Any = None) -> None:
    """Tell in the logs of the documents acted on, once each, that this document acts on them."""
    quiet = (Verb.CITES, Verb.BASED_ON)
    effects = Effect.objects.filter(acting=document, target__state__in=READABLE)
    for effect in effects.exclude(verb__in=quiet).select_related("target", "acting"):
        notes = _effect_notes(effect)
        known = Change.objects.filter(document=effect.target, kind=ChangeKind.EFFECT)
        if not known.filter(note_vi=notes["vi"]).exists():
            record_change(document=effect.target, kind=ChangeKind.EFFECT, at=at, by=by, notes=notes)


def _effect_notes(effect: Effect) -> dict[str, str]:
    def sentence() -> str:
        words = _("%(relation)s: %(document)s.")
        return words % {
            "relation": TARGET_LABELS[Verb(effect.verb)],
            "document": effect.acting_label,
        }

    return _in_each_language(sentence)


def _in_each_language(words: Callable[[], str]) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = words()
    return found
