"""The verbs of register members. Each locks the row, checks, writes the state and its event.

Every act of a person needs `projects.confirm_registermember` and a reason; proposals that come
from the reference files have no author.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from projects.choices import MemberEvent, MemberState, Scope
from projects.exceptions import AlreadyMember, ReasonMissing, ReplacementStands, ScopeMismatch
from projects.models import MEMBER_MOVES, Programme, Register, RegisterMember, RegisterMemberEvent
from projects.models.register import NEW
from projects.permissions import can_confirm_member
from vkc.places.models import FormerCity, Unit


@transaction.atomic
def propose_member(
    *,
    register: Register,
    unit: Unit,
    at: datetime,
    city: FormerCity | None = None,
    programme: Programme | None = None,
    by: Any = None,
    reason: str = "",
    evidence: str = "",
) -> RegisterMember:
    """Put a place into a register as a proposal. Refuses a place that already stands there."""
    if by is not None and not can_confirm_member(by):
        raise PermissionDenied
    if city is not None and city.province_id != unit.pk:
        raise ScopeMismatch
    member = RegisterMember(
        register=register,
        scope=Scope.CITY if city else Scope.PROVINCE,
        unit=unit,
        city=city,
        programme=programme,
        state=MEMBER_MOVES.next_state(NEW, MemberEvent.PROPOSE),
    )
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError:
        raise AlreadyMember from None
    _record(member, MemberEvent.PROPOSE, NEW, by=by, at=at, reason=reason, evidence=evidence)
    return member


@transaction.atomic
def confirm_member(
    *, member: RegisterMember, by: Any, reason: str, at: datetime, evidence: str = ""
) -> RegisterMember:
    """Confirm a proposed member on the ground of an official document."""
    locked = _locked(member, by=by, reason=reason)
    return _move(locked, MemberEvent.CONFIRM, by=by, at=at, reason=reason, evidence=evidence)


@transaction.atomic
def remove_member(
    *, member: RegisterMember, by: Any, reason: str, at: datetime, evidence: str = ""
) -> RegisterMember:
    """Take a member out of the register; the row and its history stay."""
    locked = _locked(member, by=by, reason=reason)
    return _move(locked, MemberEvent.REMOVE, by=by, at=at, reason=reason, evidence=evidence)


@transaction.atomic
def replace_member(
    *,
    member: RegisterMember,
    unit: Unit,
    by: Any,
    reason: str,
    at: datetime,
    city: FormerCity | None = None,
    programme: Programme | None = None,
    evidence: str = "",
) -> RegisterMember:
    """Put another place in a member's stead; returns the new member, which is a proposal."""
    locked = _locked(member, by=by, reason=reason)
    MEMBER_MOVES.next_state(locked.state, MemberEvent.REPLACE)
    successor = propose_member(
        register=locked.register,
        unit=unit,
        city=city,
        programme=programme,
        by=by,
        at=at,
        reason=reason,
        evidence=evidence,
    )
    _move(
        locked,
        MemberEvent.REPLACE,
        by=by,
        at=at,
        reason=reason,
        evidence=evidence,
        replaced_by=successor,
    )
    return successor


@transaction.atomic
def restore_member(
    *, member: RegisterMember, by: Any, reason: str, at: datetime, evidence: str = ""
) -> RegisterMember:
    """Make a removed or replaced member a proposal again, where nothing stands in its stead."""
    locked = _locked(member, by=by, reason=reason)
    MEMBER_MOVES.next_state(locked.state, MemberEvent.RESTORE)
    if locked.replaced_by_id and locked.replaced_by.is_standing:
        raise ReplacementStands
    same_place = RegisterMember.objects.standing().filter(
        register=locked.register_id, unit=locked.unit_id, city=locked.city_id
    )
    if same_place.exists():
        raise AlreadyMember
    return _move(locked, MemberEvent.RESTORE, by=by, at=at, reason=reason, evidence=evidence)


def _locked(member: RegisterMember, *, by: Any, reason: str) -> RegisterMember:
    """The row as it is now, locked, for someone who may act and says why."""
    if not can_confirm_member(by, member):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonMissing
    return RegisterMember.objects.select_for_update(of=("self",)).get(pk=member.pk)


def _move(
    member: RegisterMember,
    event: MemberEvent,
    *,
    by: Any,
    at: datetime,
    reason: str,
    evidence: str,
    replaced_by: RegisterMember | None = None,
) -> RegisterMember:
    before = member.state
    member.state = MEMBER_MOVES.next_state(before, event)
    member.replaced_by = replaced_by if member.state == MemberState.REPLACED else None
    member.save(update_fields=["state", "replaced_by", "updated_at"])
    _record(member, event, before, by=by, at=at, reason=reason, evidence=evidence)
    return member


def _record(
    member: RegisterMember,
    event: MemberEvent,
    before: str,
    *,
    by: Any,
    at: datetime,
    reason: str,
    evidence: str,
) -> None:
    RegisterMemberEvent.objects.create(
        subject=member,
        event=event,
        from_state=before,
        to_state=member.state,
        by=by,
        at=at,
        reason=reason.strip(),
        evidence=evidence.strip(),
    )
