"""The life of a certificate: once issued it stays in the register, whatever becomes of it."""

from django.db import models
from django.utils.translation import pgettext_lazy

from vkc.core.states import TransitionTable


class CertificateState(models.TextChoices):
    ISSUED = "issued", pgettext_lazy("certificate", "valid")
    SUSPENDED = "suspended", pgettext_lazy("certificate", "suspended")
    REVOKED = "revoked", pgettext_lazy("certificate", "revoked")
    SUPERSEDED = "superseded", pgettext_lazy("certificate", "replaced by a correction")


S = CertificateState
CERTIFICATE = TransitionTable(
    {
        (S.ISSUED, "suspend"): S.SUSPENDED,
        (S.ISSUED, "revoke"): S.REVOKED,
        (S.ISSUED, "supersede"): S.SUPERSEDED,
        (S.SUSPENDED, "lift"): S.ISSUED,
        (S.SUSPENDED, "revoke"): S.REVOKED,
    }
)
