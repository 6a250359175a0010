"""Files people hand in: letters, materials, assignments. Never reachable by their own address."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from vkc.core.models import HandedIn, private_storage


def unguessable(instance: "StoredFile", name: str) -> str:
    """courses/2f/2f…: the name a person gave is never part of a path."""
    key = uuid4().hex
    return f"courses/{key[:2]}/{key}"


class StoredFile(HandedIn):
    """One file as it was handed in, checked by content before it was stored."""

    file = models.FileField(_("file"), storage=private_storage, upload_to=unguessable)
    sha256 = models.CharField(max_length=64, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta(HandedIn.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
