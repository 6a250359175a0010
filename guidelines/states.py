"""The life of a document in the portal: one table."""

from guidelines.choices import DocumentState as S
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
