"""A text as markup, made once and stored beside it; what is said of it is spliced in when read.

The words of a published text cannot change, so neither can its markup. Badges, notes and links
depend on the day and on other documents: they are never stored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from guidelines.models import RenderedText, Version
from guidelines.text_html.body import Node, body_with_slots, paragraphs
from guidelines.text_html.contents import contents_html
from guidelines.text_html.rows import rows_of

# Raise it with every change of the markup: what an older recipe made is then made anew.
RECIPE = 3
LINE_ENDS = re.compile(r"\n(?![^<]*>)")


@dataclass(frozen=True)
class Rendering:
    """The markup of a text without anything said of it, its contents, its provisions in order."""

    html: str
    contents: SafeString
    nodes: list[Node]

    @cached_property
    def _by_lineage(self) -> dict[str, str]:
        return {node.lineage: node.path for node in self.nodes}

    @cached_property
    def _paths(self) -> set[str]:
        return set(self._by_lineage.values())

    def place_of(self, effect: Any) -> str:
        """The path of the provision an effect is on; one that this text does not have (to be
        inserted) lies at the nearest one around it. Empty where none is."""
        path = effect.target_lineage and self._by_lineage.get(str(effect.target_lineage))
        return path or nearest(effect.target_path, self._paths)


@dataclass(frozen=True)
class Marks:
    """What is said of a text beside its words; safe markup, by path or by provision."""

    badges: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    linked: Mapping[int, str] = field(default_factory=dict)
    # Headings without links and with them.
    headed: Mapping[int, tuple[str, str]] = field(default_factory=dict)


def nearest(path: str, known: set[str]) -> str:
    """The path itself or the nearest one around it that the text has; empty where none is."""
    while path and path not in known:
        path = path.rpartition(".")[0]
    return path


def rendering_of(version: Version) -> Rendering:
    """The stored markup of a text in one query; made on the spot where none is stored."""
    stored = RenderedText.objects.filter(version=version, recipe=RECIPE)
    for html, contents, skeleton in stored.values_list("html", "contents", "skeleton"):
        return Rendering(html, mark_safe(contents), [Node(*given) for given in skeleton])
    return render_text(version)


def render_text(version: Version) -> Rendering:
    """The markup of a text, in its own language throughout, whoever reads it; one query."""
    rows = rows_of(version.provisions)
    with override(version.language):
        html, nodes = body_with_slots(rows)
    return Rendering(html, contents_html(rows), nodes)


def spliced(rendering: Rendering, marks: Marks) -> SafeString:
    """The markup with badges before the words they speak of, notes after them, words with links."""
    badges, notes, linked, headed = marks.badges, marks.notes, marks.linked, marks.headed
    said = {*badges, *notes}
    html, parts, at = rendering.html, [], 0
    for node in rendering.nodes:
        if node.path not in said and node.pk not in linked and node.pk not in headed:
            continue
        opening = html[at : node.start]
        if node.pk in headed:
            opening = _with_linked_heading(opening, *headed[node.pk])
        words = linked.get(node.pk)
        shown = paragraphs(LINE_ENDS.split(words)) if words else html[node.start : node.end]
        badge, note = badges.get(node.path, ""), notes.get(node.path, "")
        parts += (opening, badge, shown, note)
        at = node.end
    return mark_safe("".join((*parts, html[at:])))


def _with_linked_heading(opening: str, plain: str, linked: str) -> str:
    """The markup before a provision's words, in which its heading stands last.

    A heading that is itself a link to its provision stays as it is.
    """
    plain, linked = plain.replace("\n", "<br>"), linked.replace("\n", "<br>")
    before, _found, after = opening.rpartition(plain)
    if not before or after.startswith("</a>"):
        return opening
    return before + linked + after
