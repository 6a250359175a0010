"""One thing wrong with a list: where, what stands there, which rule, what to do."""

from dataclasses import asdict, dataclass, field
from typing import Any

from courses.imports.words import RULES, heading


@dataclass(frozen=True)
class Problem:
    """`row` is None for what concerns a sheet, `column` is a letter or empty; `name` is the column
    of the list that is meant (`email`), where one is."""

    sheet: str
    row: int | None
    column: str
    value: str
    rule: str
    name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is wrong, in the reader's language."""
        return str(RULES[self.rule][0]) % self._facts()

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return str(RULES[self.rule][1]) % self._facts()

    @property
    def place(self) -> str:
        """“B12”, “12” or an empty text."""
        return f"{self.column}{self.row or ''}"

    @property
    def column_name(self) -> str:
        return heading(self.name) if self.name else ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def _facts(self) -> dict[str, Any]:
        # A column is named in the words of the reader, not of whoever checked.
        return {
            key: heading(value) if key == "column" else value for key, value in self.facts.items()
        }


def from_json(rows: list[dict[str, Any]]) -> list[Problem]:
    return [Problem(**row) for row in rows]
