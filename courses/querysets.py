"""Words for reading courses, sessions and enrolments; questions about time carry a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from courses.choices import EnrolmentState, NominationState, SessionState
from courses.states import HOLDS_A_SEAT, OPEN_ENROLMENT, STANDING_NOMINATION

# Number, date or scan is missing.
LACKS_LETTER = Q(letter=None) | Q(letter_on=None) | Q(letter_number="")


class CourseQuerySet(QuerySet):
    def published(self) -> CourseQuerySet:
        """Courses a reader may see."""
        return self.filter(live=True)


class SessionQuerySet(QuerySet):
    def published(self) -> SessionQuerySet:
        """Sessions a reader may see: those of a published course."""
        return self.filter(course__live=True)

    def open_for_enrolment(self, *, at: datetime) -> SessionQuerySet:
        """Sessions that take enrolments at that moment, with or without a free seat."""
        return (
            self.filter(state=SessionState.OPEN)
            .filter(Q(opens_at=None) | Q(opens_at__lte=at))
            .filter(Q(closes_at=None) | Q(closes_at__gt=at))
        )

    def with_seats_left(self) -> SessionQuerySet:
        return self.filter(seats_taken__lt=F("capacity"))


class EnrolmentQuerySet(QuerySet):
    def open(self) -> EnrolmentQuerySet:
        """Enrolments that have not ended."""
        return self.filter(state__in=OPEN_ENROLMENT)

    def holding_a_seat(self) -> EnrolmentQuerySet:
        return self.filter(state__in=HOLDS_A_SEAT)

    def waiting(self) -> EnrolmentQuerySet:
        """The waiting list, first come first."""
        return self.filter(state=EnrolmentState.WAITING).order_by("waiting_sequence")

    def visible_to(self, user: Any) -> EnrolmentQuerySet:
        """One's own; all of them for those who manage enrolments."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("courses.view_enrolment"):
            return self
        return self.filter(person=user)

    def ranks(self, session_ids: list[int]) -> dict[int, int]:
        """Enrolment id → rank in its session's waiting list, from 1 without a gap."""
        rows = (
            self.model.objects.filter(session__in=session_ids, state=EnrolmentState.WAITING)
            .annotate(
                place=Window(
                    RowNumber(), partition_by=F("session_id"), order_by=F("waiting_sequence").asc()
                )
            )
            .values_list("pk", "place")
        )
        return dict(rows)


class NominationQuerySet(QuerySet):
    def visible_to(self, user: Any) -> NominationQuerySet:
        """The agency's, to its coordinators; all that were submitted, to those who manage sessions."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm("courses.change_session"):
            return self.filter(submitted_at__isnull=False)
        if user.agency_id and user.is_approved and user.has_perm("courses.nominate_session"):
            return self.filter(agency=user.agency_id)
        return self.none()

    def standing(self) -> NominationQuerySet:
        """Those whose people hold seats or places in line."""
        return self.filter(state__in=STANDING_NOMINATION)

    def overdue(self, *, on: date) -> NominationQuerySet:
        """Letters not received, or not corrected, by their day.

        A letter returned for correction is due on the day it was returned for, also where its scan
        is missing.
        """
        missing = Q(state=NominationState.SUBMITTED, letter_due_on__lt=on) & LACKS_LETTER
        uncorrected = Q(state=NominationState.RETURNED, correct_by__lt=on)
        return self.standing().filter(missing | uncorrected)


class NomineeQuerySet(QuerySet):
    def in_force(self) -> NomineeQuerySet:
        """Those the letter names now: neither substituted nor taken out."""
        return self.filter(is_substituted=False, taken_out_at=None)
