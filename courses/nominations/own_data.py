"""What letters of nomination hold about a person: exported, made anonymous; and the coordinator's card."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Nomination, NominationEvent, Nominee, StoredFile
from courses.nominations import pages
from courses.permissions.nominations import can_nominate
from vkc.core.append_only import purging
from vkc.core.registry import Panel

CARD_LIMIT = 5


def my_card(request: HttpRequest) -> Panel | None:
    """A coordinator's letters on the personal page; None to everybody else."""
    if not can_nominate(request.user):
        return None
    mine = Nomination.objects.filter(agency=request.user.agency_id)
    letters = list(mine.select_related("session__course")[:CARD_LIMIT])
    today = timezone.localdate()
    rows = [
        {
            "url": letter.get_absolute_url(),
            "title": str(letter.session),
            **pages.badge(letter),
            "due": pages.due_in_words(letter, on=today),
        }
        for letter in letters
    ]
    return Panel(
        "courses/nominations_panel.html", {"letters": rows}, title=_("Letters of nomination")
    )


def my_data(user: Any) -> list[dict[str, Any]]:
    """Every letter that names this person, JSON-ready."""
    named = _naming(user).select_related("nomination__session__course", "nomination__agency")
    return [
        {
            "course": one.nomination.session.course.title,
            "session": one.nomination.session_id,
            "agency": str(one.nomination.agency),
            "letter_number": one.nomination.letter_number,
            "state": one.nomination.state,
            "rank": one.rank,
            "full_name": one.full_name,
            "email": one.email,
            "position": one.position,
            "was_substituted": one.is_substituted,
            "was_taken_out": one.taken_out_at is not None,
        }
        for one in named.order_by("pk")
    ]


@transaction.atomic
def erase_my_data(user: Any) -> None:
    """Names go from the letters; rank, state and the scan, a record of the agency, stay."""
    for one in _naming(user):
        one.full_name, one.position = "—", ""
        one.email = f"erased-{one.pk}@invalid.invalid"
        one.save(update_fields=["full_name", "position", "email"])
    Nomination.objects.filter(made_by=user).update(made_by=None)
    StoredFile.objects.filter(uploaded_by=user).update(uploaded_by=None)
    with purging():
        NominationEvent.objects.filter(by=user).update(by=None)


def _naming(user: Any) -> QuerySet[Nominee]:
    return Nominee.objects.filter(Q(enrolment__person=user) | Q(email__iexact=user.email))
