"""Following by e-mail, without an account."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from vkc.core.views import error_page
from vkc.notifications import services
from vkc.notifications.exceptions import SubscriptionEnded
from vkc.notifications.forms import FollowForm
from vkc.notifications.models import Subscription

REQUESTS_PER_HOUR = 20


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask to follow topics; `?topic=key` ticks one beforehand."""
    if request.method == "POST":
        if _too_many(request):
            return error_page(request, 429)
        form = FollowForm(request.POST)
        if form.is_valid():
            services.follow(**form.cleaned_data, at=timezone.now())
            return redirect("notifications:asked")
    else:
        topics = request.GET.getlist("topic")
        form = FollowForm(initial={"topics": topics, "language": get_language()})
    return render(request, "notifications/follow.html", {"form": form})


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/asked.html")


@never_cache  # it names an address
@csrf_exempt  # the token in the address is the secret; mailboxes open this without a session
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks (mail scanners open links), POST confirms."""
    subscription = get_object_or_404(Subscription.objects.select_related("topic"), token=token)
    topics = [each.topic for each in services.asked_together(subscription)]
    context = {"subscription": subscription, "topics": topics, "state": "ask"}
    context["follow_url"] = _follow_url()
    if subscription.ended_at:
        context["state"] = "ended"
    elif request.method == "POST":
        try:
            services.confirm(subscription=subscription, at=timezone.now())
            context["state"] = "done"
        except SubscriptionEnded:
            context["state"] = "ended"
    return render(request, "notifications/confirm.html", context)


@never_cache
@csrf_exempt  # RFC 8058: the mail program posts here by itself, without cookies
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST ends; one click from the mail program ends it at once."""
    subscription = get_object_or_404(Subscription.objects.select_related("topic"), token=token)
    if request.method == "POST":
        services.unsubscribe(subscription=subscription, at=timezone.now())
    is_done = request.method == "POST" or subscription.ended_at is not None
    context = {"subscription": subscription, "is_done": is_done, "follow_url": _follow_url()}
    return render(request, "notifications/unsubscribe.html", context)


def _follow_url() -> str:
    return reverse("notifications:follow")


def _too_many(request: HttpRequest) -> bool:
    """A simple brake per address of the sender, so that nobody floods mailboxes from here."""
    key = f"follow:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, 3600)
    try:
        return cache.incr(key) > REQUESTS_PER_HOUR
    except ValueError:  # the hour ended between the two calls
        return False
