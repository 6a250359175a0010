"""What the library offers to other apps' pages: home, topics, search, masthead."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.choices import DocumentState
from guidelines.models import Document
from guidelines.presentation import document_row
from vkc.core.registry import Panel
from vkc.search.sources import Draft, Source
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


def search_rows() -> Iterable[Document]:
    return Document.objects.published().select_related("issuer").prefetch_related("topics")


def search_draft(document: Document) -> Draft | None:
    """How a document is found; drafts and withdrawn documents are not."""
    if document.state != DocumentState.PUBLISHED:
        return None
    texts = {
        code: " ".join(
            part
            for part in (
                getattr(document, f"summary_{code}"),
                getattr(document.issuer, f"name_{code}"),
                document.signer,
            )
            if part
        )
        for code in ("vi", "en", "ko")
    }
    titles = {code: getattr(document, f"title_{code}") for code in ("vi", "en", "ko")}
    return Draft(
        titles={code: text for code, text in titles.items() if text},
        bodies={code: text for code, text in texts.items() if text},
        path=document.path,
        number=document.number,
        day=document.issued_on,
        topics=tuple(topic.key for topic in document.topics.all()),
    )


search_source = Source(
    type="document",
    label=gettext_lazy("Documents"),
    model=Document,
    rows=search_rows,
    describe=search_draft,
)
