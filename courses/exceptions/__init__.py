"""What the rules of enrolling refuse, named as facts; each says one sentence to the reader."""

from django.utils.translation import gettext as _

from vkc.core.states import Refusal


class EnrolmentRefused(Refusal):
    """Any refusal on the way into or out of a session."""


class SessionNotOpen(EnrolmentRefused):
    code = "session_not_open"

    def default_message(self) -> str:
        return _("This session is not open for enrolment.")


class SessionCancelled(SessionNotOpen):
    code = "session_cancelled"

    def default_message(self) -> str:
        return _("This session was cancelled; enrolment is no longer possible.")


class RegistrationNotYetOpen(SessionNotOpen):
    code = "registration_not_yet_open"

    def default_message(self) -> str:
        return _(
            "Enrolment in this session has not begun yet. Please come back on the opening day."
        )


class RegistrationClosed(SessionNotOpen):
    code = "registration_closed"

    def default_message(self) -> str:
        return _("Enrolment in this session is closed.")


class AlreadyEnrolled(EnrolmentRefused):
    code = "already_enrolled"

    def default_message(self) -> str:
        return _("You are already enrolled in this session, or on its waiting list.")


class NotEligible(EnrolmentRefused):
    """The person may not enrol in any session as things stand."""

    code = "not_eligible"

    def default_message(self) -> str:
        return _("Your account does not have the right to enrol in courses.")


class AccountNotApproved(NotEligible):
    code = "account_not_approved"

    def default_message(self) -> str:
        return _(
            "Your account has not been approved yet. You can enrol once your agency's coordinator"
            " or the ministry has approved it."
        )


class NoAgency(NotEligible):
    code = "no_agency"

    def default_message(self) -> str:
        return _(
            "Your account is not tied to an agency yet. Ask your agency's coordinator to add you."
        )


class KeyOfAnother(EnrolmentRefused):
    code = "key_of_another"

    def default_message(self) -> str:
        return _("This form was already used for something else. Open the enrolment page again.")


class EnrolmentNotOpen(EnrolmentRefused):
    code = "enrolment_not_open"

    def default_message(self) -> str:
        return _("This enrolment has already ended; there is nothing to withdraw.")


class SessionStarted(EnrolmentRefused):
    code = "session_started"

    def default_message(self) -> str:
        return _("The session has already begun; please write to the organisers instead.")


class CapacityMissing(Refusal):
    code = "capacity_missing"

    def default_message(self) -> str:
        return _("Enter the number of seats before opening enrolment.")


class RegistrationWindowPassed(Refusal):
    code = "registration_window_passed"

    def default_message(self) -> str:
        return _("The time for enrolment has passed. Set a later closing time first.")


class ReasonMissing(Refusal):
    code = "reason_missing"

    def default_message(self) -> str:
        return _("Say why; the reason is sent to everyone enrolled.")


class CourseNotPublished(Refusal):
    code = "course_not_published"

    def default_message(self) -> str:
        return _("Publish the course before opening enrolment in one of its sessions.")


class OwnWorkRefused(Refusal):
    code = "own_work"

    def default_message(self) -> str:
        return _("Somebody else must publish this: nobody publishes what they wrote themselves.")


class ChangedWhilePublishing(Refusal):
    code = "changed_while_publishing"

    def default_message(self) -> str:
        return _("Save your changes as a draft; somebody else then publishes that draft.")
