"""Files made of the text of the day: `…/download/` to choose, `…/download/<format>/` to take."""

from datetime import date

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from guidelines.choices import DocumentState, OutputFormat
from guidelines.exceptions import NothingSelected
from guidelines.forms import AsOfForm
from guidelines.models import Document, Output, Version
from guidelines.outputs.choice import choice_context
from guidelines.services.outputs import get_output
from guidelines.text_html.versions import public_texts
from guidelines.text_of_day import text_for
from guidelines.views.finding import at_document
from vkc.core.views import too_many_requests

TYPES = {
    OutputFormat.PDF: "application/pdf",
    OutputFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    OutputFormat.EPUB: "application/epub+zip",
}
# New files one sender may have made in an hour; stored ones are free.
MADE_PER_HOUR = 60


@at_document
def choose(request: HttpRequest, document: Document) -> HttpResponse:
    """Choose the provisions of a file: one form, a button for each format."""
    asked = AsOfForm(request.GET)
    if document.state != DocumentState.PUBLISHED:
        raise Http404
    if not asked.is_valid():
        return _refused(request, document, asked.errors["on"][0])
    on = asked.cleaned_data["on"] or timezone.localdate()
    version = _text_of(document, on)
    if version is None:
        raise Http404
    issuer = request.GET.get("issuer", "")[:80]
    context = choice_context(document, version, on=asked.cleaned_data["on"], issuer=issuer)
    return render(request, "guidelines/download_choice.html", context)


@at_document
def download(request: HttpRequest, document: Document, form: str) -> HttpResponse:
    """The whole text, an article, or a selection, with the statuses of the day."""
    asked = AsOfForm(request.GET)
    if form not in OutputFormat.values or document.state != DocumentState.PUBLISHED:
        raise Http404
    if not asked.is_valid():
        return _refused(request, document, asked.errors["on"][0])
    on = asked.cleaned_data["on"] or timezone.localdate()
    version = _text_of(document, on)
    if version is None:
        raise Http404
    try:
        output = get_output(
            document=document,
            version=version,
            form=form,
            on=on,
            at=timezone.now(),
            selection=list(dict.fromkeys(request.GET.getlist("provision"))),
            may_make=lambda: not _too_many(request),
        )
    except NothingSelected as refusal:
        return _refused(request, document, str(refusal))
    return too_many_requests(request) if output is None else _file(document, output)


def _text_of(document: Document, on: date) -> Version | None:
    """The text that the document's page shows for the day."""
    return text_for(public_texts(document), on=on, language=get_language() or "vi")


def _refused(request: HttpRequest, document: Document, sentence: str) -> HttpResponse:
    context = {"document": document, "sentence": sentence, "url": document.get_absolute_url()}
    return render(request, "guidelines/download_refused.html", context, status=400)


def _file(document: Document, output: Output) -> FileResponse:
    part = f"-{output.selection[0]}" if output.selection else ""
    name = f"{document.kind}-{document.number_slug}-{output.on.isoformat()}{part}.{output.format}"
    response = FileResponse(
        output.file.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=TYPES[OutputFormat(output.format)],
    )
    response["ETag"] = f'"{output.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _too_many(request: HttpRequest) -> bool:
    key = f"made-files:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, 3600)
    try:
        return cache.incr(key) > MADE_PER_HOUR
    except ValueError:  # the hour ended between the two calls
        return False
