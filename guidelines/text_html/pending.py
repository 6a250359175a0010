"""Effects that hold but that the text read does not say yet."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import mark_safe

from guidelines.recognition.paths import words_of
from guidelines.text_html.marks import nearest, sentence_html
from guidelines.text_html.rows import Row


def pending_rows(effects: Iterable[Any], rows: Iterable[Row]) -> list[dict[str, Any]]:
    """For the banner: the provision in words with its anchor, what is done to it, the sentence."""
    effects = list(effects)
    if not effects:
        return []
    by_lineage = {row.lineage: row.path for row in rows}
    known = set(by_lineage.values())
    found = []
    for effect in effects:
        path = by_lineage.get(effect.target_lineage) or nearest(effect.target_path, known)
        found.append(
            {
                "where": words_of(effect.target_path) or effect.target_provision_text,
                "url": f"#{path}" if path else "",
                "said": mark_safe(sentence_html(effect)),
                "note": effect.note,
            }
        )
    return found
