"""The public check of a certificate or transcript: no session, no cookie, nothing of anybody else."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from courses.certificates.page import certificate_page, transcript_page
from courses.models import Certificate, Transcript
from vkc.core.views import too_many_requests

NOT_FOUND = 404
WRONG_CODES_AN_HOUR = 30
HOUR = 3600


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """A field for the code printed on paper."""
    code = typed_code(request.GET.get("code", ""))
    if code:
        return redirect("certificates:check", code=code)
    return _never_indexed(render(request, "courses/certificates_find.html"))


def typed_code(text: str) -> str:
    """The code out of what was typed or scanned: a whole address or the code alone."""
    return text.strip().rstrip("/").rpartition("/")[2].strip()


@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Every printed fact, the state in words, and how to compare a file with the issued one."""
    if _wrong_codes(request) >= WRONG_CODES_AN_HOUR:
        return too_many_requests(request)
    related = ("made__signed_with", "register", "superseded_by", "supersedes__made")
    found = Certificate.objects.select_related(*related).filter(code=code).first()
    if found is not None:
        page = certificate_page(found)
        return _never_indexed(render(request, "courses/certificates_check.html", page))
    transcript = Transcript.objects.select_related("signed_with").filter(code=code).first()
    if transcript is not None:
        page = transcript_page(transcript)
        return _never_indexed(render(request, "courses/certificates_transcript.html", page))
    _count_wrong_code(request)
    wrong = {"code": code[:60]}
    page = render(request, "courses/certificates_wrong.html", wrong, status=NOT_FOUND)
    return _never_indexed(page)


def _never_indexed(response: HttpResponse) -> HttpResponse:
    """Not for search engines, and asked for anew each time: a revocation shows at once."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, no_cache=True)
    return response


def _counter(request: HttpRequest) -> str:
    return f"wrong-certificate-codes:{get_adapter().get_client_ip(request)}"


def _wrong_codes(request: HttpRequest) -> int:
    return cache.get(_counter(request), 0)


def _count_wrong_code(request: HttpRequest) -> None:
    key = _counter(request)
    cache.add(key, 0, HOUR)
    try:
        cache.incr(key)
    except ValueError:  # the hour ended between the two calls
        return
