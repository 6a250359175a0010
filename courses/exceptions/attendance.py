"""What the rules of attendance, materials and announcements refuse; one sentence each."""

from django.utils.translation import gettext as _

from vkc.core.states import Refusal


class CheckInRefused(Refusal):
    """Any refusal at the door of a meeting."""


class CodeUnknown(CheckInRefused):
    code = "code_unknown"

    def default_message(self) -> str:
        return _(
            "This code is not right. Read it again from the screen in the room, or scan the QR code."
        )


class CodeExpired(CheckInRefused):
    code = "code_expired"

    def default_message(self) -> str:
        return _(
            "This code is too old: each code lasts 30 seconds. Take the one that is on the screen now."
        )


class CodeOfAnotherMeeting(CheckInRefused):
    code = "code_of_another_meeting"

    def default_message(self) -> str:
        return _(
            "This code belongs to a meeting of a session in which you have no seat. If you think you"
            " have one, ask the teacher or the registrar to mark you by name."
        )


class TooEarly(CheckInRefused):
    code = "too_early"

    def default_message(self) -> str:
        sentence = _("Check-in for this meeting opens at %(opens)s, 30 minutes before it begins.")
        return sentence % {"opens": self.facts.get("opens", "")}


class TooLate(CheckInRefused):
    code = "too_late"

    def default_message(self) -> str:
        return _(
            "This meeting is over, so nobody can check in any more. Ask the teacher or the registrar"
            " to mark you by name."
        )


class TooManyGuesses(CheckInRefused):
    code = "too_many_guesses"

    def default_message(self) -> str:
        return _("Too many wrong codes. Wait five minutes, or ask the teacher to mark you by name.")


class NoSeatHere(CheckInRefused):
    code = "no_seat_here"

    def default_message(self) -> str:
        return _("This person has no seat in this session.")


class MeetingOfAnotherSession(CheckInRefused):
    code = "meeting_of_another_session"

    def default_message(self) -> str:
        return _("This meeting does not belong to the session.")


class SessionNotHeld(CheckInRefused):
    code = "session_not_held"

    def default_message(self) -> str:
        return _("This session was cancelled or moved: no attendance is taken.")


class CorrectionNeedsReason(CheckInRefused):
    code = "correction_needs_reason"

    def default_message(self) -> str:
        return _("Say why the attendance is corrected.")


class BatchRefused(Refusal):
    """What a device sent cannot be read at all; nothing of it was kept."""

    code = "batch_refused"

    def default_message(self) -> str:
        return _("What the device sent could not be read. The marks stay on the device.")


class NobodyToWriteTo(Refusal):
    code = "nobody_to_write_to"

    def default_message(self) -> str:
        return _("Nobody would get this mail: choose other recipients.")
