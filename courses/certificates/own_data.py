"""What certificates and hours hold about a person: to take along, and to let go."""

from typing import Any

from courses.models import Certificate, CertificateEvent, HoursRecord, Transcript
from vkc.core.append_only import purging


def my_data(user: Any) -> list[dict[str, Any]]:
    """Certificates with everything printed, hours, and signed statements, JSON-ready."""
    certificates = Certificate.objects.filter(person=user).select_related("made")
    hours = HoursRecord.objects.filter(person=user).select_related("training_type")
    return [
        *({"certificate": row.number, "state": row.state, "code": row.code, "printed": row.facts,
           "sha256": row.made.sha256, "badge": row.made.badge} for row in certificates),
        *({"hours": row.periods, "year": row.year, "course": row.course_title_vi,
           "type": str(row.training_type or ""), "completed_on": row.completed_on.isoformat(),
           "agency": row.agency_name, "unit": row.unit_name} for row in hours),
        *({"statement": row.year, "sha256": row.sha256, "made_at": row.made_at.isoformat()}
          for row in Transcript.objects.filter(person=user)),
    ]  # fmt: skip


def erase_my_data(user: Any) -> None:
    """Hours stay counted without a name; statements go with their files.

    A certificate stays in the register as it was issued, cut off from the account: who shows it
    must still find its page.
    """
    Certificate.objects.filter(person=user).update(person=None)
    HoursRecord.objects.filter(person=user).update(person=None)
    for statement in Transcript.objects.filter(person=user):
        statement.file.delete(save=False)
        statement.delete()
    with purging():
        CertificateEvent.objects.filter(by=user).update(by=None)
