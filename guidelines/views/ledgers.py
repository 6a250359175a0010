"""The ledgers: what a document asks for, who answered, how far each province is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guidelines.ledger_files import ledger_file
from guidelines.ledger_pages import index_context, ledger_context, readable_ledgers
from vkc.places.models import Unit


@require_safe
def ledger_list(request: HttpRequest) -> HttpResponse:
    return render(request, "guidelines/ledger_list.html", index_context())


@require_safe
def ledger_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One ledger; `?unit=34:48` shows one province of it."""
    ledger = get_object_or_404(readable_ledgers(), key=key)
    asked = request.GET.get("unit", "") if ledger.is_per_province else ""
    context = ledger_context(ledger, unit=_unit(asked) if asked else None)
    return render(request, "guidelines/ledger_detail.html", context)


def _unit(key: str) -> Unit:
    scheme, _colon, code = key.partition(":")
    found = Unit.objects.current().filter(code=code).first() if scheme == "34" else None
    if found is None:
        raise Http404
    return found


@require_safe
def ledger_download(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The whole ledger as a table."""
    ledger = get_object_or_404(readable_ledgers(), key=key)
    if form not in ("xlsx", "csv"):
        raise Http404
    content, media_type = ledger_file(ledger, form=form)
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{ledger.key}.{form}"'
    return response
