"""Coordinators and administrators decide on registrations."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vkc.accounts import services
from vkc.accounts.forms import RefusalForm
from vkc.accounts.models import User
from vkc.accounts.permissions import can_see_approvals
from vkc.accounts.views.posting import posted
from vkc.core.states import Refusal

PER_PAGE = 20


@require_safe
@login_required
def approvals(request: HttpRequest) -> HttpResponse:
    """Everybody who verified their address and waits."""
    if not can_see_approvals(request.user):
        raise PermissionDenied
    people = User.objects.visible_to(request.user).waiting().exclude(pk=request.user.pk)
    rows = people.select_related("agency", "agency__unit").order_by("created_at", "pk")
    number = request.GET.get("page", "1")
    paginator = Paginator(rows, PER_PAGE)
    if not number.isascii() or not number.isdigit() or int(number[:9]) > paginator.num_pages:
        raise Http404
    return render(request, "accounts/approvals.html", {"page": paginator.page(int(number) or 1)})


@require_POST
@login_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    try:
        services.approve_account(user=person, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s may now enrol.") % {"name": person})
    return redirect("accounts:approvals")


@login_required
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of its own, because a reason is needed."""
    person = get_object_or_404(
        User.objects.visible_to(request.user).select_related("agency"), pk=pk
    )
    form = RefusalForm(posted(request))
    if form.is_valid():
        try:
            services.refuse_account(
                user=person, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now()
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s was told the reason.") % {"name": person})
        return redirect("accounts:approvals")
    return render(request, "accounts/refuse.html", {"form": form, "person": person})
