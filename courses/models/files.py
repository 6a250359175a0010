"""Files people hand in: letters, materials, assignments. Never reachable by their own address."""

from uuid import uuid4

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from vkc.core.fields import NFCCharField


def private_storage() -> Storage:
    """Views serve from it after asking whether the reader may see what the file belongs to."""
    return storages["private"]


def unguessable(instance: "StoredFile", name: str) -> str:
    """courses/2f/2f…: the name a person gave is never part of a path."""
    key = uuid4().hex
    return f"courses/{key[:2]}/{key}"


class StoredFile(models.Model):
    """One file as it was handed in, checked by content before it was stored."""

    file = models.FileField(_("file"), storage=private_storage, upload_to=unguessable)
    name = NFCCharField(_("name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_at = models.DateTimeField(_("handed in at"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed in by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.name
