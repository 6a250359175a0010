"""Files staff hand in: kept outside the public media, told apart by their checksum."""

from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _

from vkc.core.models import HandedIn, private_storage


def by_checksum(instance: "SourceFile", name: str) -> str:
    """guidelines/ab/abcd….docx: the name a person gave is never part of a path."""
    return f"guidelines/{instance.sha256[:2]}/{instance.sha256}{PurePosixPath(name).suffix.lower()}"


class SourceFile(HandedIn):
    """One file as it was handed in; the same bytes are kept once."""

    file = models.FileField(_("file"), storage=private_storage, upload_to=by_checksum)
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta(HandedIn.Meta):
        verbose_name = _("source file")
        verbose_name_plural = _("source files")
