"""The registrar's views on letters of nomination, and a row of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.choices import NominationState
from courses.models import Nomination, Session
from courses.nominations import pages
from courses.presenters import moment
from courses.querysets import LACKS_LETTER
from courses.services.reminders import reminders_of

HAS_LETTER = ~LACKS_LETTER


@dataclass(frozen=True)
class View:
    """One choice of letters: its words, and the question."""

    label: Any
    find: Callable[[QuerySet[Nomination], datetime], QuerySet[Nomination]]
    is_counted: bool = True


def _to_approve(letters: Any, at: datetime) -> Any:
    return letters.filter(HAS_LETTER, state=NominationState.SUBMITTED)


def _missing(letters: Any, at: datetime) -> Any:
    return letters.filter(~HAS_LETTER, state=NominationState.SUBMITTED)


def _returned(letters: Any, at: datetime) -> Any:
    return letters.filter(state=NominationState.RETURNED)


def _overdue(letters: Any, at: datetime) -> Any:
    return letters.overdue(on=timezone.localdate(at))


def _all(letters: Any, at: datetime) -> Any:
    return letters


VIEWS = {
    "to_approve": View(_("To approve"), _to_approve),
    "missing": View(_("Letter missing"), _missing),
    "returned": View(_("Being corrected"), _returned),
    "overdue": View(_("Overdue"), _overdue),
    "all": View(_("All"), _all, is_counted=False),
}


def filter_links(
    current: str, *, at: datetime, session: Session | None = None
) -> list[dict[str, Any]]:
    """The views as links, with how many letters each holds, of one session or of all."""
    submitted = Nomination.objects.exclude(submitted_at=None)
    if session:
        submitted = submitted.filter(session=session)
    of_session = f"&session={session.pk}" if session else ""
    return [
        {
            "url": f"?view={key}{of_session}",
            "label": view.label,
            "count": view.find(submitted, at).count() if view.is_counted else None,
            "is_current": key == current,
        }
        for key, view in VIEWS.items()
    ]


def is_overdue(nomination: Nomination, *, at: datetime) -> bool:
    """Whether the registrar may end this letter; the same question as the service asks."""
    found = Nomination.objects.filter(pk=nomination.pk)
    return found.overdue(on=timezone.localdate(at)).exists()


def overdue_rows(letters: QuerySet[Nomination], *, at: datetime) -> list[dict[str, Any]]:
    """Letters to be ended, each with what its people hold and its last reminder."""
    rows = list(pages.with_counts(letters).order_by("submitted_at", "pk"))
    reminded = reminders_of(rows)
    return [{**desk_row(one, at=at), "reminded": moment(reminded.get(one.pk))} for one in rows]


def desk_row(letter: Any, *, at: datetime) -> dict[str, Any]:
    """One letter of `nomination_pages.with_counts` for the desk's table."""
    return {
        "pk": letter.pk,
        "url": reverse("courses_desk:nomination", args=[letter.pk]),
        "agency": str(letter.agency),
        "session": str(letter.session),
        "state": pages.badge(letter)["label"],
        "letter": pages.letter_in_words(letter),
        "submitted": moment(letter.submitted_at),
        "people": letter.people,
        "seated": letter.seated,
        "waiting": letter.waiting + letter.offered,
        "due": pages.due_in_words(letter, on=timezone.localdate(at)),
        "is_sample": letter.is_demo,
    }
