"""Words for reading documents; each asks for its day."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from guidelines.choices import (
    ENDING_VERBS,
    TOUCHING_VERBS,
    DocumentState,
    LegalStatus,
    Verb,
)
from vkc.core.text import fold, slug_text

READABLE = (DocumentState.PUBLISHED, DocumentState.WITHDRAWN)
EFFECT_START = Coalesce("in_force_on", "acting__effective_on", "acting__issued_on")


class EffectQuerySet(QuerySet):
    def counting(self) -> Self:
        """Effects readers may be told of: the acting document is published or held by no one."""
        return self.filter(Q(acting=None) | Q(acting__state__in=READABLE))

    def acting_on(self, *, on: date) -> Self:
        """Effects that hold that day; see `Effect.starts_on`."""
        held = self.counting().annotate(start=EFFECT_START).filter(start__lte=on)
        return held.filter(Q(ends_on=None) | Q(ends_on__gt=on))


class DocumentQuerySet(QuerySet):
    def readable(self) -> Self:
        """Documents with a public page: published, or withdrawn with a notice."""
        return self.filter(state__in=READABLE)

    def published(self) -> Self:
        """Documents that lists, feeds and search may show."""
        return self.filter(state=DocumentState.PUBLISHED)

    def visible_to(self, user: Any) -> Self:
        """What this person may open: staff who edit see drafts too."""
        if user is not None and user.has_perm("guidelines.change_document"):
            return self
        return self.readable()

    def at_address(self, *, kind: str, number_slug: str) -> Self:
        return self.filter(kind=kind, number_slug=number_slug)

    def on_day(self, day: date | None) -> Self:
        """Issued on that day; None asks for those whose day is not known."""
        return self.filter(issued_on=day) if day else self.filter(issued_on__isnull=True)

    def for_list(self) -> Self:
        """What a row of a list shows, in two queries."""
        return self.select_related("issuer").defer("summary_vi", "summary_en", "summary_ko")

    def for_row(self) -> Self:
        """Only the columns that a row of the list shows."""
        titles = ("title_vi", "title_en", "title_ko")
        dates = ("issued_on", "effective_on", "expires_on")
        return self.only(
            "kind", "number", "number_slug", "state", "is_demo", "issuer_id", *titles, *dates
        )

    def with_relations(self) -> Self:
        """With the effects both ways, as the document's page and `legal_ruling` read them."""
        from guidelines.models import Effect

        incoming = Effect.objects.select_related("acting", "acting__issuer")
        outgoing = Effect.objects.select_related("target", "target__issuer")
        return self.select_related("issuer").prefetch_related(
            Prefetch("incoming_effects", queryset=incoming),
            Prefetch("effects", queryset=outgoing),
            "sources",
            "topics",
        )

    def numbered(self, text: str) -> Self:
        """Documents with this number, or with this number before the first slash: `950`."""
        slug = slug_text(text)
        if not slug:
            return self.none()
        return self.filter(Q(number_slug=slug) | Q(number_slug__startswith=f"{slug}-"))

    def matching(self, text: str) -> Self:
        """Every word of the text, without marks, is in number, title or issuer."""
        found = self
        for word in fold(text).split()[:12]:
            found = found.filter(
                Q(folded__contains=word) | Q(number_slug__contains=slug_text(word) or word)
            )
        return found

    def with_legal_status(self, *, on: date | None = None) -> Self:
        """Annotate `status_on_day`; the same rules as `legal.legal_ruling`.

        Read from the stored spans. A document without spans (the database drops them with every
        change of a date or an effect, see migration 0005) is ruled on the spot instead.
        """
        day = on or timezone.localdate()
        span = f"span_{day:%Y%m%d}"
        return self.annotate(**{span: _span_of(day)}).annotate(
            status_on_day=Coalesce(F(f"{span}__status"), status_expression(day))
        )

    def without_spans(self) -> Self:
        """Documents whose stored timeline has still to be rebuilt."""
        return self.filter(status_spans=None)

    def with_dates_and_effects(self) -> Self:
        """Only what `legal.timeline` reads, in two queries."""
        from guidelines.models import Effect

        fields = ("verb", "is_partial", "in_force_on", "ends_on", "acting_id", "target_id")
        acting = ("acting__state", "acting__effective_on", "acting__issued_on")
        effects = Effect.objects.filter(verb__in=TOUCHING_VERBS).select_related("acting")
        effects = effects.only(*fields, *acting).order_by()
        dates = ("issued_on", "effective_on", "expires_on")
        statements = ("stated_status", "stated_on", "unverified_from")
        return self.only(*dates, *statements).prefetch_related(
            Prefetch("incoming_effects", queryset=effects)
        )

    def in_force(self, *, on: date) -> Self:
        """Documents a reader may rely on that day, wholly or in part."""
        holding = (LegalStatus.IN_FORCE, LegalStatus.PARTLY)
        return self.with_legal_status(on=on).filter(status_on_day__in=holding)


class ChangeQuerySet(QuerySet):
    """Lines of the public change log."""

    def readable(self) -> Self:
        """Changes of what readers may open; a text may have been published and withdrawn since."""
        return self.filter(document__state__in=READABLE).filter(
            Q(version=None) | Q(version__state__in=READABLE)
        )


class VersionQuerySet(QuerySet):
    """Texts of documents. A text is public while it and its document both are."""

    def readable(self) -> Self:
        """Texts with a public page: published, or withdrawn with a notice."""
        return self.filter(state__in=READABLE, document__state__in=READABLE)

    def published(self) -> Self:
        """Texts that search, feeds, the API and made files may show."""
        return self.filter(state=DocumentState.PUBLISHED, document__state=DocumentState.PUBLISHED)

    def visible_to(self, user: Any) -> Self:
        if user is not None and user.has_perm("guidelines.change_document"):
            return self
        return self.readable()

    def shown_on(self, on: date, *, language: str = "vi") -> Self:
        """Of each document the one published text a reader of `language` is shown for the day.

        The rule of `text_of_day.text_for`, in SQL.
        """
        is_held = Q(valid_from__lte=on)
        is_near = Q(language__in=(language, "vi"))
        rank = Case(
            When(is_held & is_near, then=0),
            When(is_held, then=1),
            When(language="vi", then=2),
            default=3,
        )
        ranked = self.published().annotate(
            rank=rank,
            held_from=Case(When(is_held, then=F("valid_from"))),
            is_other=Case(When(is_held & Q(language=language), then=0), default=1),
            latest=Case(When(is_held, then=F("pk")), default=-F("pk")),
        )
        order = ("rank", F("held_from").desc(nulls_last=True))
        order += (Case(When(is_held, then=None), default=F("valid_from")), "is_other", "-latest")
        return ranked.order_by("document_id", *order).distinct("document_id")


def _span_of(on: date) -> FilteredRelation:
    """The one stored span that holds that day."""
    begun = Q(status_spans__from_day=None) | Q(status_spans__from_day__lte=on)
    lasting = Q(status_spans__until_day=None) | Q(status_spans__until_day__gt=on)
    return FilteredRelation("status_spans", condition=begun & lasting)


def status_expression(on: date) -> Case:
    """The rules of `legal.legal_ruling` in SQL."""
    from guidelines.models import Effect

    held = Effect.objects.filter(target=OuterRef("pk")).acting_on(on=on).order_by()
    whole = Exists(held.filter(verb__in=ENDING_VERBS, is_partial=False))
    suspended = Exists(held.filter(verb=Verb.SUSPENDS, is_partial=False))
    touched = (*ENDING_VERBS, Verb.SUSPENDS)
    partial = Exists(held.filter(Q(verb=Verb.AMENDS) | Q(verb__in=touched, is_partial=True)))
    said = Q(stated_on__lte=on)
    doubted = Q(unverified_from__lte=on)
    restated = said & Q(stated_status=LegalStatus.IN_FORCE, stated_on__gte=F("unverified_from"))
    in_time = Q(effective_on__lte=on)
    rules = [
        (Q(expires_on__lte=on), LegalStatus.EXPIRED),
        (whole, LegalStatus.EXPIRED),
        (Q(effective_on__gt=on) | Q(effective_on=None, issued_on__gt=on), LegalStatus.NOT_YET),
        (suspended, LegalStatus.SUSPENDED),
        (said & Q(stated_status=LegalStatus.EXPIRED), LegalStatus.EXPIRED),
        (said & Q(stated_status=LegalStatus.SUSPENDED), LegalStatus.SUSPENDED),
        (partial, LegalStatus.PARTLY),
        (said & Q(stated_status=LegalStatus.PARTLY), LegalStatus.PARTLY),
        (in_time & restated, LegalStatus.IN_FORCE),
        (in_time & doubted, LegalStatus.UNKNOWN),
        (in_time, LegalStatus.IN_FORCE),
        (said & Q(stated_status=LegalStatus.IN_FORCE), LegalStatus.IN_FORCE),
    ]
    return Case(
        *[When(rule, then=Value(status.value)) for rule, status in rules],
        default=Value(LegalStatus.UNKNOWN.value),
        output_field=CharField(),
    )
