"""Columns that services alone write, each by its own UPDATE."""

from typing import Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations


class Guarded(models.Model):
    """`save()` of a stored row leaves the guarded columns alone.

    A form or a loader holds a copy that may be minutes old; writing it back would undo the
    seats taken and the states reached meanwhile.
    """

    GUARDED: frozenset[str] = frozenset({"state"})

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = self._unguarded_names()
        super().save(*args, **kwargs)

    def _unguarded_names(self) -> list[str]:
        columns = [f.name for f in self._meta.concrete_fields if not f.primary_key]
        children = [relation.get_accessor_name() for relation in get_all_child_relations(self)]
        many = [f.name for f in self._meta.many_to_many if isinstance(f, ParentalManyToManyField)]
        return [name for name in columns + children + many if name not in self.GUARDED]
