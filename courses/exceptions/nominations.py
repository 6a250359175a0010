"""What the nomination desk refuses, named as facts; each says one sentence to the reader."""

from django.utils.translation import gettext as _

from courses.exceptions import EnrolmentRefused
from vkc.core.states import Refusal


class NominationRefused(Refusal):
    """Any refusal on a letter of nomination."""


class NotADraft(NominationRefused):
    code = "not_a_draft"

    def default_message(self) -> str:
        return _(
            "This letter was submitted: nobody is added any more. People can be substituted or taken out."
        )


class NobodyNamed(NominationRefused):
    code = "nobody_named"

    def default_message(self) -> str:
        return _("Name at least one person before you submit the letter.")


class TooManyNamed(NominationRefused):
    code = "too_many_named"

    def default_message(self) -> str:
        return _("A letter names at most %(most)s people. Send a second letter for the others.") % (
            self.facts
        )


class NamedTwice(NominationRefused):
    code = "named_twice"

    def default_message(self) -> str:
        return _("This person is already named in the letter.")


class LetterIncomplete(NominationRefused):
    """Neither the letter nor a day by which it follows."""

    code = "letter_incomplete"

    def default_message(self) -> str:
        return _(
            "Give the number, the date and the scan of the letter, or the day by which it follows."
        )


class LetterMissing(NominationRefused):
    code = "letter_missing"

    def default_message(self) -> str:
        return _("A nomination is approved only with number, date and scan of its letter.")


class LetterDueTooLate(NominationRefused):
    code = "letter_due_too_late"

    def default_message(self) -> str:
        return _("The letter has to follow by %(day)s at the latest.") % self.facts


class LetterDuePast(NominationRefused):
    code = "letter_due_past"

    def default_message(self) -> str:
        return _("The day by which the letter follows has passed. Choose a later one.")


class LetterOfTomorrow(NominationRefused):
    code = "letter_of_tomorrow"

    def default_message(self) -> str:
        return _("The date of the letter lies in the future.")


class LetterSettled(NominationRefused):
    code = "letter_settled"

    def default_message(self) -> str:
        return _("This letter is settled and cannot be changed any more.")


class CorrectByPast(NominationRefused):
    code = "correct_by_past"

    def default_message(self) -> str:
        return _("Choose a day from today until the session begins.")


class ReasonNeeded(NominationRefused):
    code = "reason_needed"

    def default_message(self) -> str:
        return _("Say why; the agency reads the reason and acts on it.")


class PeopleRefused(NominationRefused):
    """Some of those named cannot be; `problems` holds (nominee, refusal), all of them."""

    code = "people_refused"

    def __init__(self, problems: list) -> None:
        self.problems = problems
        super().__init__()

    def default_message(self) -> str:
        return _("Nobody was enrolled yet: some people in the list cannot be named as they stand.")


class InAnotherLetter(NominationRefused):
    code = "in_another_letter"

    def default_message(self) -> str:
        return _("This person already takes part by another letter of your agency.")


class NothingToTakeOver(NominationRefused):
    code = "nothing_to_take_over"

    def default_message(self) -> str:
        return _("This person holds neither a seat nor a place in line any more.")


class StillADraft(NominationRefused):
    code = "still_a_draft"

    def default_message(self) -> str:
        return _("This letter was not submitted yet; remove the person from its list.")


class WhyTakenOut(NominationRefused):
    code = "why_taken_out"

    def default_message(self) -> str:
        return _("Say why; the person and the registrar read the reason.")


class LastOfTheLetter(NominationRefused):
    code = "last_of_the_letter"

    def default_message(self) -> str:
        return _("The letter names nobody else. Withdraw the whole letter instead.")


class NotOverdue(NominationRefused):
    code = "not_overdue"

    def default_message(self) -> str:
        return _("This letter is not overdue any more: it came, was settled, or has a later day.")


class LetterNotAwaited(NominationRefused):
    code = "letter_not_awaited"

    def default_message(self) -> str:
        return _(
            "This letter is not awaited any more: it came or was settled, or the session began."
        )


class NobodyToRemind(NominationRefused):
    code = "nobody_to_remind"

    def default_message(self) -> str:
        return _("This agency has no coordinator with an account that could be written to.")


class RemindedToday(NominationRefused):
    code = "reminded_today"

    def default_message(self) -> str:
        return _("The agency was reminded today already; one reminder a day is enough.")


class AlreadyIn(EnrolmentRefused):
    code = "already_in"

    def default_message(self) -> str:
        return _("The person you name is already in this session, or on its waiting list.")


class ListRefused(NominationRefused):
    """The file as a whole cannot be read as a list of people."""

    code = "list_refused"
