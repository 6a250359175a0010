"""What staff set once for the whole site. A blank field is shown as not known yet."""

from django.conf import settings
from django.core.cache import cache, caches
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from vkc.cms.blocks import lines
from vkc.core.fields import NFCCharField, NFCTextField
from vkc.core.models import Translated

DETAILS_KEY = "cms:site-details"
DETAILS_SECONDS = 600
# How long another process may still show what was there before a change.
NEAR_SECONDS = 60


@register_setting(icon="site")
class SiteSettings(Translated, BaseSiteSetting):
    """The host academy's present name is not known from any source: staff fill it in."""

    host_name_vi = NFCCharField(_("host today, in Vietnamese"), max_length=200, blank=True)
    host_name_en = NFCCharField(_("host today, in English"), max_length=200, blank=True)
    host_name_ko = NFCCharField(_("host today, in Korean"), max_length=200, blank=True)
    address_vi = NFCCharField(_("address in Vietnamese"), max_length=300, blank=True)
    address_en = NFCCharField(_("address in English"), max_length=300, blank=True)
    address_ko = NFCCharField(_("address in Korean"), max_length=300, blank=True)
    phone = NFCCharField(_("telephone"), max_length=60, blank=True)
    contact_recipients = NFCTextField(
        _("who receives messages of the contact form"),
        blank=True,
        help_text=_("One e-mail address a line. Empty: the addresses of CONTACT_RECIPIENTS."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("host_name_vi"), FieldPanel("host_name_en"), FieldPanel("host_name_ko")],
            heading=_("Host of the centre"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address_vi"),
                FieldPanel("address_en"),
                FieldPanel("address_ko"),
                FieldPanel("phone"),
                FieldPanel("contact_recipients"),
            ],
            heading=_("Contact"),
        ),
    ]

    class Meta:
        verbose_name = _("site details")
        verbose_name_plural = _("site details")

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        cache.delete(DETAILS_KEY)
        caches["local"].delete_many(_near_key(code) for code, _name in settings.LANGUAGES)

    def clean(self) -> None:
        super().clean()
        for address in lines(self.contact_recipients):
            try:
                validate_email(address.strip())
            except ValidationError as error:
                message = _("“%(address)s” is not an e-mail address.") % {"address": address}
                raise ValidationError({"contact_recipients": message}) from error

    def recipients(self) -> list[str]:
        """Who receives what readers write."""
        own = [address.strip() for address in lines(self.contact_recipients)]
        return own or list(settings.CONTACT_RECIPIENTS)


def site_details() -> dict[str, str]:
    """Host, address and telephone for the foot of every page, in the reader's language."""
    near, key = caches["local"], _near_key(get_language() or settings.LANGUAGE_CODE)
    details = near.get(key)
    if details is None:
        details = _read_details()
        near.set(key, details, NEAR_SECONDS)
    return details


def _near_key(language: str) -> str:
    return f"{DETAILS_KEY}:{language}"


def _read_details() -> dict[str, str]:
    row = cache.get(DETAILS_KEY)
    if row is None:
        row = SiteSettings.objects.filter(site__is_default_site=True).first() or SiteSettings()
        cache.set(DETAILS_KEY, row, DETAILS_SECONDS)
    return {
        "host": row.in_language("host_name").text,
        "address": row.in_language("address").text,
        "phone": row.phone,
    }
