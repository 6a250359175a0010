"""What the lists hold about whoever handed them in."""

from typing import Any

from django.db import transaction

from courses.models import EnrolmentImport, EnrolmentImportEvent
from vkc.core.append_only import purging


def my_lists(user: Any) -> list[dict[str, Any]]:
    """Lists a registrar handed in, JSON-ready."""
    rows = EnrolmentImport.objects.filter(made_by=user).order_by("pk")
    return [
        {
            "session": row.session_id,
            "file": row.file_name,
            "state": row.state,
            "handed_in_at": row.created_at.isoformat(),
        }
        for row in rows
    ]


@transaction.atomic
def forget_registrar(user: Any) -> None:
    """The lists stay, without who handed them in."""
    with purging():
        EnrolmentImportEvent.objects.filter(by=user).update(by=None)
    EnrolmentImport.objects.filter(made_by=user).update(made_by=None)
