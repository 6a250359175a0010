"""Objects from a statement of our own, where building the statement costs more than the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Field, Model


@dataclass(frozen=True)
class Columns:
    """Some columns of a model's table, under the name that the table has in the statement.

    `names` are attributes of the model such as "course_id"; the key is always among them.
    """

    model: type[Model]
    table: str
    names: frozenset[str]

    @cached_property
    def fields(self) -> list[Field]:
        """In the order of the model, which `from_db` expects."""
        wanted = self.names | {self.model._meta.pk.attname}
        found = [field for field in self.model._meta.concrete_fields if field.attname in wanted]
        if unknown := wanted - {field.attname for field in found}:
            raise ValueError(f"{self.model.__name__} has no column {', '.join(sorted(unknown))}")
        return found

    @cached_property
    def sql(self) -> str:
        """For the list of a SELECT: `s.id, s.state`."""
        return ", ".join(f'{self.table}."{field.column}"' for field in self.fields)

    def read(self, values: Sequence[Any]) -> Any:
        """The object of one row; a column that was not read is asked for when it is used."""
        read = [
            field.from_db_value(value, None, connection)
            if hasattr(field, "from_db_value")
            else value
            for field, value in zip(self.fields, values, strict=True)
        ]
        return self.model.from_db(connection.alias, [f.attname for f in self.fields], read)
