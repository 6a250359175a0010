"""What is said of single provisions beside their words: a status that differs, and why."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from guidelines.choices import ENDING_VERBS, TARGET_LABELS, LegalStatus, ProvisionKind, Verb
from guidelines.legal import Basis, Ruling
from guidelines.presentation import READABLE, effect_sentences, short_day, status_badge
from guidelines.provisions_status import HOLDING
from guidelines.text_html.body import Node
from guidelines.text_html.rendering import Rendering
from vkc.core.templatetags.pieces import badge


def badges(
    nodes: Iterable[Node], rulings: Mapping[str, Ruling], whole: LegalStatus
) -> dict[str, str]:
    """Badges by path, where an effect makes the status another than the document's.

    An effect on an article covers what the article holds: the badge stands at the article alone.
    An effect on a point marks the point and its article, not the clause between.
    A document that does not hold at all says so once, in its head.
    """
    if whole not in (*HOLDING, LegalStatus.SUSPENDED):
        return {}
    covering: dict[int | None, Any] = {}
    found: dict[str, str] = {}
    for node in nodes:
        ruling = rulings[node.path]
        if ruling.basis != Basis.EFFECT or ruling.status == whole == LegalStatus.SUSPENDED:
            continue
        effect = ruling.effect
        if covering.get(node.parent_id) is effect:
            covering[node.pk] = effect
            continue
        if names(effect, node):
            covering[node.pk] = effect
        elif node.kind != ProvisionKind.ARTICLE:
            continue
        found[node.path] = _badge(ruling.status)
    return found


def names(effect: Any, node: Node) -> bool:
    """True where the effect is on this very provision."""
    if effect.target_lineage:
        return str(effect.target_lineage) == node.lineage
    return effect.target_path == node.path


def _badge(status: LegalStatus) -> str:
    said = status_badge(status)
    mark = badge(said["status_tone"], said["status_label"])
    return f'<div class="legal-status" data-status="{said["status_tone"]}">{mark}</div>'


def notes(
    rendering: Rendering, effects: Iterable[Any], *, on: date, pending: Iterable[Any]
) -> dict[str, str]:
    """Notes by path: which text does what to the provision, since when, in which words.

    `effects` are those on the document; where each note stands, `Rendering.place_of` says.
    """
    located = [effect for effect in effects if effect.target_path and holds_on(effect, on)]
    waiting = {effect.pk for effect in pending}
    found: dict[str, str] = {}
    for effect in located:
        path = rendering.place_of(effect)
        note = note_html(effect, is_pending=effect.pk in waiting)
        found[path] = found.get(path, "") + note
    return found


def holds_on(effect: Any, on: date) -> bool:
    start = effect.starts_on
    if not effect.counts:
        return False
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
