"""Text with its citations as links; only to what readers may open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guidelines.models import Citation, Document, Version
from guidelines.recognition.citing import official
from guidelines.recognition.paths import words_of
from guidelines.recognition.ranges import is_inside


def citations_of(version: Version) -> dict[int, list[Citation]]:
    """The citations of a text by the provision that holds them, for `linked_html`: one query."""
    found = defaultdict(list)
    for citation in Citation.objects.filter(provision__version=version).for_reading():
        found[citation.provision_id].append(citation)
    return found


def linked_html(text: str, citations: Iterable[Any], *, base: str) -> SafeString:
    """The escaped text with a link around each citation.

    `citations` come from `Citation.objects.for_reading()`, as rows or as plain values; `base` is the address of the page that
    shows the text ("" for links to anchors of the same page).
    """
    parts, at = [], 0
    for citation in sorted(citations, key=lambda citation: citation.start):
        if citation.start < at or text[citation.start : citation.end] != citation.quoted:
            continue
        url = _url(citation, base)
        if not url:
            continue
        parts.append(conditional_escape(text[at : citation.start]))
        parts.append(_link(citation, url))
        at = citation.end
    parts.append(conditional_escape(text[at:]))
    return mark_safe("".join(parts))


def _url(citation: Any, base: str) -> str:
    """Where a citation leads: the provision if a public text holds it, else the document."""
    is_held = getattr(citation, "is_path_held", False)
    if citation.is_relative:
        return f"{base}#{citation.target_path}" if is_held else ""
    anchor = f"#{citation.target_path}" if is_held and citation.target_path else ""
    return _address_and_name(citation.target)[0] + anchor


def _link(citation: Any, url: str) -> SafeString:
    name = "" if citation.is_relative else _address_and_name(citation.target)[1]
    if citation.until_path:
        name = "; ".join(part for part in (_range_words(citation), name) if part)
    if not name:
        return format_html('<a class="cited" href="{}">{}</a>', url, citation.quoted)
    return format_html('<a class="cited" href="{}" title="{}">{}</a>', url, name, citation.quoted)


def _range_words(citation: Any) -> str:
    """Where the link of a range leads, and how far the range goes."""
    ends = {"first": words_of(citation.target_path), "last": words_of(citation.until_path)}
    return _("from %(first)s to %(last)s") % ends


def _address_and_name(target: Document) -> tuple[str, str]:
    """Made once for each document at hand: a long text cites the same few hundreds of times."""
    known = vars(target)
    if "_for_links" not in known:
        known["_for_links"] = (target.get_absolute_url(), f"{target}, {target.title}")
    return known["_for_links"]


def sentence_around(text: str, start: int, end: int, *, reach: int = 140) -> dict[str, str]:
    """The words before, of and after a citation, as far as its sentence or `reach` goes."""
    before = text[max(0, start - reach) : start]
    after = text[end : end + reach]
    cut = max(before.rfind(mark) for mark in (". ", "; ", "\n"))
    ends = [at for at in (after.find(mark) for mark in (". ", ";", "\n")) if at >= 0]
    if cut >= 0:
        before = before[cut + 1 :].lstrip()
    elif start > reach:
        before = "… " + before.partition(" ")[2]
    if ends:
        after = after[: min(ends) + 1].rstrip()
    elif end + reach < len(text):
        after = after.rpartition(" ")[0] + " …"
    return {"before": before, "quoted": text[start:end], "after": after}


def cited_by(document: Document, path: str = "", *, on: date | None = None) -> QuerySet[Citation]:
    """Citations of a document, or of a provision and what it holds, in texts readers are shown.

    Ordered by citing document; with what a row shows: `provision.version.document`.
    """
    found = Citation.objects.linked().filter(target=document).in_force_texts(on=on)
    if path:
        is_named = Q(target_path=path) | Q(target_path__startswith=f"{path}.")
        found = found.filter(is_named | Q(pk__in=_ranges_around(document, path)))
    return found.select_related("provision__version__document__issuer").order_by(
        "is_relative",
        "provision__version__document__number_slug",
        "provision__order",
        "-in_heading",
        "start",
    )


def _ranges_around(document: Document, path: str) -> list[int]:
    """The citations of a document that name a range in which a provision lies."""
    ranges = Citation.objects.filter(target=document).exclude(until_path="").order_by()
    rows = ranges.values_list("pk", "target_path", "until_path")
    return [pk for pk, first, last in rows if is_inside(path, first, last)]


def cited_by_rows(
    document: Document, path: str = "", *, on: date | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """What the page of a provision lists: who cites it, in the official form, with the words."""
    rows = []
    found = cited_by(document, path, on=on).select_related(
        "provision__words", "provision__version__document__issuer"
    )
    for citation in found[:limit]:
        citing, place = citation.provision.version.document, citation.provision.path
        is_same = citing.pk == document.pk
        around = sentence_around(citation.words, citation.start, citation.end)
        rows.append(
            {
                "label": official(citing, place),
                "url": f"{citing.get_absolute_url()}#{place}",
                "quoted": "".join(around.values()),
                "note": _("in the same document") if is_same else "",
            }
        )
    return rows
