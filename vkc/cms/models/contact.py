"""The contact page and what readers wrote through it."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from vkc.cms.models.base import PortalPage
from vkc.cms.models.settings import SiteSettings
from vkc.core.fields import NFCCharField, NFCTextField


class ContactMessage(models.Model):
    """What a reader wrote. Little is kept, and only with consent."""

    name = NFCCharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    subject = NFCCharField(_("subject"), max_length=200)
    body = NFCTextField(_("message"))
    language = models.CharField(_("language"), max_length=2)
    consented_at = models.DateTimeField(_("consented at"))
    received_at = models.DateTimeField(_("received at"))
    is_answered = models.BooleanField(_("answered"), default=False)

    class Meta:
        verbose_name = _("message from a reader")
        verbose_name_plural = _("messages from readers")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.name}: {self.subject}"


class ContactPage(PortalPage):
    """Where the centre is found, and the way to the form, which has a page of its own."""

    answer_note = NFCTextField(_("what happens with a message"), blank=True)

    content_panels = [*PortalPage.content_panels, FieldPanel("answer_note")]

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "cms/contact_page.html"

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        details = SiteSettings.for_request(request)
        context["rows"] = [
            {"label": _("Host today"), "value": details.in_language("host_name").text},
            {"label": _("Address"), "value": details.in_language("address").text},
            {"label": _("Telephone"), "value": details.phone},
        ]
        context["write_url"] = reverse("cms:contact_write")
        return context
