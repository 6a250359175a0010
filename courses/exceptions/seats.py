"""What the seats of a session refuse, named as facts."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.exceptions import EnrolmentRefused
from vkc.core.states import Refusal


class NominationNeeded(EnrolmentRefused):
    code = "nomination_needed"

    def default_message(self) -> str:
        return _(
            "This session takes people by letter of nomination only. Ask the coordinator of your"
            " agency to nominate you."
        )


class QuotaRefused(Refusal):
    """Any refusal to set or release quotas."""

    code = "quota_refused"


class QuotasReleased(QuotaRefused):
    code = "quotas_released"

    def default_message(self) -> str:
        return _(
            "The unused seats of the provinces were released already; quotas no longer change."
            " Change the number of seats of the session instead."
        )


class QuotasTooLate(QuotaRefused):
    code = "quotas_too_late"

    def default_message(self) -> str:
        return _("The session has begun or ended; its quotas no longer change.")


class QuotaCapacityMissing(QuotaRefused):
    code = "quota_capacity_missing"

    def default_message(self) -> str:
        return _("Enter the number of seats of the session before sharing them out.")


class QuotaUnitUnknown(QuotaRefused):
    code = "quota_unit_unknown"

    def default_message(self) -> str:
        return _("Quotas are given to the provinces and cities of today only.")


def quota_below_taken(unit: str, *, wanted: int, taken: int) -> QuotaRefused:
    """A province never has fewer seats than its people hold."""
    facts = {"unit": unit, "wanted": wanted, "taken": taken}
    return QuotaRefused(
        ngettext(
            "%(unit)s: %(taken)s seat is taken already; a quota of %(wanted)s would be below it.",
            "%(unit)s: %(taken)s seats are taken already; a quota of %(wanted)s would be below"
            " them.",
            taken,
        )
        % facts
    )


def quotas_above_capacity(*, wanted: int, capacity: int, taken: int) -> QuotaRefused:
    """The provinces and the people seated from the national pool need more than there is."""
    facts = {"wanted": wanted, "capacity": capacity, "taken": taken, "most": capacity - taken}
    return QuotaRefused(
        _(
            "The quotas add up to %(wanted)s. The session has %(capacity)s seats, of which"
            " %(taken)s are taken from the national pool: at most %(most)s can be given to"
            " provinces."
        )
        % facts
    )
