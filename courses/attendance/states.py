"""The transition table of attendance marks, and who may be marked."""

from courses.choices import EnrolmentState as E
from courses.choices.attendance import MarkState as M
from vkc.core.states import TransitionTable

EVENT_OF = {M.PRESENT: "arrive", M.ABSENT: "miss", M.EXCUSED: "excuse", M.UNDONE: "undo"}

# "" is: no mark yet.
MARK = TransitionTable(
    {
        ("", "arrive"): M.PRESENT,
        ("", "miss"): M.ABSENT,
        ("", "excuse"): M.EXCUSED,
        (M.PRESENT, "miss"): M.ABSENT,
        (M.PRESENT, "excuse"): M.EXCUSED,
        (M.PRESENT, "undo"): M.UNDONE,
        (M.ABSENT, "arrive"): M.PRESENT,
        (M.ABSENT, "excuse"): M.EXCUSED,
        (M.ABSENT, "undo"): M.UNDONE,
        (M.EXCUSED, "arrive"): M.PRESENT,
        (M.EXCUSED, "miss"): M.ABSENT,
        (M.EXCUSED, "undo"): M.UNDONE,
        (M.UNDONE, "arrive"): M.PRESENT,
        (M.UNDONE, "miss"): M.ABSENT,
        (M.UNDONE, "excuse"): M.EXCUSED,
    }
)

# A seat somebody sits on; one that is only offered is not yet theirs. The trigger says the same.
SEATED = (E.CONFIRMED, E.COMPLETED, E.NOT_COMPLETED, E.NO_SHOW)
