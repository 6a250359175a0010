"""Completion in words: what the rule asks, what was done, and who completes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.choices import EnrolmentState, SessionState
from courses.exceptions import learning as exceptions
from courses.learning.completion_words import Item, items_of
from courses.learning.facts import Facts, facts_of_session
from courses.models import (
    CompletionOverride,
    CompletionRule,
    Conclusion,
    Course,
    Enrolment,
    Session,
)
from courses.permissions import can_edit_learning, can_manage_session
from courses.services import seats
from courses.services.hours import record_hours
from courses.services.moves import move_enrolment
from courses.services.quizzes import settle_overdue
from courses.services.telling import tell

OUTCOMES = {"complete": EnrolmentState.COMPLETED, "fail": EnrolmentState.NOT_COMPLETED,
            "miss": EnrolmentState.NO_SHOW}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One enrolment under its rule. `event` is that of the transition table."""

    enrolment: Enrolment
    event: str
    items: list[Item] = field(default_factory=list)
    override: CompletionOverride | None = None

    @property
    def outcome(self) -> str:
        return OUTCOMES[self.event].value

    @property
    def is_completed(self) -> bool:
        return self.event == "complete"


def rule_for(session: Session) -> CompletionRule | None:
    """The version in force on the day the session began; the newest where no day is known."""
    rules = CompletionRule.objects.filter(course=session.course_id).order_by("-valid_from")
    began = _first_day(session)
    return (rules.filter(valid_from__lte=began) if began else rules).first()


def _first_day(session: Session) -> date | None:
    if session.starts_on:
        return session.starts_on
    first = session.meetings.order_by("starts_at").first()
    return timezone.localdate(first.starts_at) if first else None


@transaction.atomic
def add_rule(*, rule: CompletionRule, by: Any, at: datetime) -> CompletionRule:
    """Add the next version of a course's rule. Past sessions keep theirs: raises RuleFromThePast."""
    if not can_edit_learning(by):
        raise PermissionDenied
    Course.objects.select_for_update(no_key=True).get(pk=rule.course_id)
    if not (rule.min_attendance or rule.needs_lessons or rule.needs_quiz
            or rule.needs_assignment or rule.needs_survey):  # fmt: skip
        raise exceptions.EmptyRule
    earlier = CompletionRule.objects.filter(course=rule.course_id)
    newest = earlier.aggregate(version=Max("version"), day=Max("valid_from"))
    too_early = newest["day"] and rule.valid_from <= newest["day"]
    if newest["version"] and (rule.valid_from < timezone.localdate(at) or too_early):
        raise exceptions.RuleFromThePast
    rule.version = (newest["version"] or 0) + 1
    rule.made_at, rule.made_by = at, by
    rule.save(force_insert=True)
    return rule


def assess(enrolment: Enrolment) -> list[Item]:
    """What the rule asks of one enrolment, item by item, in the reader's language.

    Empty where the course has no rule for the day the session began.
    """
    rule = rule_for(enrolment.session)
    if rule is None:
        return []
    facts = facts_of_session(enrolment.session, [enrolment.pk])
    return items_of(rule, facts.of(enrolment.pk))


def preview(*, session: Session) -> list[Finding]:
    """Who would complete and who not, before anything is written; raises NoCompletionRule."""
    rule = rule_for(session)
    if rule is None:
        raise exceptions.NoCompletionRule
    return _findings(session, rule)


def _findings(session: Session, rule: CompletionRule) -> list[Finding]:
    confirmed = Enrolment.objects.filter(session=session, state=EnrolmentState.CONFIRMED)
    enrolments = list(confirmed.select_related("person", "agency").order_by("pk"))
    for enrolment in enrolments:
        enrolment.session = session
    keys = [enrolment.pk for enrolment in enrolments]
    facts, overrides = facts_of_session(session, keys), _overrides(keys)
    return [_finding(row, rule, facts.of(row.pk), overrides.get(row.pk)) for row in enrolments]


def _overrides(keys: list[int]) -> dict[int, CompletionOverride]:
    """The last word on each enrolment."""
    rows = CompletionOverride.objects.filter(enrolment__in=keys).order_by("pk")
    return {row.enrolment_id: row for row in rows}


def _finding(
    enrolment: Enrolment, rule: CompletionRule, facts: Facts, override: CompletionOverride | None
) -> Finding:
    items = items_of(rule, facts)
    if override is not None:
        event = "complete" if override.is_completed else "fail"
    elif all(item.is_met for item in items):
        event = "complete"
    else:
        event = "miss" if facts.never_came else "fail"
    return Finding(enrolment, event, items, override)


@transaction.atomic
def decide_otherwise(
    *, enrolment: Enrolment, is_completed: bool, reason: str, by: Any, at: datetime
) -> CompletionOverride:
    """Decide on one person against the rule, before the session is judged; the reason is kept."""
    if not can_manage_session(by, enrolment.session):
        raise PermissionDenied
    if not reason.strip():
        raise exceptions.OverrideWithoutReason
    seats.lock(enrolment.session_id)
    enrolment.refresh_from_db(fields=["state"])
    if enrolment.state != EnrolmentState.CONFIRMED:
        raise exceptions.AlreadyConcluded
    return CompletionOverride.objects.create(
        enrolment=enrolment, is_completed=is_completed, reason=reason.strip()[:500], at=at, by=by
    )


def conclude(*, session: Session, by: Any, at: datetime) -> list[Finding]:
    """Judge every confirmed participant of a finished session and tell each one.

    Called again it judges only who is still confirmed, so nothing happens twice. Raises
    SessionNotFinished, NoCompletionRule, PermissionDenied.
    """
    if not can_manage_session(by, session):
        raise PermissionDenied
    with transaction.atomic():
        locked = seats.lock(session.pk)
        if locked.state != SessionState.FINISHED:
            raise exceptions.SessionNotFinished
        rule = rule_for(locked)
        if rule is None:
            raise exceptions.NoCompletionRule
        running = Enrolment.objects.filter(session=locked, state=EnrolmentState.CONFIRMED)
        settle_overdue(enrolments=running.values_list("pk", flat=True), at=at)
        # The record is kept in the language of the file; mails are in the reader's.
        with override("vi"):
            findings = _findings(locked, rule)
            for finding in findings:
                _conclude_one(finding, rule, by=by, at=at)
        facts = facts_of_session(locked, [finding.enrolment.pk for finding in findings])
        for finding in findings:
            _tell(finding, rule, facts.of(finding.enrolment.pk), at=at)
    return findings


def _conclude_one(finding: Finding, rule: CompletionRule, *, by: Any, at: datetime) -> None:
    enrolment = finding.enrolment
    move_enrolment(enrolment, finding.event, by=by, at=at, reason=_reason(finding, rule))
    Conclusion.objects.create(
        enrolment=enrolment,
        rule=rule,
        items=[item.as_json() for item in finding.items],
        is_overridden=finding.override is not None,
        at=at,
    )
    if finding.is_completed:
        record_hours(enrolment=enrolment, at=at)


def _reason(finding: Finding, rule: CompletionRule) -> str:
    """One sentence for the event: the rule's version and what decided."""
    facts: dict[str, Any] = {"version": rule.version}
    if finding.override is not None:
        sentence = _("Rule version %(version)s; decided by the registrar: %(reason)s")
        return sentence % {**facts, "reason": finding.override.reason}
    missing = [item.sentence for item in finding.items if not item.is_met]
    if not missing:
        return _("Rule version %(version)s: everything it asks is met.") % facts
    sentence = _("Rule version %(version)s, not met: %(sentences)s")
    return sentence % {**facts, "sentences": " ".join(missing)}


def _tell(finding: Finding, rule: CompletionRule, facts: Facts, *, at: datetime) -> None:
    person = finding.enrolment.person
    if person is None:
        return
    with override(person.language):
        items = items_of(rule, facts)
    tell(
        finding.enrolment,
        "session_concluded",
        at=at,
        is_completed=finding.is_completed,
        items=items,
        decision=finding.override.reason if finding.override else "",
    )
