"""A document's page with its text, and the pages below: all texts, originals, one provision."""

from datetime import date, datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines import below
from guidelines.forms import AsOfForm
from guidelines.models import Document
from guidelines.reading import page_context
from guidelines.views.finding import at_document
from vkc.core.downloads import take_away

STARTED_AT = timezone.now()


def _asked(request: HttpRequest) -> tuple[AsOfForm, date | None, str]:
    """The form, the day asked for (None: today, or not a day), and the issuer kept in links."""
    form = AsOfForm(request.GET)
    on = form.cleaned_data.get("on") if form.is_valid() else None
    return form, on, request.GET.get("issuer", "")[:80]


@at_document
def document(request: HttpRequest, document: Document) -> HttpResponse:
    """One document as of a day, with the text of that day."""
    form, on, issuer = _asked(request)
    context = {**page_context(document, on=on, issuer=issuer), "form": form}
    status = 400 if form.errors else 200
    answer = render(request, "guidelines/document_detail.html", context, status=status)
    answer["Last-Modified"] = http_date(_changed_at(context["changed_at"]).timestamp())
    return answer


def _changed_at(recorded: datetime) -> datetime:
    """No earlier than this morning, when statuses may have turned, and than this program."""
    morning = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return max(recorded, morning, STARTED_AT)


@at_document
def versions(request: HttpRequest, document: Document) -> HttpResponse:
    """All texts that are or were public, with what each changed."""
    _form, on, issuer = _asked(request)
    context = below.versions_context(document, on=on, issuer=issuer)
    if not context["versions"]:
        raise Http404
    return render(request, "guidelines/text_versions.html", context)


@at_document
def originals(request: HttpRequest, document: Document) -> HttpResponse:
    """The files the texts were read from, and what goes with them."""
    _form, on, issuer = _asked(request)
    context = below.originals_context(document, on=on, issuer=issuer)
    if not context["originals"]:
        raise Http404
    return render(request, "guidelines/text_originals.html", context)


@at_document
def original(request: HttpRequest, document: Document, source: int) -> Any:
    """One file to take away, while a text it belongs to is public."""
    files = below.files_of(document)
    found = files.public.filter(pk=source).first()
    if found is None:
        if files.once_public.filter(pk=source).exists():
            return gone(request, document, _("This file has been withdrawn"))
        raise Http404
    name = found.name.replace("\\", "/").rpartition("/")[2]
    answer = take_away(found.file, name=name, media_type=found.media_type, is_private=False)
    answer["ETag"] = f'"{found.sha256}"'
    return answer


@at_document
def provision(request: HttpRequest, document: Document, path: str) -> HttpResponse:
    """One provision in all texts, its status that day, and who cites it."""
    form, on, issuer = _asked(request)
    language = get_language() or "vi"
    context = below.provision_context(document, path, on=on, issuer=issuer, language=language)
    if context is None:
        if below.was_public(document, path):
            return gone(request, document, _("This provision stood in a text that was withdrawn"))
        raise Http404
    status = 400 if form.errors else 200
    return render(
        request, "guidelines/text_provision.html", {**context, "form": form}, status=status
    )


def gone(request: HttpRequest, document: Document, title: str) -> HttpResponse:
    """410: what stood here was withdrawn; leads to the document, which says when and why."""
    context = {"title": title, **below.frame(document, label=title)}
    return render(request, "guidelines/text_gone.html", context, status=410)
