"""The transition tables of sessions, enrolments and letters of nomination, and what follows from a state.

Only `courses.services` writes a state. The database refuses a change of state that leaves no
event behind (migration 0001), and `save()` of the models leaves the state alone.
"""

from courses.choices import EnrolmentState as E
from courses.choices import NominationState as N
from courses.choices import SessionState as S
from vkc.core.states import TransitionTable

SESSION = TransitionTable(
    {
        (S.PLANNED, "open"): S.OPEN,
        (S.PLANNED, "cancel"): S.CANCELLED,
        (S.PLANNED, "move"): S.MOVED,
        (S.OPEN, "close"): S.CLOSED,
        (S.OPEN, "cancel"): S.CANCELLED,
        (S.OPEN, "move"): S.MOVED,
        (S.CLOSED, "reopen"): S.OPEN,
        (S.CLOSED, "start"): S.RUNNING,
        (S.CLOSED, "cancel"): S.CANCELLED,
        (S.CLOSED, "move"): S.MOVED,
        (S.RUNNING, "finish"): S.FINISHED,
    }
)

ENROLMENT = TransitionTable(
    {
        (E.DRAFT, "submit"): E.SUBMITTED,
        (E.DRAFT, "withdraw"): E.WITHDRAWN,
        (E.DRAFT, "cancel"): E.CANCELLED,
        (E.SUBMITTED, "request_correction"): E.NEEDS_CORRECTION,
        (E.SUBMITTED, "approve"): E.APPROVED,
        (E.SUBMITTED, "confirm"): E.CONFIRMED,
        (E.SUBMITTED, "wait"): E.WAITING,
        (E.SUBMITTED, "decline"): E.DECLINED,
        (E.SUBMITTED, "withdraw"): E.WITHDRAWN,
        (E.SUBMITTED, "cancel"): E.CANCELLED,
        (E.NEEDS_CORRECTION, "submit"): E.SUBMITTED,
        (E.NEEDS_CORRECTION, "decline"): E.DECLINED,
        (E.NEEDS_CORRECTION, "withdraw"): E.WITHDRAWN,
        (E.NEEDS_CORRECTION, "cancel"): E.CANCELLED,
        (E.APPROVED, "confirm"): E.CONFIRMED,
        (E.APPROVED, "wait"): E.WAITING,
        (E.APPROVED, "decline"): E.DECLINED,
        (E.APPROVED, "withdraw"): E.WITHDRAWN,
        (E.APPROVED, "cancel"): E.CANCELLED,
        (E.WAITING, "promote"): E.CONFIRMED,
        (E.WAITING, "offer"): E.OFFERED,
        (E.WAITING, "decline"): E.DECLINED,
        (E.WAITING, "withdraw"): E.WITHDRAWN,
        (E.WAITING, "cancel"): E.CANCELLED,
        (E.OFFERED, "confirm"): E.CONFIRMED,
        (E.OFFERED, "decline"): E.DECLINED,
        (E.OFFERED, "expire"): E.DECLINED,
        (E.OFFERED, "recall"): E.WAITING,
        (E.OFFERED, "withdraw"): E.WITHDRAWN,
        (E.OFFERED, "cancel"): E.CANCELLED,
        (E.CONFIRMED, "withdraw"): E.WITHDRAWN,
        (E.CONFIRMED, "decline"): E.DECLINED,
        (E.CONFIRMED, "cancel"): E.CANCELLED,
        (E.CONFIRMED, "complete"): E.COMPLETED,
        (E.CONFIRMED, "fail"): E.NOT_COMPLETED,
        (E.CONFIRMED, "miss"): E.NO_SHOW,
    }
)

# A letter of nomination and its people. A submitted one already holds seats and places in line.
NOMINATION = TransitionTable(
    {
        (N.DRAFT, "submit"): N.SUBMITTED,
        (N.DRAFT, "withdraw"): N.WITHDRAWN,
        (N.SUBMITTED, "return"): N.RETURNED,
        (N.SUBMITTED, "approve"): N.APPROVED,
        (N.SUBMITTED, "refuse"): N.REFUSED,
        (N.SUBMITTED, "withdraw"): N.WITHDRAWN,
        (N.SUBMITTED, "lapse"): N.LAPSED,
        (N.RETURNED, "submit"): N.SUBMITTED,
        (N.RETURNED, "refuse"): N.REFUSED,
        (N.RETURNED, "withdraw"): N.WITHDRAWN,
        (N.RETURNED, "lapse"): N.LAPSED,
        (N.APPROVED, "return"): N.RETURNED,
        (N.APPROVED, "withdraw"): N.WITHDRAWN,
    }
)

# One enrolment a person and session may be in one of these (partial unique constraint).
OPEN_ENROLMENT = (
    E.DRAFT, E.SUBMITTED, E.NEEDS_CORRECTION, E.APPROVED, E.CONFIRMED, E.WAITING, E.OFFERED,
)  # fmt: skip
# These count against the capacity.
HOLDS_A_SEAT = (E.OFFERED, E.CONFIRMED, E.COMPLETED, E.NOT_COMPLETED, E.NO_SHOW)
# In the waiting list, or with an offer from it.
IN_LINE = (E.WAITING, E.OFFERED)
# A person may still step back, and the seat goes on, while the session is in one of these.
BEFORE_THE_START = (S.PLANNED, S.OPEN, S.CLOSED)
# The people of such a letter hold seats and places in line.
STANDING_NOMINATION = (N.SUBMITTED, N.RETURNED, N.APPROVED)
PAST = (S.FINISHED, S.CANCELLED, S.MOVED)
