"""Places: the list with its map, a page a unit, a page a former city."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vkc.places import presentation
from vkc.places.choices import Scheme
from vkc.places.models import FormerCity, Unit


def _scheme(value: str | int) -> int:
    """34 or 63, else a 404: no other scheme ever existed."""
    try:
        return Scheme(int(value)).value
    except ValueError:
        raise Http404(_("There is no such scheme of units.")) from None


@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """All units of a scheme, `?scheme=34|63`, with the map of their population."""
    scheme = _scheme(request.GET.get("scheme", Scheme.NEW))
    units = list(Unit.objects.of_scheme(scheme).select_related("region").prefetch_related("types"))
    return render(request, "places/unit_list.html", presentation.unit_list(scheme, units))


@require_safe
def unit_detail(request: HttpRequest, scheme: int, code: str) -> HttpResponse:
    """One unit: names and types by date, succession, figures with source, what goes on there."""
    unit = get_object_or_404(
        Unit.objects.select_related("region").prefetch_related(
            "types",
            "figures",
            "cities",
            "received_cities",
            "successors",
            "predecessors__figures",
        ),
        scheme=_scheme(scheme),
        code=code,
    )
    return render(request, "places/unit_detail.html", presentation.unit_detail(unit))


@require_safe
def city_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A city under a province: a historical place, and who received it."""
    city = get_object_or_404(
        FormerCity.objects.select_related("province", "received_by"), slug=slug
    )
    return render(request, "places/city_detail.html", presentation.city_detail(city))
