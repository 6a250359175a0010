"""Files of a package on their own path: no cookie is asked for or set, and none of the portal's
rights come along.

The policy's `sandbox` gives every page an origin of its own, also where its address is opened
outside the frame; scripts, pictures and media come from the same visit's path only, and nothing can
be sent anywhere.
"""

import json
import re

from django.core.signing import SignatureExpired
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from courses.models import Enrolment, ScormPackage, ScormState
from courses.ranges import ranged
from courses.scorm.archive import PAGES, Entry
from courses.scorm.model import WRITABLE, WRITE_ONLY, start_values
from courses.services import scorm

GONE = 410
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


@require_safe
@xframe_options_exempt
def entry(request: HttpRequest, token: str, entry: str) -> HttpResponseBase:
    """One file of the package, in parts where asked; pages get the SCORM interface put in."""
    try:
        _enrolment, package, _is_counted = _visit(token)
    except SignatureExpired:
        return _guarded(request, token, render(request, "courses/scorm_expired.html", status=GONE))
    if entry not in package.entries:
        raise Http404
    opened = Entry(package.file.file.open("rb"), entry)
    kind = TYPES.get(entry.rpartition(".")[2].lower(), DATA)
    if entry.lower().endswith(PAGES):
        with opened:
            page = with_script(opened.read(), reverse("scorm:api", args=[token]))
        response: HttpResponseBase = HttpResponse(page, content_type=kind)
        response["Cache-Control"] = "private, no-store"
        return _guarded(request, token, response)
    whole = FileResponse(opened, content_type=kind)
    whole["Content-Length"] = str(opened.size)
    response = ranged(request, whole, size=opened.size)
    response["Cache-Control"] = f"private, max-age={SECONDS}"
    return _guarded(request, token, response)


@require_safe
@xframe_options_exempt
def api(request: HttpRequest, token: str) -> HttpResponseBase:
    """The SCORM 1.2 interface with the learner's values, made anew each time a page asks."""
    try:
        enrolment, package, is_counted = _visit(token)
    except SignatureExpired:
        raise Http404 from None
    states = ScormState.objects.filter(enrolment=enrolment, package=package)
    state = states.select_related("package").first()
    state = state or ScormState(enrolment=enrolment, package=package)
    start = {
        "portal": f"{request.scheme}://{request.get_host()}",
        "values": start_values(state, name=enrolment.person.full_name, is_counted=is_counted),
        "patterns": WRITABLE,
        "writeOnly": WRITE_ONLY,
    }
    # In a file of JavaScript JSON needs no further care; it is never part of a page.
    script = render_to_string("courses/scorm_api.js", {"start": mark_safe(json.dumps(start))})
    response = HttpResponse(script, content_type="text/javascript")
    response["Cache-Control"] = "private, no-store"
    return _guarded(request, token, response)


def _visit(token: str) -> tuple[Enrolment, ScormPackage, bool]:
    found = scorm.read_token(token)
    if found is None:
        raise Http404
    return found


def with_script(page: bytes, address: str) -> bytes:
    """A page with our script as the first in its head, whatever its encoding."""
    script = f'<script src="{address}"></script>'
    if page.startswith(_UTF16):
        return with_script(page.decode("utf-16", "replace").encode(), address)
    found = _HEAD.match(page)
    place = found.end() if found else 0
    return page[:place] + script.encode() + page[place:]


def _guarded(request: HttpRequest, token: str, response: HttpResponseBase) -> HttpResponseBase:
    own = request.build_absolute_uri(reverse("scorm:entry", args=[token, "x"]))[:-1]
    inline = f"{own} 'unsafe-inline' 'unsafe-eval' data: blob:"
    response["Content-Security-Policy"] = "; ".join(
        [
            "sandbox allow-scripts allow-forms",
            f"default-src {inline}",
            "connect-src 'none'",
            "object-src 'none'",
            "form-action 'none'",
            f"base-uri {own}",
            "frame-ancestors 'self'",
        ]
    )
    # Fonts and modules of a page without an origin are asked for across origins; the address
    # itself is the secret, and no cookie counts here.
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response
