"""What the library offers to other apps' pages: home, topics, search, masthead."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.models import Document
from guidelines.presentation import document_row
from vkc.core.registry import Panel
from vkc.topics.models import Topic

ON_HOME = 5
ON_TOPIC = 8


def home_panel(request: HttpRequest) -> Panel | None:
    """What changed lately: the documents that last took or lost effect, with their status."""
    today = timezone.localdate()
    found = (
        Document.objects.published()
        .filter(issued_on__lte=today)
        .with_legal_status(on=today)
        .for_list()
        .order_by("-issued_on", "number_slug")[:ON_HOME]
    )
    rows = [document_row(document) for document in found]
    if not rows:
        return None
    context = {"rows": rows, "more_url": reverse("guidelines:list")}
    return Panel("guidelines/panel_lately.html", context, _("Lately in the guideline library"))


def topic_panel(subject: Any) -> Panel | None:
    """The documents of a topic, newest first."""
    if not isinstance(subject, Topic):
        return None
    found = Document.objects.published().filter(topics=subject).with_legal_status().for_list()
    rows = [document_row(document) for document in found[:ON_TOPIC]]
    if not rows:
        return None
    more = f"{reverse('guidelines:list')}?topic={subject.key}"
    return Panel("guidelines/panel_lately.html", {"rows": rows, "more_url": more}, _("Documents"))
