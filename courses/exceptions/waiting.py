"""What the waiting list and its offers refuse, named as facts."""

from django.utils.translation import gettext as _

from courses.exceptions import EnrolmentRefused
from vkc.core.states import Refusal


class NothingOffered(EnrolmentRefused):
    code = "nothing_offered"

    def default_message(self) -> str:
        return _("No seat is offered to you at the moment, so there is nothing to answer.")


class OfferExpired(EnrolmentRefused):
    code = "offer_expired"

    def default_message(self) -> str:
        return _(
            "The time to answer this offer has passed and the seat goes on to the next person in"
            " line. You may enrol again and join at the end of the line."
        )


class NotWaiting(Refusal):
    code = "not_waiting"

    def default_message(self) -> str:
        return _("This person is not on the waiting list any more.")


class NoFreeSeat(Refusal):
    code = "no_free_seat"

    def default_message(self) -> str:
        return _(
            "There is no free seat: each is taken or offered. Add seats, or wait until one comes"
            " free."
        )


class OverrideReasonMissing(Refusal):
    code = "override_reason_missing"

    def default_message(self) -> str:
        return _("Say why this person is seated out of turn; the reason is kept in the log.")


class SameDates(Refusal):
    code = "same_dates"

    def default_message(self) -> str:
        return _("The new first day is the present one; choose another day.")


class DatesBehind(Refusal):
    code = "dates_behind"

    def default_message(self) -> str:
        return _("The new first day must lie ahead, and the last day not before it.")
