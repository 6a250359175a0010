"""What the rules of certificates and hours refuse; each says one sentence to the reader."""

from django.utils.translation import gettext as _

from vkc.core.states import Refusal


class CertificateRefused(Refusal):
    """Any refusal about a certificate."""


class NotCompleted(CertificateRefused):
    code = "not_completed"

    def default_message(self) -> str:
        return _("This person has not completed the session; there is nothing to certify.")


class AlreadyIssued(CertificateRefused):
    code = "already_issued"

    def default_message(self) -> str:
        return _("A certificate was issued for this enrolment already. Correct that one instead.")


class PersonErased(CertificateRefused):
    code = "person_erased"

    def default_message(self) -> str:
        return _("This person erased their data; no name is left that could be certified.")


class RegisterClosed(CertificateRefused):
    code = "register_closed"

    def default_message(self) -> str:
        return _("This series of numbers is closed. Choose another one.")


class SampleMixed(CertificateRefused):
    code = "sample_mixed"

    def default_message(self) -> str:
        return _("Sample material takes numbers from a sample series only, and nothing else does.")


class NothingToCorrect(CertificateRefused):
    code = "nothing_to_correct"

    def default_message(self) -> str:
        return _("Nothing differs from the certificate as it was issued.")


class CertificateReasonMissing(CertificateRefused):
    code = "certificate_reason_missing"

    def default_message(self) -> str:
        return _("Say why; the reason stays in the register.")


class NobodyToIssue(CertificateRefused):
    code = "nobody_to_issue"

    def default_message(self) -> str:
        return _("Nobody in this session is waiting for a certificate.")


class SigningKeyBroken(CertificateRefused):
    code = "signing_key_broken"

    def default_message(self) -> str:
        return _(
            "The signing key or its certificate cannot be read, so nothing was issued. Tell whoever"
            " runs the portal; the settings are in docs/how-to/deploy.md."
        )


class NoHours(CertificateRefused):
    code = "no_hours"

    def default_message(self) -> str:
        return _("No hours are recorded for this year.")
