from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.choices import OutputFormat
from guidelines.models.files import private_storage
from guidelines.models.versions import Version


class Output(models.Model):
    """A file made of a text, once: `key` is the digest of everything that is printed in it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="outputs")
    format = models.CharField(_("format"), max_length=4, choices=OutputFormat.choices)
    # Paths of the provisions it holds; empty for the whole text.
    selection = models.JSONField(default=list)
    on = models.DateField(_("as of"))
    key = models.CharField(max_length=64, unique=True)
    file = models.FileField(storage=private_storage, upload_to="outputs/%Y/%m/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("made file")
        verbose_name_plural = _("made files")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.version} {self.format}"
