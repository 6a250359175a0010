"""The life of a document in the portal, and of its texts: one table each."""

from guidelines.choices import DocumentState as S
from guidelines.choices import ImportState as I
from vkc.core.states import TransitionTable

TRANSITIONS = TransitionTable(
    {
        (S.DRAFT, "submit"): S.IN_REVIEW,
        (S.IN_REVIEW, "return"): S.DRAFT,
        (S.DRAFT, "schedule"): S.SCHEDULED,
        (S.IN_REVIEW, "schedule"): S.SCHEDULED,
        (S.SCHEDULED, "schedule"): S.SCHEDULED,
        (S.SCHEDULED, "unschedule"): S.DRAFT,
        (S.DRAFT, "publish"): S.PUBLISHED,
        (S.IN_REVIEW, "publish"): S.PUBLISHED,
        (S.SCHEDULED, "publish"): S.PUBLISHED,
        (S.PUBLISHED, "publish"): S.PUBLISHED,
        (S.PUBLISHED, "withdraw"): S.WITHDRAWN,
        (S.WITHDRAWN, "publish"): S.PUBLISHED,
    }
)

# A discarded draft leaves the library; only its events stay.
DISCARDED = "discarded"
# A text goes out only from the approvers' hands, and once withdrawn it stays so: a better reading
# is a new text.
TEXT_TRANSITIONS = TransitionTable(
    {
        (S.DRAFT, "edit"): S.DRAFT,
        (S.DRAFT, "read_through"): S.DRAFT,
        (S.DRAFT, "submit"): S.IN_REVIEW,
        (S.DRAFT, "discard"): DISCARDED,
        (S.IN_REVIEW, "read_through"): S.IN_REVIEW,
        (S.IN_REVIEW, "return"): S.DRAFT,
        (S.IN_REVIEW, "schedule"): S.SCHEDULED,
        (S.IN_REVIEW, "publish"): S.PUBLISHED,
        (S.SCHEDULED, "schedule"): S.SCHEDULED,
        (S.SCHEDULED, "unschedule"): S.IN_REVIEW,
        (S.SCHEDULED, "publish"): S.PUBLISHED,
        (S.PUBLISHED, "withdraw"): S.WITHDRAWN,
    }
)
# The way of a file from upload to draft. `start` of a running import is a second attempt after its
# worker died; `resume` takes up again what a person or a rule stopped.
IMPORT_TRANSITIONS = TransitionTable(
    {
        (I.QUEUED, "start"): I.RUNNING,
        (I.RUNNING, "start"): I.RUNNING,
        (I.RUNNING, "finish"): I.READY,
        (I.READY, "save"): I.SAVED,
        (I.QUEUED, "cancel"): I.CANCELLED,
        (I.RUNNING, "cancel"): I.CANCELLED,
        (I.READY, "cancel"): I.CANCELLED,
        (I.QUEUED, "fail"): I.FAILED,
        (I.RUNNING, "fail"): I.FAILED,
        (I.CANCELLED, "resume"): I.QUEUED,
        (I.FAILED, "resume"): I.QUEUED,
    }
)
