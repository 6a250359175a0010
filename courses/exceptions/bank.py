"""What a sheet of questions refuses: all rows at once, each with its column, value and rule."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vkc.core.states import Refusal


@dataclass(frozen=True)
class RowError:
    """One thing wrong in one row."""

    row: int
    column: str
    value: str
    rule: str


class BankRefused(Refusal):
    """Nothing of the sheet was taken; `errors` says why, row by row."""

    code = "bank_refused"

    def __init__(self, errors: list[RowError]) -> None:
        self.errors = errors
        super().__init__()

    def default_message(self) -> str:
        return _("Nothing was loaded. Correct the rows below and load the sheet again.")
