"""What verifiers of badges read: issuer, public keys, and the status of one credential."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from courses.models import Certificate, Session, SigningCertificate
from courses.services import badges

JWK_TYPE = "application/jwk+json"


def _answer(found: dict, kind: str = "application/json") -> JsonResponse:
    response = JsonResponse(found, content_type=kind)
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """The profile of the issuer, with where its keys lie."""
    profile = {"@context": badges.CONTEXTS, **badges.profile()}
    return _answer({**profile, "publicKey": badges.address("keys")}, "application/ld+json")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """All public keys that ever signed a badge (JWK Set, RFC 7517)."""
    rows = SigningCertificate.objects.all()
    return _answer({"keys": [{**badges.stored_jwk(r), "kid": r.fingerprint} for r in rows]})


@require_safe
def key(request: HttpRequest, fingerprint: str) -> HttpResponse:
    row = get_object_or_404(SigningCertificate, fingerprint=fingerprint)
    return _answer({**badges.stored_jwk(row), "kid": badges.address("key", fingerprint)}, JWK_TYPE)


@require_safe
def achievement(request: HttpRequest, session: int) -> HttpResponse:
    """The address of an achievement leads to the page of the session."""
    found = get_object_or_404(Session, pk=session)
    with override("vi"):
        return HttpResponsePermanentRedirect(reverse("courses:session", args=[found.pk]))


@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    response = _answer(badges.status_list(get_object_or_404(Certificate, code=code)))
    response["Cache-Control"] = "no-cache"
    return response
