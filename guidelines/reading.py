"""The reading page: the text a reader gets for a day, and all that is said around it.

Plain values for templates. A page costs a handful of queries, however long the text is.
"""

from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.choices import LegalStatus
from guidelines.models import Document, Version
from guidelines.presentation import detail_context, short_day
from guidelines.text_html import marks
from guidelines.text_html.addresses import Addresses
from guidelines.text_html.body import Marks, body_html
from guidelines.text_html.contents import contents_html
from guidelines.text_html.notices import notices
from guidelines.text_html.originals import original_rows, public_attachments
from guidelines.text_html.rows import Row, rows_of
from guidelines.text_html.versions import public_texts, text_for, version_rows


def page_context(
    document: Document,
    *,
    on: date | None = None,
    issuer: str = "",
    is_preview: bool = False,
) -> dict[str, Any]:
    """What the document's page shows as of a day (today unless told), with the text of that day.

    `text` is None where the library holds none. `issuer` is kept in links; see `Addresses`.
    """
    context = detail_context(document, on=on, is_preview=is_preview)
    day = context["on"]
    addresses = Addresses(document, on, issuer)
    texts = public_texts(document)
    version = text_for(texts, on=day, language=get_language() or "vi")
    context |= {
        "addresses": addresses,
        "versions": version_rows(texts, addresses, shown=version),
        "originals": original_rows(texts, public_attachments(document), addresses),
        "head_meta": head_meta(document),
        "form_hidden": [{"name": "issuer", "value": issuer}] if issuer else [],
        "text": None,
    }
    if version is None:
        return context
    text = text_page(document, version=version, on=day, whole=context["ruling"].status)
    return context | {"text": text, "notices": notices(version, texts, addresses, on=day)}


def head_meta(document: Document) -> list[dict[str, Any]]:
    """Who issued it, when: the line under the title."""
    issued = short_day(document.issued_on) if document.issued_on else _("no information yet")
    return [
        {"label": "", "value": document.issuer.name},
        {"label": _("Issued on"), "value": issued},
    ]


def text_page(
    document: Document, *, version: Version, on: date, whole: LegalStatus
) -> dict[str, Any]:
    """One text as markup with its contents; `whole` is the status of the document that day."""
    rows = rows_of(version.provisions)
    said = _said(document, version, rows, on=on, whole=whole)
    return {
        "version": version,
        "html": body_html(rows, said),
        "contents": contents_html(rows),
        "language": version.language,
    }


def _said(
    document: Document, version: Version, rows: list[Row], *, on: date, whole: LegalStatus
) -> Marks:
    """Statuses, notes and links of the provisions."""
    effects = list(document.incoming_effects.all())
    return Marks(notes=marks.notes(effects, on=on, pending=(), at={}))
