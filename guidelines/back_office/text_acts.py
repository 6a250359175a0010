"""What a person can do to a text, as the back office offers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.back_office.text_forms import (
    NothingForm,
    ReturnForm,
    ScheduleForm,
    WithdrawTextForm,
)
from guidelines.exceptions import NotReadThrough
from guidelines.models import Version
from guidelines.permissions import (
    approve_text_refusal,
    can_approve_text,
    can_edit_document,
    can_return_text,
    can_withdraw_text,
)
from guidelines.services import publication
from guidelines.states import TEXT_TRANSITIONS

Judge = Callable[[Any, Version], bool]


@dataclass(frozen=True)
class Act:
    """One verb: the event of the transition table, its words, who may, its service and form."""

    verb: str
    event: str
    label: Any
    follows: Any
    service: Callable[..., None]
    may: Judge
    form: type[forms.Form] = NothingForm
    is_direct: bool = False
    is_final: bool = False


def _may_edit(user: Any, version: Version) -> bool:
    return can_edit_document(user)


ACTS = {
    act.verb: act
    for act in (
        Act(
            "submit",
            "submit",
            pgettext_lazy("text", "Submit for approval"),
            _("The approvers get an e-mail. The text and its note can no longer be changed."),
            publication.submit_text,
            _may_edit,
            is_direct=True,
        ),
        Act(
            "read-through",
            "read_through",
            _("I read the whole text against the scan"),
            _("Your name is kept with this statement."),
            publication.mark_read_through,
            _may_edit,
        ),
        Act(
            "approve",
            "publish",
            pgettext_lazy("text", "Approve and publish"),
            _("The text becomes public at once and its words are fixed for ever. It can be"
              " withdrawn later, with a reason, but not unpublished in silence."),
            publication.approve_text,
            can_approve_text,
        ),
        Act(
            "schedule",
            "schedule",
            pgettext_lazy("text", "Schedule publication"),
            _("The text is approved and becomes public by itself at that moment. Until then"
              " nothing of it can be found by readers."),
            publication.approve_text,
            can_approve_text,
            ScheduleForm,
        ),
        Act(
            "unschedule",
            "unschedule",
            pgettext_lazy("text", "Cancel the schedule"),
            _("The text waits for approval again."),
            publication.unschedule_text,
            can_withdraw_text,
            is_direct=True,
        ),
        Act(
            "return",
            "return",
            pgettext_lazy("text", "Return"),
            _("The text becomes a draft again and can be changed."),
            publication.return_text,
            can_return_text,
            ReturnForm,
        ),
        Act(
            "withdraw",
            "withdraw",
            pgettext_lazy("text", "Withdraw"),
            _("The page of the text stays, with a dated notice and your reason. Lists, search,"
              " feeds and made files no longer show it, and its attachments are no longer handed"
              " out. This cannot be undone; a corrected text is brought in anew."),
            publication.withdraw_text,
            can_withdraw_text,
            WithdrawTextForm,
            is_final=True,
        ),
        Act(
            "discard",
            "discard",
            pgettext_lazy("text", "Delete the draft"),
            _("The provisions read from the file, the note and the attachments of this draft are"
              " deleted. This cannot be undone; the same file can be imported again."),
            publication.discard_text,
            _may_edit,
            is_final=True,
        ),
    )
}  # fmt: skip


def acts_of(user: Any, version: Version) -> list[Act]:
    """What this person may do now; an approval that would be refused is not offered."""
    events = set(TEXT_TRANSITIONS.events_from(version.state))
    offered = [act for act in ACTS.values() if act.event in events and act.may(user, version)]
    if version.is_ocr and not version.was_read_through:
        return [act for act in offered if act.verb not in ("approve", "schedule")]
    return [act for act in offered if act.verb != "read-through"]


def why_not_approve(user: Any, version: Version) -> str:
    """Why this approver is not offered the approval of a text that waits, in a sentence."""
    if "publish" not in TEXT_TRANSITIONS.events_from(version.state):
        return ""
    if not user.has_perm("guidelines.publish_document"):
        return ""
    refusal = approve_text_refusal(user, version)
    if refusal is None and version.is_ocr and not version.was_read_through:
        refusal = NotReadThrough()
    return str(refusal) if refusal else ""
