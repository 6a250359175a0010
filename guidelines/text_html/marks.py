"""What is said of single provisions beside their words: a status that differs, and why."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from guidelines.choices import ENDING_VERBS, TARGET_LABELS, LegalStatus, Verb
from guidelines.legal import Ruling
from guidelines.presentation import READABLE, effect_sentences, short_day, status_badge
from guidelines.text_html.rows import Row
from vkc.core.templatetags.pieces import badge

# Under a document or article that holds partly, its other parts are expected to hold.
EXPECTED_BELOW = {LegalStatus.PARTLY: LegalStatus.IN_FORCE}


def badges(
    rows: Iterable[Row], rulings: Mapping[str, Ruling], whole: LegalStatus
) -> dict[str, str]:
    """Badges by path, where the status differs from what the provision around it leads to expect."""
    base = EXPECTED_BELOW.get(whole, whole)
    around: dict[int, LegalStatus] = {}
    found: dict[str, str] = {}
    for row in rows:
        expected = around.get(row.parent, base) if row.parent else base
        ruling = rulings.get(row.path)
        status = ruling.status if ruling else expected
        if status != expected:
            found[row.path] = _badge(status)
        around[row.pk] = EXPECTED_BELOW.get(status, status)
    return found


def _badge(status: LegalStatus) -> str:
    said = status_badge(status)
    mark = badge(said["status_tone"], said["status_label"])
    return f'<div class="legal-status" data-status="{said["status_tone"]}">{mark}</div>'


def notes(
    effects: Iterable[Any], *, on: date, pending: Iterable[Any], at: Mapping[Any, str]
) -> dict[str, str]:
    """Notes by path: which text does what to the provision, since when, in which words.

    `effects` are those on the document; `at` maps a lineage to the path it has in this text.
    """
    waiting = {effect.pk for effect in pending}
    found: dict[str, list[str]] = {}
    for effect in effects:
        path = at.get(effect.target_lineage) or effect.target_path
        if path and effect.counts and holds_on(effect, on):
            found.setdefault(path, []).append(note_html(effect, is_pending=effect.pk in waiting))
    return {path: "".join(said) for path, said in found.items()}


def holds_on(effect: Any, on: date) -> bool:
    start = effect.starts_on
    return start is not None and start <= on and (effect.ends_on is None or effect.ends_on > on)


def note_html(effect: Any, *, is_pending: bool) -> str:
    """One effect on one provision, with the quoted sentence."""
    tone = "pending" if is_pending else ("ended" if effect.verb in ENDING_VERBS else "changed")
    said = sentence_html(effect)
    if is_pending:
        said += " " + escape(_("The change is not yet worked into this text."))
    quote = f'<blockquote lang="vi">{escape(effect.note)}</blockquote>' if effect.note else ""
    return f'<div class="legal-note" role="note" data-tone="{tone}"><p>{said}</p>{quote}</div>'


def sentence_html(effect: Any) -> str:
    """ "Amended by Nghị định 1/2024/NĐ-CP since 01/07/2024." with a link to the acting text."""
    acting = escape(effect.acting_label)
    if effect.acting_id and effect.acting.state in READABLE:
        below = f"#{effect.acting_path}" if effect.acting_path else ""
        url = escape(effect.acting.get_absolute_url() + below)
        acting = f'<a href="{url}">{acting}</a>'
    day = short_day(effect.starts_on) if effect.starts_on else ""
    sentence = effect_sentences().get(Verb(effect.verb))
    if sentence and day:
        return escape(sentence) % {"document": acting, "day": escape(day)}
    return f"{escape(str(TARGET_LABELS[Verb(effect.verb)]))} {acting}."
