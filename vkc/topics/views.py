"""The taxonomy, and one page a topic with what every domain has on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vkc.topics.models import Pillar, Topic


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    topics = list(Topic.objects.order_by("order"))
    pillars = [
        {"label": pillar.label, "topics": [t for t in topics if t.pillar == pillar]}
        for pillar in Pillar
    ]
    return render(request, "topics/topic_list.html", {"pillars": pillars})


@require_safe
def topic_detail(request: HttpRequest, key: str) -> HttpResponse:
    topic = get_object_or_404(Topic, key=key)
    crumbs = [{"label": _("Topics"), "url": reverse("topics:list")}, {"label": topic.name}]
    return render(request, "topics/topic_detail.html", {"topic": topic, "crumbs": crumbs})
