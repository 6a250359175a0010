"""Texts that exist in several languages, and panels other apps fill."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from vkc.core.registry import Panel, related

register = template.Library()


@register.simple_tag
def tr(subject: Any, field: str) -> SafeString | str:
    """`{% tr course "title" %}`: the text, marked with its language when that is a fallback."""
    found = subject.in_language(field)
    if found.text and found.is_fallback:
        return format_html('<span lang="{}">{}</span>', found.language, found.text)
    return found.text


@register.simple_tag
def is_fallback(subject: Any, field: str) -> bool:
    """True where the text is shown in another language than the page's."""
    return subject.in_language(field, get_language()).is_fallback


@register.simple_tag(takes_context=True)
def panel(context: template.Context, item: Panel | None) -> SafeString:
    """Render one panel that another app offered."""
    if item is None:
        return mark_safe("")
    template_found = context.template.engine.get_template(item.template)
    # In the page's own context: making a new one would run the context processors once a panel.
    with context.push(**item.context, panel_title=item.title):
        return template_found.render(context)


@register.simple_tag
def related_panels(subject: Any) -> list[Panel]:
    """What the other apps have to say about a subject."""
    found = [offer(subject) for offer in related]
    return [item for item in found if item is not None]
