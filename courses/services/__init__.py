"""One function a verb; the only writers of state, seats and ranks."""

from courses.services.audit import recount_seats
from courses.services.deadlines import check_deadlines
from courses.services.enrolling import enrol, erase_person, withdraw
from courses.services.quotas import release_quotas, set_quotas
from courses.services.running import (
    cancel_session,
    close_session,
    finish_session,
    open_session,
    reopen_session,
    save_session,
    start_session,
)
from courses.services.waiting import fill_seats

__all__ = [
    "cancel_session",
    "check_deadlines",
    "close_session",
    "enrol",
    "erase_person",
    "fill_seats",
    "finish_session",
    "open_session",
    "recount_seats",
    "release_quotas",
    "reopen_session",
    "save_session",
    "set_quotas",
    "start_session",
    "withdraw",
]
