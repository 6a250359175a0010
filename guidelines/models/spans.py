from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from guidelines.choices import LegalStatus
from guidelines.models.documents import Document


class Int8Range(models.Func):
    function = "INT8RANGE"
    output_field = BigIntegerRangeField()


class DateRange(models.Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class StatusSpan(models.Model):
    """The legal status of a document from a day until a day: derived (`guidelines.legal`), never
    typed; rebuilt whenever a date or an effect changes, so that lists can ask for any day.

    `from_day` is included, `until_day` is not; null is without bound.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="status_spans")
    status = models.CharField(max_length=20, choices=LegalStatus.choices)
    from_day = models.DateField(null=True, blank=True)
    until_day = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["document", F("from_day").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "from_day"], name="one_span_per_start", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(from_day=None) | Q(until_day=None) | Q(until_day__gt=F("from_day")),
                name="span_ends_after_it_begins",
            ),
            # One status per day. Ranges alone, because btree_gist is not at hand everywhere.
            ExclusionConstraint(
                name="one_status_per_day",
                expressions=[
                    (Int8Range("document_id", "document_id", Value("[]")), RangeOperators.OVERLAPS),
                    (DateRange("from_day", "until_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["status", "from_day", "until_day"])]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.status} {self.from_day}–{self.until_day}"
