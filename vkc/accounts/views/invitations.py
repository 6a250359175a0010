"""Inviting people, and accepting an invitation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vkc.accounts import services
from vkc.accounts.choices import Role
from vkc.accounts.forms import AcceptForm, InvitationForm
from vkc.accounts.models import Invitation, User
from vkc.accounts.permissions import can_change_invitation, can_invite, can_manage_people
from vkc.accounts.views.posting import posted
from vkc.core.states import Refusal

SHOWN = 100


@login_required
def invitations(request: HttpRequest) -> HttpResponse:
    """Invite somebody; below, the invitations so far."""
    user = request.user
    if not can_invite(user):
        raise PermissionDenied
    form = InvitationForm(posted(request), can_choose=can_manage_people(user))
    if form.is_valid() and _invite(request, form):
        return redirect("accounts:invitations")
    context = {"form": form, "rows": _rows(user)}
    return render(request, "accounts/invitations.html", context)


def _invite(request: HttpRequest, form: InvitationForm) -> bool:
    values = {"agency": request.user.agency, "roles": [Role.OFFICIAL.value], **form.cleaned_data}
    if values["agency"] is None:
        raise PermissionDenied
    try:
        services.invite(by=request.user, at=timezone.now(), **values)
    except Refusal as refusal:
        form.add_error("email", str(refusal))
        return False
    messages.success(request, _("The invitation to %(email)s is on its way.") % values)
    return True


def _rows(user: User) -> list[dict[str, Any]]:
    now = timezone.now()
    rows = Invitation.objects.visible_to(user).select_related("agency", "agency__unit")
    return [
        {
            "invitation": row,
            "tone": _tone(row, now),
            "label": _label(row, now),
            "can_change": row.is_open and can_change_invitation(user, row),
        }
        for row in rows[:SHOWN]
    ]


def _tone(row: Invitation, now: Any) -> str:
    if row.accepted_at:
        return "verified"
    if row.withdrawn_at:
        return "withdrawn"
    return "open" if row.expires_at > now else "expired"


def _label(row: Invitation, now: Any) -> str:
    labels = {
        "verified": _("accepted"),
        "withdrawn": _("withdrawn"),
        "open": _("sent"),
        "expired": _("expired"),
    }
    return labels[_tone(row, now)]


@require_POST
@login_required
def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    try:
        services.resend_invitation(invitation=invitation, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("A new link is on its way to %(email)s; the old one no longer works.")
        messages.success(request, text % {"email": invitation.email})
    return redirect("accounts:invitations")


@require_POST
@login_required
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    try:
        services.withdraw_invitation(invitation=invitation, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("The invitation to %(email)s was withdrawn.")
        messages.success(request, text % {"email": invitation.email})
    return redirect("accounts:invitations")


@never_cache
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: who invites, to what; then name and password."""
    now = timezone.now()
    try:
        invitation = services.find_invitation(token=token, at=now)
    except Refusal as refusal:
        context = {"sentence": str(refusal)}
        return render(request, "accounts/invitation_closed.html", context, status=410)
    person = request.user if request.user.is_authenticated else None
    form = AcceptForm(
        posted(request),
        email=invitation.email,
        has_account=person is not None,
        initial=_known(invitation, person),
    )
    if form.is_valid() and _accept(request, form, token, person):
        messages.success(request, _("Your account is open. You may sign in."))
        return redirect("accounts:my")
    return render(
        request, "accounts/invitation_accept.html", {"form": form, "invitation": invitation}
    )


def _known(invitation: Invitation, person: User | None) -> dict[str, str]:
    if person is None:
        language = get_language() or invitation.language
        return {"full_name": invitation.full_name, "language": language}
    return {
        "full_name": person.full_name,
        "position": person.position,
        "language": person.language,
    }


def _accept(request: HttpRequest, form: AcceptForm, token: str, person: User | None) -> bool:
    data = form.cleaned_data
    try:
        services.accept_invitation(
            token=token,
            at=timezone.now(),
            user=person,
            full_name=data["full_name"],
            position=data["position"],
            language=data["language"],
            password=data.get("password1"),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
