"""Days of which a source states only the year, or the year and the month."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

PARTS_OF_A_DAY = 3


def check_partial_date(value: str) -> None:
    """Accept 2018, 2018-07 or 2018-07-31; anything else is a ValidationError."""
    parts = value.split("-")
    try:
        whole = [int(part) for part in parts] + [1, 1]
        date(*whole[:PARTS_OF_A_DAY])
        shape = [4, 2, 2][: len(parts)]
        good = [len(part) for part in parts] == shape
    except (ValueError, TypeError):
        good = False
    if not good:
        raise ValidationError(
            _("“%(value)s” is not a year, a month such as 2018-07 or a day such as 2018-07-31.")
            % {"value": value[:40]}
        )


def show_partial_date(value: str) -> str:
    """The date as far as it is known: 2018, 07/2018 or 31/07/2018 in the reader's format."""
    parts = value.split("-") if value else []
    if len(parts) == PARTS_OF_A_DAY:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if len(parts) == PARTS_OF_A_DAY - 1:
        return date_format(date(int(parts[0]), int(parts[1]), 1), "YEAR_MONTH_FORMAT")
    return value


class PartialDateField(models.CharField):
    """ISO text of a year, month or day; it sorts as text. Empty means not known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, check_partial_date]

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs
