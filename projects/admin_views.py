"""Staff acts on registers, inside the Wagtail admin: find, ask, call, answer."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects import services
from projects.choices import MemberEvent
from projects.forms import ActForm, ApplyForm, ReplaceForm, UploadForm
from projects.models import MEMBER_MOVES, Register, RegisterMember
from projects.permissions import can_confirm_member, can_load_register
from vkc.core.reference import digest
from vkc.core.states import Refusal

KEPT_SECONDS = 3600
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
View = Callable[..., HttpResponse]
ACT_TITLES = {
    MemberEvent.CONFIRM: lambda: _("Confirm this member"),
    MemberEvent.REPLACE: lambda: _("Replace this member by another place"),
    MemberEvent.REMOVE: lambda: _("Remove this member from the register"),
    MemberEvent.RESTORE: lambda: _("Make this member a proposal again"),
}
ACTS: dict[str, Callable[..., RegisterMember]] = {
    MemberEvent.CONFIRM: services.confirm_member,
    MemberEvent.REPLACE: services.replace_member,
    MemberEvent.REMOVE: services.remove_member,
    MemberEvent.RESTORE: services.restore_member,
}


def needs(allowed: Callable[[Any], bool]) -> Callable[[View], View]:
    """Deny by default: the view is open to those of whom `allowed(user)` is true."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


@needs(can_confirm_member)
def register_index(request: HttpRequest) -> HttpResponse:
    """Choose a register."""
    context = {"registers": Register.objects.all(), "title": _("Register members")}
    return render(request, "projects/admin/register_index.html", context)


@needs(can_confirm_member)
def member_list(request: HttpRequest, key: str) -> HttpResponse:
    """Every member, standing or not, with what may be done to it."""
    register = get_object_or_404(Register, key=key)
    rows = [
        {"member": member, "events": _events(member)} for member in register.members.with_places()
    ]
    context = {
        "register": register,
        "rows": rows,
        "title": str(register),
        "may_load": can_load_register(request.user),
    }
    return render(request, "projects/admin/member_list.html", context)


def _events(member: RegisterMember) -> list[dict[str, str]]:
    events = MEMBER_MOVES.events_from(member.state)
    return [{"name": str(event), "label": str(MemberEvent(event).label)} for event in events]


@needs(can_confirm_member)
def member_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened to a member: who, when, why, on what evidence."""
    member = get_object_or_404(RegisterMember.objects.with_places(), pk=pk)
    context = {
        "member": member,
        "title": member.place_name,
        "events": member.events.select_related("by"),
        "actions": _events(member),
    }
    return render(request, "projects/admin/member_history.html", context)


@needs(can_confirm_member)
def member_act(request: HttpRequest, pk: int, event: str) -> HttpResponse:
    """Confirm, replace, remove or restore one member, with a reason."""
    member = get_object_or_404(RegisterMember.objects.with_places(), pk=pk)
    if event not in ACTS:
        raise Http404
    form_class = ReplaceForm if event == MemberEvent.REPLACE else ActForm
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid() and _act(request, member, event, form):
        return redirect("register_members:members", key=member.register.key)
    context = {
        "member": member,
        "form": form,
        "title": ACT_TITLES[MemberEvent(event)](),
        "is_danger": event in (MemberEvent.REMOVE, MemberEvent.REPLACE),
    }
    return render(request, "projects/admin/member_act.html", context)


def _act(request: HttpRequest, member: RegisterMember, event: str, form: ActForm) -> bool:
    """Call the service; a refusal becomes an error of the form."""
    try:
        ACTS[event](member=member, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Recorded for %(place)s.") % {"place": member.place_name})
    return True


@needs(can_load_register)
def load_list(request: HttpRequest, key: str) -> HttpResponse:
    """Upload the official list and see what it would do. Nothing is written."""
    register = get_object_or_404(Register, key=key)
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "register": register,
        "form": form,
        "title": _("Load the official list"),
    }
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        try:
            plan = services.plan_official_list(register=register, name=upload.name, content=content)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return _preview(request, context, plan, upload.name, content)
    return render(request, "projects/admin/load_list.html", context)


def _preview(
    request: HttpRequest, context: dict[str, Any], plan: services.Plan, name: str, content: bytes
) -> HttpResponse:
    """The plan, and a form to apply it: the file is kept for an hour for this person."""
    token = secrets.token_urlsafe(24)
    cache.set(_cache_key(request, token), (plan.register.pk, name, content), KEPT_SECONDS)
    initial = {"token": token, "fingerprint": digest(plan.as_dict())}
    apply_form = None if plan.errors else ApplyForm(initial=initial)
    context |= {"plan": plan, "apply_form": apply_form, "file_name": name}
    return render(request, "projects/admin/load_preview.html", context)


def _cache_key(request: HttpRequest, token: str) -> str:
    return f"projects:official-list:{request.user.pk}:{token[:64]}"


@needs(can_load_register)
@require_POST
def apply_list(request: HttpRequest, key: str) -> HttpResponse:
    """Apply a list that was previewed; anything that changed meanwhile is shown again first."""
    register = get_object_or_404(Register, key=key)
    form = ApplyForm(request.POST)
    kept = cache.get(_cache_key(request, request.POST.get("token", "")))
    if kept is None or kept[0] != register.pk:
        messages.error(request, _("The uploaded list is no longer kept. Upload it again."))
        return redirect("register_members:load", key=key)
    _pk, name, content = kept
    plan = services.plan_official_list(register=register, name=name, content=content)
    context: dict[str, Any] = {"register": register, "title": _("Load the official list")}
    if request.POST.get("fingerprint") != digest(plan.as_dict()):
        messages.warning(request, _("The register changed since the preview. Look again."))
        return _preview(request, context, plan, name, content)
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("reason", "evidence")}
        counts = services.apply_official_list(
            plan=plan, by=request.user, at=timezone.now(), **words
        )
        messages.success(
            request,
            _(
                "%(confirmed)s confirmed, %(added)s added, %(removed)s removed, %(unchanged)s unchanged."
            )
            % counts,
        )
        return redirect("register_members:members", key=key)
    context |= {"plan": plan, "apply_form": form, "file_name": name}
    return render(request, "projects/admin/load_preview.html", context)


@needs(can_load_register)
def list_template(request: HttpRequest, key: str) -> HttpResponse:
    """The table to fill in, with the places that stand in the register now."""
    register = get_object_or_404(Register, key=key)
    content = services.write_template(register=register)
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{register.key}.xlsx"'
    return response
