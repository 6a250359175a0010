"""The files that go with a text: handed out while the text is public, gone with it."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import quote_etag

from guidelines.choices import DocumentState
from guidelines.models import Attachment, Document, Version
from guidelines.views.finding import at_document


@at_document
def attachment(request: HttpRequest, document: Document, pk: int) -> HttpResponse:
    """One file; 410 with a sentence once its text was withdrawn, 404 while it is not public."""
    readable = Version.objects.readable().filter(document=document)
    found = (
        Attachment.objects.filter(version__in=readable, pk=pk)
        .select_related("file", "version")
        .defer("version__findings")
        .first()
    )
    if found is None:
        raise Http404
    states = {document.state, found.version.state}
    if DocumentState.WITHDRAWN in states:
        context = {"document": document, "url": document.get_absolute_url()}
        response = render(request, "guidelines/attachment_gone.html", context, status=410)
        response["Cache-Control"] = "no-store"
        return response
    return _file(found)


def _file(found: Attachment) -> FileResponse:
    response = FileResponse(
        found.file.file.open("rb"),
        as_attachment=True,
        filename=found.file.name,
        content_type=found.file.media_type,
    )
    response["ETag"] = quote_etag(found.file.sha256)
    response["X-Content-Type-Options"] = "nosniff"
    return response
