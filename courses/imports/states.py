"""The life of a list handed in for import."""

from django.db import models
from django.utils.translation import pgettext_lazy

from vkc.core.states import TransitionTable


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", pgettext_lazy("import", "handed in")
    CHECKED = "checked", pgettext_lazy("import", "checked")
    APPLYING = "applying", pgettext_lazy("import", "being entered")
    APPLIED = "applied", pgettext_lazy("import", "entered")
    FAILED = "failed", pgettext_lazy("import", "not entered")
    DISCARDED = "discarded", pgettext_lazy("import", "discarded")


S = ImportState
# A worker that was killed leaves the list in `applying`, with nothing entered: it starts again.
IMPORT = TransitionTable(
    {
        (S.UPLOADED, "check"): S.CHECKED,
        (S.UPLOADED, "discard"): S.DISCARDED,
        (S.CHECKED, "check"): S.CHECKED,
        (S.CHECKED, "start"): S.APPLYING,
        (S.CHECKED, "discard"): S.DISCARDED,
        (S.APPLYING, "start"): S.APPLYING,
        (S.APPLYING, "apply"): S.APPLIED,
        (S.APPLYING, "fail"): S.FAILED,
        (S.FAILED, "check"): S.CHECKED,
        (S.FAILED, "start"): S.APPLYING,
        (S.FAILED, "discard"): S.DISCARDED,
    }
)
# In these nothing of the file is kept.
FORGOTTEN = (S.APPLIED, S.DISCARDED)
