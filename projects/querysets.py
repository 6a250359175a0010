"""Words for reading programmes and registers."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from projects.choices import MemberState
from vkc.core.models import Confidence
from vkc.places.models import FormerCity, Unit

STANDING = (MemberState.PROPOSED, MemberState.CONFIRMED)


class ProgrammeQuerySet(QuerySet):
    def published(self) -> ProgrammeQuerySet:
        """What readers may see."""
        return self.filter(live=True)

    def of_unit(self, unit: Unit) -> ProgrammeQuerySet:
        """Programmes of a unit; a unit of the 34 takes those of its predecessors with it."""
        return self.filter(Q(unit=unit) | Q(unit__passed_to__successor=unit)).distinct()

    def of_city(self, city: FormerCity) -> ProgrammeQuerySet:
        return self.filter(city=city)

    def lately_reported(self) -> ProgrammeQuerySet:
        """Verified ones with a dated status, newest first; weak entries are kept off front pages."""
        known = self.exclude(status_date="").exclude(confidence=Confidence.LOW)
        return known.order_by("-status_date", "slug")

    def with_places(self) -> ProgrammeQuerySet:
        """Units, their regions, cities and successors, in a constant number of queries."""
        successors = Unit.objects.select_related("region").order_by("sort_key")
        return self.select_related("unit__region", "city__received_by").prefetch_related(
            Prefetch("unit__successors", queryset=successors)
        )


class MemberQuerySet(QuerySet):
    def standing(self) -> MemberQuerySet:
        """Proposed and confirmed members; removed and replaced ones are history."""
        return self.filter(state__in=STANDING)

    def with_places(self) -> MemberQuerySet:
        return self.select_related("unit", "city", "programme")


class RegisterQuerySet(QuerySet):
    def for_pages(self) -> RegisterQuerySet:
        """With sources, other counts and members, in four queries."""
        return self.prefetch_related("sources", "counts", "members")
