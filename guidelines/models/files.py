"""Files staff hand in: kept outside the public media, told apart by their checksum."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from vkc.core.fields import NFCCharField


def private_storage() -> Storage:
    """Never served by address: views ask for the state of what the file belongs to."""
    return storages["private"]


def by_checksum(instance: "SourceFile", name: str) -> str:
    """guidelines/ab/abcd….docx: the name a person gave is never part of a path."""
    return f"guidelines/{instance.sha256[:2]}/{instance.sha256}{PurePosixPath(name).suffix.lower()}"


class SourceFile(models.Model):
    """One file as it was handed in."""

    file = models.FileField(_("file"), storage=private_storage, upload_to=by_checksum)
    name = NFCCharField(_("name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, unique=True)
    uploaded_at = models.DateTimeField(_("handed in at"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed in by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("source file")
        verbose_name_plural = _("source files")
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.name
