"""Words for machines: language of a shared page, linked data."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

OG_LOCALES = {"vi": "vi_VN", "en": "en_GB", "ko": "ko_KR"}
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def og_locale(language: str) -> str:
    """The language as Open Graph writes it."""
    return OG_LOCALES.get(language, "vi_VN")


@register.filter
def linked_data(data: dict[str, Any]) -> SafeString:
    """A block of JSON-LD; it is data, not script, and cannot be closed from within."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
