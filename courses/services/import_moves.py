"""Move a list along its table, with its event; nothing else writes its state."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.imports.states import IMPORT, ImportState
from courses.models import EnrolmentImport, EnrolmentImportEvent
from vkc.core.states import TransitionRefused


def record_upload(imported: EnrolmentImport, *, by: Any, at: datetime) -> None:
    """The first event of a list."""
    EnrolmentImportEvent.objects.create(
        subject=imported, event="upload", to_state=imported.state, at=at, by=by
    )


def move_import(
    imported: EnrolmentImport,
    event: str,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    **columns: Any,
) -> None:
    """One conditional UPDATE and its event; who comes second is refused."""
    old = imported.state
    try:
        new = IMPORT.next_state(old, event)
    except TransitionRefused:
        raise TransitionRefused(_sentence(old), state=old, event=event) from None
    values = {**columns, "state": new, "updated_at": at}
    if not EnrolmentImport.objects.filter(pk=imported.pk, state=old).update(**values):
        imported.refresh_from_db(fields=["state"])
        raise TransitionRefused(_sentence(imported.state))
    for name, value in values.items():
        setattr(imported, name, value)
    EnrolmentImportEvent.objects.create(
        subject=imported, event=event, from_state=old, to_state=new, at=at, by=by, reason=reason
    )


def _sentence(state: str) -> str:
    label = ImportState(state).label
    return _("This is not possible: the state is now “%(state)s”.") % {"state": label}
