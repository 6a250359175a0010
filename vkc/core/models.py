"""Abstract models; core owns no table and knows no app."""

from functools import cache

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.translated import Translated


class Confidence(models.TextChoices):
    """How sure we are of a fact, from what its sources are."""

    HIGH = "high", _("High confidence")
    MEDIUM = "medium", _("Medium confidence")
    LOW = "low", _("Low confidence")
    UNKNOWN = "", _("Confidence not stated")


class TimeStamped(models.Model):
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True


class ReferenceBacked(models.Model):
    """A row that may come from a reference file; see `vkc.core.reference`."""

    reference_key = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    reference_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class Illustrative(models.Model):
    """A row that may be sample material: labelled on every page, removed with one command."""

    is_demo = models.BooleanField(_("sample material"), default=False, editable=False)

    class Meta:
        abstract = True


class SourceFields(models.Model):
    """Where a fact was read. An address that is no public link is shown as being verified."""

    title = NFCCharField(_("source"), max_length=500, blank=True)
    url = models.CharField(_("address"), max_length=1000, blank=True)
    supports = NFCTextField(_("what it supports"), blank=True)
    retrieved_on = models.DateField(_("read on"), null=True, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, blank=True, choices=Confidence.choices
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def public_url(self) -> str:
        """The link a reader may open, or an empty string while the source is being verified."""
        return self.url if self.url.startswith(("https://", "http://")) else ""

    @property
    def confidence_label(self) -> str:
        return str(Confidence(self.confidence).label) if self.confidence else ""


@cache
def private_storage() -> Storage:
    """Never served by address: views ask for the state of what the file belongs to.

    One for all columns, so that what names a file can be told by its storage.
    """
    return storages["private"]


class HandedIn(models.Model):
    """A file as somebody handed it in; subclasses add `file`, in the private storage."""

    name = NFCCharField(_("name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
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
        abstract = True
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.name


class StateEvent(models.Model):
    """One thing that happened to a subject: append-only, with who, when and why.

    Subclasses add a foreign key `subject` and run `append_only(<table>)` in a migration.
    """

    event = models.CharField(_("event"), max_length=40)
    from_state = models.CharField(_("from"), max_length=30, blank=True)
    to_state = models.CharField(_("to"), max_length=30, blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    reason = NFCTextField(_("reason"), blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "id"]


__all__ = [
    "Confidence",
    "HandedIn",
    "Illustrative",
    "ReferenceBacked",
    "SourceFields",
    "StateEvent",
    "TimeStamped",
    "Translated",
]
