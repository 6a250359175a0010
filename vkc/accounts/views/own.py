"""My page, my details, my data, and the language of pages that have none in their address."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vkc.accounts import services
from vkc.accounts.choices import AccountState, Role
from vkc.accounts.forms import ErasureForm, ProfileForm
from vkc.accounts.models import Invitation, User
from vkc.accounts.permissions import can_invite, can_see_approvals
from vkc.accounts.views.posting import posted
from vkc.core.registry import Panel, my_cards
from vkc.core.states import Refusal

YEAR = 365 * 24 * 3600


def _cards(request: HttpRequest) -> list[Panel]:
    offered = [offer(request) for offer in my_cards]
    return [card for card in offered if card is not None]


def _tasks(user: User) -> list[dict[str, Any]]:
    """What this person looks after, with how many wait."""
    tasks = []
    if can_see_approvals(user):
        people = User.objects.visible_to(user).waiting().exclude(pk=user.pk)
        count = people.count()
        text = ngettext("%(count)d person waits", "%(count)d people wait", count)
        tasks.append(_task(_("Registrations to decide"), "accounts:approvals", text, count))
    if can_invite(user):
        count = Invitation.objects.visible_to(user).open().count()
        text = ngettext("%(count)d is open", "%(count)d are open", count)
        tasks.append(_task(_("Invitations"), "accounts:invitations", text, count))
    if user.has_perm("wagtailadmin.access_admin"):
        tasks.append({"label": _("Back office"), "url": reverse("wagtailadmin_home")})
    return tasks


def _task(label: str, url_name: str, text: str, count: int) -> dict[str, Any]:
    return {"label": label, "url": reverse(url_name), "text": text % {"count": count}}


def _doors() -> list[dict[str, str]]:
    """Where the account is looked after."""
    doors = [
        (_("My details"), "accounts:profile"),
        (_("E-mail address"), "account_email"),
        (_("Password"), "account_change_password"),
        (_("Second factor"), "mfa_index"),
        (_("Signed-in devices"), "usersessions_list"),
        (_("My data"), "accounts:data"),
    ]
    return [{"label": label, "url": reverse(name)} for label, name in doors]


def _facts(user: User) -> list[dict[str, Any]]:
    """Label and value of what the account holds, for a list of facts."""
    names = set(user.groups.values_list("name", flat=True))
    roles = ", ".join(str(role.label) for role in Role if role.value in names)
    return [
        {"label": _("E-mail address"), "value": user.email},
        {"label": _("Full name"), "value": user.full_name},
        {"label": _("Agency"), "value": user.agency},
        {"label": _("Position held"), "value": user.position},
        {"label": _("Language of mail and of your pages"), "value": user.get_language_display()},
        {"label": _("State"), "value": user.get_state_display()},
        {"label": _("Roles"), "value": roles or _("none yet")},
        {"label": _("Registered"), "value": date_format(user.created_at, "SHORT_DATE_FORMAT")},
    ]


@require_safe
@login_required
def my(request: HttpRequest) -> HttpResponse:
    """What waits for me, and where I look after my account."""
    user = request.user
    refusal = user.events.filter(event="refused").last()
    context = {
        "person": user,
        "is_pending": user.state == AccountState.PENDING,
        "is_refused": user.state == AccountState.REFUSED,
        "refusal_reason": refusal.reason if refusal else "",
        "facts": _facts(user),
        "doors": _doors(),
        "tasks": _tasks(user),
        "cards": _cards(request),
    }
    response = render(request, "accounts/my.html", context)
    return _remember_language(response)


def _remember_language(response: HttpResponse) -> HttpResponse:
    """So that pages without a language in their address go on in the language of this one."""
    code = get_language() or "vi"
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax")
    return response


@require_safe
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language of this address, then go back to a page of this site."""
    code = get_language() or "vi"
    target = request.GET.get("next", "")
    is_safe = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts=None, require_https=request.is_secure()
    )
    return _remember_language(HttpResponseRedirect(target if is_safe else f"/{code}/"))


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, position, language; the agency while nobody vouched for it."""
    user = request.user
    form = ProfileForm(posted(request), user=user)
    if form.is_valid():
        services.change_profile(user=user, at=timezone.now(), **form.cleaned_data)
        if user.state == AccountState.REFUSED:
            services.reopen_registration(user=user, at=timezone.now())
            messages.success(request, _("Your details were saved and you are asking again."))
        else:
            messages.success(request, _("Your details were saved."))
        return redirect("accounts:my")
    return render(request, "accounts/profile.html", {"form": form, "person": user})


@require_safe
@login_required
@never_cache
def data(request: HttpRequest) -> HttpResponse:
    """What the portal holds about me."""
    return render(request, "accounts/data.html", {"facts": _facts(request.user)})


@require_POST
@login_required
def data_export(request: HttpRequest) -> HttpResponse:
    """All of it as one JSON file."""
    found = services.export_my_data(user=request.user)
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="vkc-my-data.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@never_cache
@reauthentication_required
def data_erase(request: HttpRequest) -> HttpResponse:
    """Close my account and erase who I was, after a second look."""
    form = ErasureForm(posted(request))
    if form.is_valid():
        try:
            services.erase_account(user=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            return render(request, "accounts/erased.html")
    consequences = [
        _("You are signed out everywhere and cannot sign in again."),
        _("Your enrolments that have not begun are withdrawn; the seats go to others."),
        _("Your name, e-mail address and position are erased, and mail to you ends."),
    ]
    context = {"form": form, "consequences": consequences}
    return render(request, "accounts/data_erase.html", context)
