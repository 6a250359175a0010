"""Sample accounts, one per role, labelled so; only where sample material is allowed.

The password and the authenticator secret are public on purpose: they are in the README's reach
and never exist in production.
"""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from vkc.accounts.choices import AccountEventKind, AccountState, AgencyKind, Role
from vkc.accounts.models import AccountEvent, Agency, Invitation, User
from vkc.accounts.roles import STAFF_ROLES
from vkc.accounts.services.own_data import forget_sign_in
from vkc.accounts.services.roles import group_for
from vkc.core.append_only import purging
from vkc.core.registry import DemoContent

PASSWORD = "vkc-minh-hoa-2026"
TOTP_SECRET = "VKCMINHHOAVKCMINHHOAVKCMINHHOA23"
PERIOD = 30
UNIT = "34:48"
LABEL = "tài khoản minh họa"


@dataclass(frozen=True)
class DemoPerson:
    """One sample sign-in."""

    role: Role
    name: str
    position: str
    agency: str

    @property
    def email(self) -> str:
        return f"{self.name.replace(' ', '-')}@demo.vkc.localhost"

    @property
    def full_name(self) -> str:
        return f"{self.position} ({LABEL})"


PEOPLE = [
    DemoPerson(Role.OFFICIAL, "can-bo", "Cán bộ địa phương", f"committee:{UNIT}"),
    DemoPerson(Role.COORDINATOR, "dau-moi", "Đầu mối cơ quan", f"committee:{UNIT}"),
    DemoPerson(Role.EDITOR, "bien-tap", "Biên tập viên", "body:amc"),
    DemoPerson(Role.APPROVER, "phe-duyet", "Người phê duyệt", "body:cuc-phat-trien-do-thi"),
    DemoPerson(Role.REGISTRAR, "giao-vu", "Giáo vụ", "body:amc"),
    DemoPerson(Role.VERIFIER, "kiem-chung", "Người kiểm chứng", "body:cuc-phat-trien-do-thi"),
    DemoPerson(Role.PARTNER, "doi-tac", "Đối tác Hàn Quốc", "body:kict"),
    DemoPerson(Role.ADMINISTRATOR, "quan-tri", "Quản trị viên", "body:moc"),
]


def current_code(secret: str = TOTP_SECRET, *, at: float) -> str:
    """What an authenticator app shows at a moment (seconds since 1970)."""
    return format_hotp_value(hotp_value(secret, int(at) // PERIOD))


@transaction.atomic
def load() -> dict[str, int]:
    """Make the sample people that are missing."""
    now = timezone.now()
    added = 0
    for sample in PEOPLE:
        if User.objects.filter(email=sample.email).exists():
            continue
        person = User.objects.create(
            email=sample.email,
            full_name=sample.full_name,
            position=sample.position,
            agency=_agency(sample.agency),
            language="ko" if sample.role == Role.PARTNER else "vi",
            state=AccountState.APPROVED,
            approved_at=now,
            is_staff=sample.role in STAFF_ROLES,
            is_demo=True,
            password=make_password(PASSWORD),
        )
        person.groups.add(group_for(sample.role))
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        if sample.role in STAFF_ROLES:
            TOTP.activate(person, TOTP_SECRET)
        AccountEvent.objects.create(
            subject=person, event=AccountEventKind.APPROVED, to_state=person.state, at=now
        )
        added += 1
    return {"demo accounts": added}


def _agency(key: str) -> Agency:
    """The reference agency, or a labelled one where the reference data is not loaded."""
    found = Agency.objects.filter(reference_key=key).first()
    if found:
        return found
    return Agency.objects.get_or_create(
        name_vi=f"Cơ quan minh họa {key}",
        unit=None,
        defaults={"kind": AgencyKind.MINISTRY, "is_demo": True},
    )[0]


@transaction.atomic
def remove() -> dict[str, int]:
    """Delete the sample people with their events, invitations and sign-in material."""
    people = User.objects.filter(is_demo=True)
    count = people.count()
    keys = list(people.values_list("pk", flat=True))
    with purging():
        AccountEvent.objects.filter(subject_id__in=keys).delete()
        Invitation.objects.filter(invited_by_id__in=keys).delete()
        for person in people:
            forget_sign_in(person)
        people.delete()
        Agency.objects.filter(is_demo=True, people=None).delete()
    return {"demo accounts": count}


DEMO = DemoContent(load=load, remove=remove)

__all__ = ["DEMO", "PASSWORD", "PEOPLE", "TOTP_SECRET", "current_code"]
