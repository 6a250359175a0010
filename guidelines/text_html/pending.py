"""Effects that hold but that the text read does not say yet."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import mark_safe

from guidelines.recognition.paths import words_of
from guidelines.text_html.marks import sentence_html
from guidelines.text_html.rendering import Rendering


def pending_rows(effects: Iterable[Any], rendering: Rendering) -> list[dict[str, Any]]:
    """For the banner: the provision in words with its anchor, what is done to it, the sentence."""
    found = []
    for effect in effects:
        path = rendering.place_of(effect)
        found.append(
            {
                "where": words_of(effect.target_path) or effect.target_provision_text,
                "url": f"#{path}" if path else "",
                "said": mark_safe(sentence_html(effect)),
                "note": effect.note,
            }
        )
    return found
