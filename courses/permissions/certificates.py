"""Who may issue and change certificates, and who may take their files."""

from typing import Any

from courses.models import Certificate


def can_issue_certificates(user: Any) -> bool:
    """Issue, suspend, lift, revoke and correct; keep the series, types of training and rules."""
    return bool(user.is_authenticated and user.has_perm("courses.change_certificate"))


def can_view_certificates(user: Any) -> bool:
    """See the register and anybody's hours."""
    return bool(user.is_authenticated and user.has_perm("courses.view_certificate"))


def can_download_certificate(user: Any, certificate: Certificate) -> bool:
    """The holder, and staff who see the register."""
    is_theirs = user.is_authenticated and certificate.person_id == user.pk
    return is_theirs or can_view_certificates(user)
