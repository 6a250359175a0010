from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.models.versions import Version


class RenderedText(models.Model):
    """The markup of a published text, made once (`guidelines.text_html.rendering`).

    The database drops it with every change of a provision, so what is stored is right or absent.
    `skeleton` holds one `Node` per provision, in order.
    """

    version = models.OneToOneField(
        Version, primary_key=True, on_delete=models.CASCADE, related_name="rendered"
    )
    recipe = models.PositiveSmallIntegerField()
    html = models.TextField()
    contents = models.TextField(blank=True)
    skeleton = models.JSONField(default=list)

    class Meta:
        verbose_name = _("markup of a text")
        verbose_name_plural = _("markup of texts")

    def __str__(self) -> str:
        return f"{self.version_id} ({self.recipe})"
