"""Provisions as plain rows, in the order of the text."""

from typing import Any, NamedTuple
from uuid import UUID

from guidelines.choices import ProvisionKind

BODIES = (ProvisionKind.ATTACHED, ProvisionKind.ANNEX)
GROUPS = (
    ProvisionKind.PART,
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
    ProvisionKind.SUBSECTION,
)
# What has a heading of its own, and with it a line in the contents.
HEADED = frozenset(kind.value for kind in (*BODIES, *GROUPS, ProvisionKind.ARTICLE))
HANGING = frozenset(kind.value for kind in (ProvisionKind.CLAUSE, ProvisionKind.POINT))

# Labels in words hang as their number alone.
SPOKEN = ("khoản", "điểm", "clause", "point", "제")

FIELDS = (
    "pk", "parent_id", "kind", "number", "label", "heading", "path", "lineage", "words__text",
    "words__table",
)  # fmt: skip


class Row(NamedTuple):
    """One provision; `text` is without the words of its children."""

    pk: int
    parent_id: int | None
    kind: str
    number: str
    label: str
    heading: str
    path: str
    lineage: UUID
    text: str | None
    table: dict[str, Any] | None

    @property
    def title(self) -> str:
        """The label with the heading: `Điều 5. Phạm vi điều chỉnh`."""
        if not self.heading:
            return self.label
        stop = "" if not self.label or self.label[-1] in ".:)" else "."
        return f"{self.label}{stop} {self.heading}".strip()

    @property
    def mark(self) -> str:
        """The hanging number of a clause or point, with the stop that goes with it: `2.`, `đ)`."""
        printed = self.label
        if not printed or printed.lower().startswith(SPOKEN):
            printed = self.number
        if printed and not printed[-1].isalnum():
            return printed
        return f"{printed}{')' if self.kind == ProvisionKind.POINT else '.'}"


def rows_of(provisions: Any) -> list[Row]:
    """The rows of a queryset of provisions, in one query."""
    return [Row(*found) for found in provisions.order_by("order").values_list(*FIELDS)]
