"""Files of a package on their own path: no cookie is asked for or set, and none of the portal's
rights come along.

The policy's `sandbox` gives every page an origin of its own, also where its address is opened
outside the frame; everything a page loads or asks for comes from the same visit's path only, and
nothing can be sent anywhere else. Pages of the package may lie in frames of each other: each gets
the interface put in, as none can reach into another.
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.signing import SignatureExpired
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotFound,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from courses.exceptions.learning import LearningRefused
from courses.models import ScormState
from courses.ranges import ranged
from courses.scorm.archive import Entry
from courses.scorm.model import WRITABLE, WRITE_ONLY, start_values
from courses.scorm.scan import PAGES
from courses.services import scorm
from courses.views.scorm import MOST_REPORT, read_json

NO_CONTENT, GONE = 204, 410
HEADERS = ("Accept", "Cache-Control", "Content-Type", "If-Modified-Since", "Pragma", "Range",
           "X-Requested-With")  # fmt: skip
# By the end of the name, never by what the package or the machine says; anything else is data.
TYPES = {
    "html": "text/html", "htm": "text/html", "xhtml": "application/xhtml+xml",
    "js": "text/javascript", "mjs": "text/javascript", "css": "text/css", "json": "application/json",
    "xml": "text/xml", "xsd": "text/xml", "xsl": "text/xml", "txt": "text/plain", "vtt": "text/vtt",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "svg": "image/svg+xml", "webp": "image/webp", "ico": "image/x-icon", "bmp": "image/bmp",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav",
    "mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm", "ogv": "video/ogg",
    "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "otf": "font/otf",
    "pdf": "application/pdf",
}  # fmt: skip
DATA = "application/octet-stream"
SECONDS = 3600
# Everything that may stand before the place where our script goes: first in the head.
_HEAD = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s+|<!--.*?-->|<\?[^>]*>|<!doctype[^>]*>)*"
    rb"(?:<html(?:\s[^>]*)?>(?:\s+|<!--.*?-->)*)?(?:<head(?:\s[^>]*)?>)?",
    re.IGNORECASE | re.DOTALL,
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
    """Find whose visit it is (`grant`) and put the guards on every answer, also on 404 and 410."""

    @csrf_exempt
    @xframe_options_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _guards(request, token, _preflight())
        try:
            grant = scorm.read_token(token)
        except SignatureExpired:
            page = render(request, "courses/scorm_expired.html", status=GONE)
            return _guards(request, token, page)
        if grant is None:
            raise Http404
        return _guards(request, token, view(request, grant, token=token, **kwargs))

    return wrapped


@guarded
@require_safe
def entry(request: HttpRequest, grant: scorm.Grant, token: str, entry: str) -> HttpResponseBase:
    """One file of the package, in parts where asked; pages get the SCORM interface put in."""
    package = grant.part.package
    if entry not in package.entries:
        return HttpResponseNotFound()
    opened = Entry(package.file.file.open("rb"), entry)
    kind = TYPES.get(entry.rpartition(".")[2].lower(), DATA)
    if entry.lower().endswith(PAGES):
        with opened:
            page = with_script(opened.read(), reverse("scorm:api", args=[token]))
        response: HttpResponseBase = HttpResponse(page, content_type=kind)
        response["Cache-Control"] = "private, no-store"
        return response
    whole = FileResponse(opened, content_type=kind)
    whole["Content-Length"] = str(opened.size)
    response = ranged(request, whole, size=opened.size)
    response["Cache-Control"] = f"private, max-age={SECONDS}"
    return response


@guarded
@require_safe
def api(request: HttpRequest, grant: scorm.Grant, token: str) -> HttpResponseBase:
    """The SCORM 1.2 interface with the learner's values, made anew each time a page asks."""
    states = ScormState.objects.filter(enrolment=grant.enrolment, part=grant.part)
    state = states.select_related("part").first()
    state = state or ScormState(enrolment=grant.enrolment, part=grant.part)
    name = grant.enrolment.person.full_name
    start = {
        "portal": f"{request.scheme}://{request.get_host()}",
        "wait": reverse("scorm:wait", args=[token]),
        "last": reverse("scorm:last", args=[token]) if grant.is_counted else "",
        "values": start_values(state, name=name, is_counted=grant.is_counted),
        "patterns": WRITABLE,
        "writeOnly": WRITE_ONLY,
    }
    # In a file of JavaScript JSON needs no further care; it is never part of a page.
    return _script("courses/scorm_api.js", {"start": mark_safe(json.dumps(start))})


@guarded
@require_safe
def wait(request: HttpRequest, grant: scorm.Grant, token: str) -> HttpResponseBase:
    """A script that gives the page around time to hand over what other frames have set."""
    return _script("courses/scorm_wait.js", {})


def _script(template: str, context: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(render_to_string(template, context), content_type="text/javascript")
    response["Cache-Control"] = "private, no-store"
    return response


@guarded
@require_POST
def last(request: HttpRequest, grant: scorm.Grant, token: str) -> HttpResponseBase:
    """What a page sets while it goes away: too late for the page around it, which goes as well.

    The token answers for this one visit and for nothing else, and the same rules decide as at the
    portal's own door.
    """
    said = read_json(request.body[: MOST_REPORT + 1].decode(errors="replace"))
    if not isinstance(said, dict) or not grant.is_counted:
        return HttpResponseBadRequest()
    try:
        scorm.record(
            lesson=grant.part.package.lesson,
            enrolment=grant.enrolment,
            launch=grant.launch,
            values=said.get("values"),
            is_over=said.get("isOver") is True,
            at=timezone.now(),
        )
    except LearningRefused:
        return HttpResponseBadRequest()
    return HttpResponse(status=NO_CONTENT)


def _preflight() -> HttpResponse:
    """Libraries add headers of their own when they load a file of the package."""
    response = HttpResponse(status=NO_CONTENT)
    response["Access-Control-Allow-Methods"] = "GET, HEAD"
    response["Access-Control-Allow-Headers"] = ", ".join(HEADERS)
    response["Access-Control-Max-Age"] = str(SECONDS)
    return response


def with_script(page: bytes, address: str) -> bytes:
    """A page with our script as the first in its head, whatever its encoding."""
    script = f'<script src="{address}"></script>'
    if page.startswith(_UTF16):
        return with_script(page.decode("utf-16", "replace").encode(), address)
    found = _HEAD.match(page)
    place = found.end() if found else 0
    return page[:place] + script.encode() + page[place:]


def _guards(request: HttpRequest, token: str, response: HttpResponseBase) -> HttpResponseBase:
    own = request.build_absolute_uri(reverse("scorm:entry", args=[token, "x"]))[:-1]
    # No frame-ancestors: frames of the package lie in pages without an origin, which no list names.
    response["Content-Security-Policy"] = "; ".join(
        [
            "sandbox allow-scripts allow-forms",
            f"default-src {own} 'unsafe-inline' 'unsafe-eval' data: blob:",
            f"connect-src {own} data: blob:",
            f"frame-src {own}",
            "object-src 'none'",
            "form-action 'none'",
            f"base-uri {own}",
        ]
    )
    # Pages without an origin ask for their own files across origins; the address itself is the
    # secret, no cookie counts here, and with "*" browsers send none.
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response
