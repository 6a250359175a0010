"""Words for reading citations: what readers may be shown, what waits for staff."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.utils import timezone

from guidelines.choices import CitationState, DocumentState
from guidelines.querysets import READABLE

WAITING = (CitationState.UNRESOLVED, CitationState.AMBIGUOUS)


class CitationQuerySet(QuerySet):
    def waiting(self) -> Self:
        """Citations that staff have to look at."""
        return self.filter(state__in=WAITING)

    def undecided(self) -> Self:
        """Those no person has linked or set aside: a scan may change them."""
        return self.filter(decided_at=None)

    def linked(self) -> Self:
        """Citations of documents that readers may open."""
        return self.filter(state=CitationState.RESOLVED, target__state__in=READABLE)

    def for_reading(self) -> Self:
        """What `linking.linked_html` takes: each with its document, and `is_path_held` telling
        whether a public text of that document holds the provision. One query."""
        from guidelines.models import Provision

        held = Provision.objects.filter(
            version__document=OuterRef("target"),
            version__state=DocumentState.PUBLISHED,
            path=OuterRef("target_path"),
        )
        # Within a text nothing is linked that the text does not hold: no look is needed there.
        is_held = Case(When(is_relative=True, then=Value(True)), default=Exists(held))
        return (
            self.linked()
            .select_related("target")
            .defer("target__title_en", "target__title_ko", "target__folded")
            .annotate(is_path_held=is_held)
            .order_by("provision_id", "-in_heading", "start")
        )

    def in_force_texts(self, *, on: date | None = None) -> Self:
        """Citations in the published text that readers are shown that day: embargoed, withdrawn
        and superseded texts cite nobody."""
        from guidelines.models import Version

        day = on or timezone.localdate()
        newer = Version.objects.published().filter(
            document=OuterRef("document"), language=OuterRef("language"), valid_from__lte=day
        )
        shown = (
            Version.objects.published()
            .filter(language="vi", valid_from__lte=day)
            .exclude(Exists(newer.filter(valid_from__gt=OuterRef("valid_from"))))
        )
        return self.filter(provision__version__in=shown)
