"""Atom feed of the sessions opened for enrolment, in the language of its address."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import Max, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses import presenters
from courses.models import Session

LIMIT = 50


class OpenedSessionsFeed(Feed):
    """The latest sessions opened; an entry is dated by its opening."""

    feed_type = Atom1Feed
    title = gettext_lazy("VKC: sessions open for enrolment")
    subtitle = gettext_lazy("Training sessions on smart cities, as they open for enrolment.")

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        return None

    def link(self) -> str:
        return reverse("courses:list")

    def items(self) -> list[Session]:
        opened = Max("events__at", filter=Q(events__event__in=("open", "reopen")))
        return list(
            Session.objects.published()
            .annotate(opened_at=opened)
            .filter(opened_at__isnull=False)
            .select_related("course")
            .order_by("-opened_at")[:LIMIT]
        )

    def item_title(self, item: Session) -> str:
        title = item.course.title
        if item.is_demo:
            return _("%(title)s (illustrative data)") % {"title": title}
        return title

    def item_description(self, item: Session) -> str:
        at = timezone.now()
        state = str(item.public_state(at=at).label)
        place = item.in_language("place").text
        parts = [item.when, place, state, presenters.seats_in_words(item, at=at)]
        return " · ".join(str(part) for part in parts if part)

    def item_updateddate(self, item: Session) -> datetime:
        return item.opened_at

    def item_pubdate(self, item: Session) -> datetime:
        return item.opened_at


def feed_link() -> dict[str, str]:
    return {"label": _("Sessions open for enrolment"), "url": reverse("courses:feed")}
