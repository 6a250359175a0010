"""What a text's page in the back office shows: plain values for the template."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.components import Component

from guidelines.back_office.import_page import finding_rows
from guidelines.back_office.text_acts import acts_of, why_not_approve
from guidelines.choices import DocumentState, ProvisionKind
from guidelines.models import Version
from guidelines.permissions import can_approve_text, can_edit_text
from guidelines.recognition.findings_words import rule_words
from guidelines.recognition.parsed import Finding

OUTLINED = (
    ProvisionKind.PREAMBLE,
    ProvisionKind.ATTACHED,
    ProvisionKind.ANNEX,
    ProvisionKind.PART,
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
    ProvisionKind.SUBSECTION,
    ProvisionKind.ARTICLE,
    ProvisionKind.TABLE,
    ProvisionKind.CLOSING,
)
MOST_WAITING = 20
EVENTS = {
    "import": pgettext_lazy("text event", "Brought in from a file"),
    "edit": pgettext_lazy("text event", "Note or attachments changed"),
    "read_through": pgettext_lazy("text event", "Read through against the scan"),
    "submit": pgettext_lazy("text event", "Submitted for approval"),
    "return": pgettext_lazy("text event", "Returned"),
    "schedule": pgettext_lazy("text event", "Approved, publication scheduled"),
    "unschedule": pgettext_lazy("text event", "Schedule cancelled"),
    "publish": pgettext_lazy("text event", "Approved and published"),
    "withdraw": pgettext_lazy("text event", "Withdrawn"),
}
REASONS = {"change note": _("What changes for readers")}
TONES = {
    DocumentState.DRAFT: "unknown",
    DocumentState.IN_REVIEW: "pending",
    DocumentState.SCHEDULED: "pending",
    DocumentState.PUBLISHED: "in_force",
    DocumentState.WITHDRAWN: "expired",
}


def text_context(version: Version, user: Any) -> dict[str, Any]:
    """Everything of one text but its words."""
    acts = acts_of(user, version)
    earlier = earlier_public(version)
    return {
        "version": version,
        "document": version.document,
        "tone": TONES[DocumentState(version.state)],
        "outline": outline_of(version),
        "findings": findings_of(version),
        "counts": counts_of(version),
        "acts": [act_row(act, version) for act in acts],
        "why_not": why_not_approve(user, version),
        "may_edit": can_edit_text(user, version),
        "events": history_of(version),
        "attachments": attachments_of(version),
        "notes": notes_rows(version),
        "earlier": earlier,
        "changes_url": reverse("guidelines_texts:changes", args=[version.pk]) if earlier else "",
    }


def act_row(act: Any, version: Version) -> dict[str, Any]:
    return {
        "verb": act.verb,
        "label": act.label,
        "url": reverse("guidelines_texts:act", args=[version.pk, act.verb]),
        "is_direct": act.is_direct,
        "is_final": act.is_final,
        "is_main": act.verb in ("submit", "approve"),
    }


def outline_of(version: Version) -> list[dict[str, Any]]:
    """Bodies, chapters, articles and tables in order; clauses and points are only counted."""
    rows = version.provisions.filter(kind__in=OUTLINED).order_by("order")
    return [
        {"label": label, "heading": heading, "path": path, "depth": min(depth, 4)}
        for label, heading, path, depth in rows.values_list("label", "heading", "path", "depth")
    ]


def counts_of(version: Version) -> list[dict[str, Any]]:
    """How many provisions of each kind."""
    found: dict[str, int] = {}
    for kind in version.provisions.order_by().values_list("kind", flat=True):
        found[kind] = found.get(kind, 0) + 1
    return [
        {"label": kind.label, "count": found[kind.value]}
        for kind in ProvisionKind
        if kind.value in found
    ]


def findings_of(version: Version) -> dict[str, Any]:
    """What the import noticed, in words: gaps, warnings, lines it did not recognise, changes by rule."""
    held = version.findings
    found: dict[str, Any] = {
        name: finding_rows(tuple(Finding(**row) for row in held.get(name, ())))
        for name in ("gaps", "warnings", "unrecognised")
    }
    found["normalisations"] = [
        {"label": rule_words(rule), "count": count}
        for rule, count in held.get("normalisations", {}).items()
    ]
    return found


def history_of(version: Version) -> list[dict[str, Any]]:
    """Who did what, when and why, the newest first."""
    rows = version.events.select_related("by").order_by("-at", "-pk")
    return [
        {
            "label": EVENTS.get(row.event, row.event),
            "at": row.at,
            "by": person(row.by),
            "reason": REASONS.get(row.reason, row.reason),
        }
        for row in rows[:200]
    ]


def person(user: Any) -> str:
    return (user.full_name or user.email) if user else ""


def attachments_of(version: Version) -> list[dict[str, Any]]:
    return [
        {
            "pk": row.pk,
            "title": row.title_vi,
            "name": row.file.name,
            "size": row.file.size,
            "url": reverse("guidelines_texts:attachment", args=[version.pk, row.pk]),
            "remove_url": reverse("guidelines_texts:detach", args=[version.pk, row.pk]),
        }
        for row in version.attachments.select_related("file")
    ]


def notes_rows(version: Version) -> list[dict[str, str]]:
    """The public note as it stands, for those who may only read it."""
    found = {code: getattr(version, f"change_note_{code}") for code in ("vi", "en", "ko")}
    return [{"language": code, "text": text} for code, text in found.items() if text]


def earlier_public(version: Version) -> Version | None:
    """The public text that this one follows."""
    published = Version.objects.filter(
        document=version.document_id, language=version.language, state=DocumentState.PUBLISHED
    ).exclude(pk=version.pk)
    return published.filter(valid_from__lte=version.valid_from).order_by("-valid_from").first()


def list_row(version: Version) -> dict[str, Any]:
    """One row of a staff list; needs document and author."""
    return {
        "url": reverse("guidelines_texts:text", args=[version.pk]),
        "version": version,
        "document": version.document,
        "tone": TONES[DocumentState(version.state)],
        "author": person(version.author),
    }


class WaitingPanel(Component):
    """Texts that wait for this approver, on the first page of the back office."""

    name = "waiting_texts"
    template_name = "guidelines/admin/text_waiting_panel.html"
    order = 90

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        waiting = Version.objects.filter(state=DocumentState.IN_REVIEW)
        rows = waiting.select_related("document__issuer", "document__latest_revision", "author")
        found = rows.order_by("created_at", "pk")[:MOST_WAITING]
        return {"rows": [list_row(row) for row in found if can_approve_text(user, row)]}
