"""The page on which a reader chooses what a file shall hold."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guidelines.below import frame
from guidelines.choices import ProvisionKind
from guidelines.models import Document, Version
from guidelines.outputs.sheet import MOST_SELECTED

OFFERED = (
    ProvisionKind.ATTACHED,
    ProvisionKind.ANNEX,
    ProvisionKind.PART,
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
    ProvisionKind.ARTICLE,
)


def choice_context(
    document: Document, version: Version, *, on: date | None, issuer: str = ""
) -> dict[str, Any]:
    """Bodies, chapters and articles to tick, in order; one query, no words of the text."""
    rows = version.provisions.filter(kind__in=OFFERED).order_by("order")
    offers = [
        {
            "path": path,
            "label": ". ".join(part for part in (label, heading) if part),
            "depth": depth,
        }
        for path, label, heading, depth in rows.values_list("path", "label", "heading", "depth")
    ]
    return {
        **frame(document, label=_("Take the text home"), on=on, issuer=issuer),
        "version": version,
        "offers": offers,
        "issuer": issuer,
        "most": MOST_SELECTED,
    }
