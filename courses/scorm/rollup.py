"""One learner's standing in a whole package, rolled up from its parts.

The lesson is done once every part is done (completed or passed). The score is the mean of the parts
that have one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from courses.choices.scorm import ENDED_STATUSES, LessonStatus
from courses.models import ScormPackage, ScormPart, ScormState


@dataclass(frozen=True)
class Standing:
    """`parts` in order; `states` by the key of the part, as far as the learner came."""

    package: ScormPackage
    parts: list[ScormPart]
    states: dict[int, ScormState] = field(default_factory=dict)

    def state(self, part: ScormPart) -> ScormState | None:
        return self.states.get(part.pk)

    def status_of(self, part: ScormPart) -> LessonStatus:
        state = self.state(part)
        return LessonStatus(state.lesson_status) if state else LessonStatus.NOT_ATTEMPTED

    @property
    def done_count(self) -> int:
        return sum(state.done_at is not None for state in self.states.values())

    @property
    def is_done(self) -> bool:
        return bool(self.parts) and self.done_count == len(self.parts)

    @property
    def score(self) -> Decimal | None:
        """0 to 100, two places."""
        return mean_of(state.score_raw for state in self.states.values())

    @property
    def status(self) -> LessonStatus:
        found = [self.status_of(part) for part in self.parts]
        if len(set(found)) == 1:
            return found[0]
        if self.is_done:
            return LessonStatus.PASSED
        is_over = all(status in ENDED_STATUSES for status in found)
        return LessonStatus.FAILED if is_over and "failed" in found else LessonStatus.INCOMPLETE

    @property
    def last_visit(self) -> datetime | None:
        return max((state.updated_at for state in self.states.values()), default=None)

    def missing_before(self, part: ScormPart) -> ScormPart | None:
        """The first part before this one that was not gone through."""
        for earlier in self.parts:
            if earlier.pk == part.pk:
                return None
            if self.status_of(earlier) not in ENDED_STATUSES:
                return earlier
        return None

    @property
    def next_part(self) -> ScormPart:
        """Where to go on: the first part not gone through, else one not done, else the first."""
        for kept in (ENDED_STATUSES, (LessonStatus.COMPLETED, LessonStatus.PASSED)):
            for part in self.parts:
                if self.status_of(part) not in kept:
                    return part
        return self.parts[0]


def mean_of(scores: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of those that are there, to two places; None where there is none."""
    found = [score for score in scores if score is not None]
    if not found:
        return None
    return (sum(found, Decimal(0)) / len(found)).quantize(Decimal("0.01"), ROUND_HALF_UP)
