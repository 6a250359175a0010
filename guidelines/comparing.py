"""What the page that compares two texts shows: which texts, what changed, in words."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from guidelines.exceptions import TextsNotComparable
from guidelines.models import Document, Version
from guidelines.recognition.paths import words_of
from guidelines.services.redlines import get_redline
from guidelines.text_html.redline import Writer
from guidelines.text_of_day import text_for

# What became of a unit, in the order in which readers want to know.
STATES = {
    "changed": pgettext_lazy("redline", "words changed"),
    "inserted": pgettext_lazy("redline", "new"),
    "deleted": pgettext_lazy("redline", "no longer there"),
    "split": pgettext_lazy("redline", "split off from another"),
    "merged": pgettext_lazy("redline", "merged into another"),
    "moved": pgettext_lazy("redline", "moved"),
    "renumbered": pgettext_lazy("redline", "only renumbered"),
    "unchanged": pgettext_lazy("redline", "unchanged"),
}
_LONGEST = 20


class NotAText(TextsNotComparable):
    """What was given for a text is neither a day nor the number of a text."""

    def default_message(self) -> str:
        return _(
            "“%(value)s” names no text. Give the day from which a text is valid, like 2018-08-01."
        ) % {"value": self.facts["value"]}


def choose(
    texts: list[Version], *, older: str, newer: str, language: str, on: date
) -> tuple[Version, ...]:
    """The two texts asked for; where nothing is asked, the text shown for the day and the one before
    it. () when there is one only.

    `texts` come latest first. Raises NotAText for what cannot be read, Http404 for what is not
    among the texts, TextsNotComparable for a text and itself or for texts of two languages.
    """
    new = _named(texts, newer, language=language) if newer else None
    old = _named(texts, older, language=new.language if new else language) if older else None
    if old and not new:
        new = next((text for text in texts if _alike(text, old) and text != old), None)
    if new and not old:
        old = next((t for t in texts if _alike(t, new) and _is_before(t, new)), None)
        old = old or next((t for t in texts if _alike(t, new) and t != new), None)
    if new is None and old is None:
        return _of_day(texts, language, on)
    if new is None or old is None:
        return ()
    if old == new or not _alike(old, new):
        raise TextsNotComparable
    return old, new


def _alike(one: Version, other: Version) -> bool:
    return one.language == other.language


def _is_before(one: Version, other: Version) -> bool:
    return (one.valid_from, one.pk) < (other.valid_from, other.pk)


def _of_day(texts: list[Version], language: str, on: date) -> tuple[Version, ...]:
    """The text shown and the one before it (else after it), in its language, else in Vietnamese,
    else in any."""
    shown = text_for(texts, on=on, language=language)
    for wanted in (shown.language if shown else language, "vi", *(t.language for t in texts)):
        alike = [text for text in texts if text.language == wanted]
        here = text_for(alike, on=on, language=wanted)
        if here is not None and len(alike) > 1:
            at = min(alike.index(here), len(alike) - 2)
            return alike[at + 1], alike[at]
    return ()


def _named(texts: list[Version], value: str, *, language: str) -> Version:
    if value.isdecimal() and value.isascii() and len(value) <= _LONGEST:
        found = [text for text in texts if text.pk == int(value)]
    else:
        day = _day(value)
        on_day = [text for text in texts if text.valid_from == day]
        wanted = [text for text in on_day if text.language == language]
        found = wanted or [text for text in on_day if text.language == "vi"] or on_day
    if not found:
        raise Http404
    return found[0]


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        shown = value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
        raise NotAText(value=shown) from None


def choices(texts: list[Version]) -> list[dict[str, str]]:
    """The texts to choose from: a day where it says enough, else the number of the text."""
    days = Counter(text.valid_from for text in texts)
    return [
        {
            "value": text.valid_from.isoformat() if days[text.valid_from] == 1 else str(text.pk),
            "label": _text_label(text),
            "pk": str(text.pk),
        }
        for text in texts
    ]


def _text_label(text: Version) -> str:
    facts = {
        "day": date_format(text.valid_from, "SHORT_DATE_FORMAT"),
        "kind": text.get_kind_display(),
        "language": text.get_language_display(),
    }
    return _("%(day)s · %(kind)s · %(language)s") % facts


def comparison(
    document: Document, older: Version, newer: Version, *, at: datetime
) -> dict[str, Any]:
    """The stored redline as blocks of the page, with counts and a list of what changed."""
    result = get_redline(older=older, newer=newer, at=at).result
    blocks = [
        _fold(block) if block["type"] == "fold" else _unit(block, newer.language)
        for block in result["blocks"]
    ]
    counts = [
        {"label": words, "value": result["counts"].get(state, 0)}
        for state, words in STATES.items()
        if result["counts"].get(state)
    ]
    changed = [block for block in blocks if block["type"] == "unit"]
    return {
        "blocks": blocks,
        "counts": counts,
        "changed": changed,
        "is_same": set(result["counts"]) <= {"unchanged"} and not changed,
    }


def _unit(block: dict[str, Any], language: str) -> dict[str, Any]:
    shown = block.get("new") or block["old"]
    heading, rows = _headed(block.get("rows", []), shown)
    others = {row["other"]: words_of(row["other"]) for row in rows if "other" in row}
    return {
        "type": "unit",
        "anchor": shown["path"] if "new" in block else f"bo-{shown['path']}",
        "title": words_of(shown["path"]),
        "heading": heading,
        "states": block["states"],
        "notes": list(_notes(block)),
        "html": Writer(language, others).rows(rows),
    }


def _headed(rows: list[dict[str, Any]], shown: dict[str, str]) -> tuple[str, list[dict[str, Any]]]:
    """The unit's heading for the page, and its rows without what the page's heading says."""
    if not rows:
        return shown["heading"], rows
    first = {**rows[0], "label": []}
    if first["state"] in ("=", "n"):
        first.pop("heading", None)
        return shown["heading"], [first, *rows[1:]]
    return "", [first, *rows[1:]]


def _notes(block: dict[str, Any]) -> Any:
    """What became of the unit, one short sentence for each."""
    old = words_of(block["old"]["path"]) if "old" in block else ""
    for state in block["states"]:
        if state == "renumbered":
            yield _("formerly %(place)s") % {"place": old}
        elif state == "split":
            yield _("split off from %(place)s") % {"place": words_of(block["split_from"])}
        elif state == "merged":
            yield _("merged into %(place)s") % {"place": words_of(block["merged_into"])}
        else:
            yield str(STATES[state])
    if block["states"][0] == "moved":
        yield _("its words unchanged")
    for path in block["split_into"]:
        yield _("%(place)s was split off from it") % {"place": words_of(path)}
    for path in block["merged_from"]:
        yield _("%(place)s was merged into it") % {"place": words_of(path)}


def _fold(block: dict[str, Any]) -> dict[str, Any]:
    words = [_fold_words(block["state"], block["articles"], block["others"])]
    first, last = words_of(block["new_first"]), words_of(block["new_last"])
    if first != last:
        words.append(_("from %(first)s to %(last)s") % {"first": first, "last": last})
    else:
        words.append(first)
    if block["state"] == "renumbered":
        before = {"first": words_of(block["old_first"]), "last": words_of(block["old_last"])}
        if before["first"] == before["last"]:
            words.append(_("formerly %(place)s") % {"place": before["first"]})
        else:
            words.append(_("formerly from %(first)s to %(last)s") % before)
    return {"type": "fold", "state": block["state"], "words": words}


def _fold_words(state: str, articles: int, others: int) -> str:
    count = articles + others
    if state == "renumbered" and not others:
        words = ngettext("%(n)d article only renumbered", "%(n)d articles only renumbered", count)
    elif state == "renumbered":
        words = ngettext(
            "%(n)d provision only renumbered", "%(n)d provisions only renumbered", count
        )
    elif not others:
        words = ngettext("%(n)d article unchanged", "%(n)d articles unchanged", count)
    else:
        words = ngettext("%(n)d provision unchanged", "%(n)d provisions unchanged", count)
    return words % {"n": count}
