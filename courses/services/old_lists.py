"""Lists of people that were handed in and never entered end by themselves: they name people."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from courses.imports.states import FORGOTTEN, ImportState
from courses.models import EnrolmentImport
from courses.services.files import drop_file
from courses.services.import_moves import move_import

# Kept in the list's history; nobody's name stands beside it.
REASON = "not entered in time"


def end_old_lists(*, at: datetime) -> int:
    """Discard lists without a step for `COURSE_LIST_DAYS` days; returns how many.

    File and findings go; name of the file, checksum and counts stay, as with a list discarded by
    hand. A list that a worker holds is left to it.
    """
    before = at - timedelta(days=settings.COURSE_LIST_DAYS)
    old = EnrolmentImport.objects.exclude(state__in=FORGOTTEN).filter(updated_at__lt=before)
    return sum(_end(pk, before, at) for pk in old.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _end(import_id: int, before: datetime, at: datetime) -> bool:
    free = EnrolmentImport.objects.select_for_update(skip_locked=True, of=("self",))
    row = free.select_related("file").filter(pk=import_id, updated_at__lt=before).first()
    if row is None or row.state in FORGOTTEN:
        return False
    if row.state == ImportState.APPLYING:
        # Its worker was killed: nothing is entered, and nobody started it again.
        move_import(row, "fail", by=None, at=at, reason=REASON)
    stored = row.file
    move_import(row, "discard", by=None, at=at, reason=REASON, file=None, problems=[])
    if stored:
        drop_file(stored)
    return True
