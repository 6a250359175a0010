"""Pages of a signed-in person: certificates, hours, and their files."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.page import certificate_row
from courses.models import Certificate, Transcript
from courses.permissions.certificates import can_download_certificate, can_view_certificates
from courses.services import transcripts
from vkc.core.states import Refusal

PDF, TOKEN = "application/pdf", "application/vc+jwt"


@never_cache
@login_required
@require_safe
def my_certificates(request: HttpRequest) -> HttpResponse:
    """What was issued to this person, the latest first."""
    rows = Certificate.objects.filter(person=request.user, superseded_by=None)
    rows = rows.select_related("made")
    context = {"rows": [certificate_row(row) for row in rows]}
    return render(request, "courses/certificates_mine.html", context)


@never_cache
@login_required
@require_safe
def certificate_file(request: HttpRequest, code: str) -> HttpResponse:
    """The stored PDF, byte for byte as issued."""
    certificate = _theirs(request, code)
    name = f"giay-chung-nhan-{code[:8]}.pdf"
    return _stored(certificate.made, name)


@never_cache
@login_required
@require_safe
def certificate_badge(request: HttpRequest, code: str) -> HttpResponse:
    """The stored Open Badges 3.0 credential as a compact JWS."""
    certificate = _theirs(request, code)
    response = HttpResponse(certificate.made.badge, content_type=TOKEN)
    response["Content-Disposition"] = f'attachment; filename="open-badge-{code[:8]}.jwt"'
    return response


def _theirs(request: HttpRequest, code: str) -> Certificate:
    rows = Certificate.objects.select_related("made")
    certificate = get_object_or_404(rows, code=code)
    if not can_download_certificate(request.user, certificate):
        raise Http404
    return certificate


def _stored(row: Any, name: str) -> FileResponse:
    response = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=name, content_type=PDF
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def transcript(request: HttpRequest) -> HttpResponse:
    """Hours by year and type; a POST makes the signed statement of the year."""
    person = _whose(request)
    years = sorted(set(transcripts.records_of(person).values_list("year", flat=True)), reverse=True)
    year = _year(request.GET.get("year", ""), years)
    address = _address(request, person, year)
    if request.method == "POST":
        _make(request, person, year)
        return redirect(address)
    facts = transcripts.year_facts(person, year, on=timezone.localdate()) if years else None
    made = Transcript.objects.filter(person=person, year=year)
    context = {
        "person": person,
        "is_own": person == request.user,
        "year": year,
        "years": [{"year": y, "url": _address(request, person, y), "is_current": y == year}
                  for y in years],
        "total": facts,
        "unknown": transcripts.unknown_sentence(facts["unknown"]) if facts else "",
        "table": transcripts.transcript_table(facts) if facts else None,
        "made": list(made),
        "address": address,
    }  # fmt: skip
    return render(request, "courses/transcripts_mine.html", context)


def _whose(request: HttpRequest) -> Any:
    """Oneself; another person only for staff who see the register, else 404."""
    wanted = request.GET.get("person", "")
    if not wanted or wanted == str(request.user.pk):
        return request.user
    if not (wanted.isdecimal() and len(wanted) < 19) or not can_view_certificates(request.user):
        raise Http404
    return get_object_or_404(get_user_model(), pk=int(wanted))


def _year(text: str, years: list[int]) -> int:
    latest = years[0] if years else timezone.localdate().year
    is_year = text.isdecimal() and len(text) == len("2026")
    return int(text) if is_year and int(text) in years else latest


def _address(request: HttpRequest, person: Any, year: int) -> str:
    query = {"year": year} if person == request.user else {"year": year, "person": person.pk}
    return f"{reverse('courses:transcript')}?{urlencode(query)}"


def _make(request: HttpRequest, person: Any, year: int) -> None:
    try:
        transcripts.make_transcript(person=person, year=year, by=request.user, at=timezone.now())
    except (Refusal, PermissionDenied) as refusal:
        messages.error(request, str(refusal) or _("You may not do this."))
        return
    messages.success(request, _("The signed statement is ready below."))


@never_cache
@login_required
@require_safe
def transcript_file(request: HttpRequest, code: str) -> HttpResponse:
    """The stored statement, for its person and for staff."""
    row = get_object_or_404(Transcript, code=code)
    if row.person_id != request.user.pk and not can_view_certificates(request.user):
        raise Http404
    return _stored(row, f"gio-hoc-{row.year}-{code[:8]}.pdf")
