"""Words for reading places; every question about time is asked with a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

CHANGE_DAY = date(2025, 7, 1)


class UnitQuerySet(QuerySet):
    def valid(self, *, on: date) -> UnitQuerySet:
        """Units that exist on a day."""
        return self.filter(valid_from__lte=on).filter(Q(valid_until=None) | Q(valid_until__gte=on))

    def current(self, on: date | None = None) -> UnitQuerySet:
        """The units of the scheme in force on a day (today by default): 63 or 34 rows."""
        day = on or timezone.localdate()
        return self.of_scheme(34 if day >= CHANGE_DAY else 63).valid(on=day)

    def of_scheme(self, scheme: int) -> UnitQuerySet:
        """All units of one scheme, in Vietnamese order of names."""
        return self.filter(scheme=scheme).order_by("sort_key")

    def get_by_key(self, key: str):
        """The unit of a key such as "34:48"; codes alone changed meaning in 2025."""
        scheme, _, code = key.partition(":")
        return self.get(scheme=int(scheme), code=code)
