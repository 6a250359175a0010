"""Images of the portal: none without words for those who cannot see it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from vkc.core.fields import NFCCharField


class PortalImage(AbstractImage):
    """An image with mandatory alternative text and, where known, its credit."""

    description = NFCCharField(
        _("alternative text"),
        max_length=255,
        help_text=_("What is to be seen, for those who cannot see it."),
    )
    credit = NFCCharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_portalimage", "Can choose image")]
        constraints = [
            models.CheckConstraint(condition=~Q(description=""), name="image_has_alternative_text")
        ]

    @property
    def default_alt_text(self) -> str:
        return self.description


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition"
            )
        ]
