"""Two texts of a document side by side in one: `…/compare/?from=&to=`."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines import below, comparing
from guidelines.exceptions import TextsNotComparable
from guidelines.models import Document
from guidelines.text_html.versions import public_texts
from guidelines.views.finding import at_document

_LONGEST = 40


@at_document
def compare(request: HttpRequest, document: Document) -> HttpResponse:
    """What changed from one public text to another; only what is published can be named."""
    issuer = request.GET.get("issuer", "")[:80]
    texts = public_texts(document)
    if not texts:
        raise Http404
    context: dict[str, Any] = {
        **below.frame(document, label=_("Comparison of texts"), issuer=issuer),
        "choices": comparing.choices(texts),
        "issuer": issuer,
    }
    asked = {name: request.GET.get(name, "").strip()[:_LONGEST] for name in ("from", "to")}
    try:
        pair = comparing.choose(
            texts,
            older=asked["from"],
            newer=asked["to"],
            language=get_language() or "vi",
            on=timezone.localdate(),
        )
    except TextsNotComparable as refusal:
        offered = comparing.choose(
            texts, older="", newer="", language="vi", on=timezone.localdate()
        )
        offered = offered or tuple(texts[:1] * 2)
        context |= {"refusal": str(refusal), "older_pk": str(offered[0].pk)}
        context["newer_pk"] = str(offered[1].pk)
        return render(request, "guidelines/compare.html", context, status=400)
    if pair:
        older, newer = pair
        at = timezone.now()
        context |= {"older": older, "newer": newer, "older_pk": str(older.pk)}
        context |= {
            "newer_pk": str(newer.pk),
            "swap_url": context["addresses"].compare(newer, older),
        }
        context |= comparing.comparison(document, older, newer, at=at)
    return render(request, "guidelines/compare.html", context)
