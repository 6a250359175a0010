"""The one table of what may happen to an account."""

from vkc.accounts.choices import AccountState as S
from vkc.core.states import TransitionTable

ACCOUNT_STATES = TransitionTable(
    {
        (S.PENDING, "approve"): S.APPROVED,
        (S.PENDING, "refuse"): S.REFUSED,
        (S.REFUSED, "reopen"): S.PENDING,
        (S.PENDING, "close"): S.CLOSED,
        (S.APPROVED, "close"): S.CLOSED,
        (S.REFUSED, "close"): S.CLOSED,
    }
)
