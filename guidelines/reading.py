"""The reading page: the text a reader gets for a day, and all that is said around it.

Plain values for templates. A page costs a handful of queries, however long the text is.
"""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.choices import LegalStatus
from guidelines.legal import legal_ruling
from guidelines.life import timeline_context
from guidelines.linking import cited_by
from guidelines.models import Citation, Document, Version
from guidelines.presentation import detail_context, short_day
from guidelines.provisions_status import Touch, load_effects, rulings_of, touches_on
from guidelines.recognition.citing import official
from guidelines.text_html.addresses import Addresses
from guidelines.text_html.links import Links, citations_in, cited_documents
from guidelines.text_html.marks import badges, notes
from guidelines.text_html.notices import notices
from guidelines.text_html.originals import attachments_of, original_rows
from guidelines.text_html.pending import pending_rows
from guidelines.text_html.rendering import Marks, Rendering, rendering_of, spliced
from guidelines.text_html.versions import public_texts, version_rows
from guidelines.text_of_day import text_for


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
    day = on or timezone.localdate()
    addresses = Addresses(document, on, issuer)
    texts = public_texts(document)
    version = text_for(texts, on=day, language=get_language() or "vi")
    context = detail_context(document, on=on, text=version, is_preview=is_preview)
    context |= {
        "addresses": addresses,
        "changed_at": changed_at(document, texts),
        "versions": version_rows(texts, addresses, shown=version),
        "originals": original_rows(texts, attachments_of(texts), addresses),
        "head_meta": head_meta(document),
        "form_hidden": [{"name": "issuer", "value": issuer}] if issuer else [],
        "cited_by": citing_rows(document, on=day, kept=Addresses(document, on).kept),
        "timeline": timeline_context(document, day),
        "text": None,
    }
    if version is None:
        return context
    kept = Addresses(document, on).kept
    whole = context["ruling"].status
    text = text_page(document, version=version, on=day, whole=whole, kept=kept)
    return context | {"text": text, "notices": notices(version, texts, addresses, on=day)}


def changed_at(document: Document, texts: list[Version]) -> datetime:
    """When the document, its texts or its change log were last written."""
    times = [document.updated_at, *(text.updated_at for text in texts)]
    return max([*times, *(text.logged_at for text in texts if text.logged_at)])


def head_meta(document: Document) -> list[dict[str, Any]]:
    """Who issued it, when: the line under the title."""
    issued = short_day(document.issued_on) if document.issued_on else _("no information yet")
    return [
        {"label": "", "value": document.issuer.name},
        {"label": _("Issued on"), "value": issued},
    ]


def text_page(
    document: Document,
    *,
    version: Version,
    on: date,
    whole: LegalStatus | None = None,
    kept: str = "",
) -> dict[str, Any]:
    """One text as markup, with contents, pending effects and the documents it cites.

    `whole` is the status of the document that day, `kept` the query that links carry on.
    """
    rendering = rendering_of(version)
    if whole is None:
        whole = legal_ruling(document, on=on).status
    load_effects(document)
    touches = touches_on(document, version, on=on)
    pending = [touch.effect for touch in touches if touch.is_pending]
    citations = citations_in(version)
    links = Links(kept)
    effects = document.incoming_effects.all()
    linked = links.linked(citations)
    said = Marks(
        badges=_badges(rendering, document, version, touches, on, whole),
        notes=notes(rendering, effects, on=on, pending=pending),
        linked=linked.texts,
        headed=linked.headings,
    )
    return {
        "version": version,
        "html": spliced(rendering, said),
        "contents": rendering.contents,
        "language": version.language,
        "citation": official(document),
        "pending": pending_rows(pending, rendering),
        "cites": cited_documents(citations, kept),
        "links": links.addresses,
    }


def _badges(
    rendering: Rendering,
    document: Document,
    version: Version,
    touches: list[Touch],
    on: date,
    whole: LegalStatus,
) -> dict[str, str]:
    """Where no effect is on a provision, none differs from the document: nothing is ruled."""
    if not any(touch.is_located for touch in touches):
        return {}
    rulings = rulings_of(document, version, rendering.nodes, touches, on=on)
    return badges(rendering.nodes, rulings, whole)


def citing_rows(document: Document, *, on: date, kept: str, limit: int = 8) -> list[dict[str, Any]]:
    """Where other documents cite this one, in the texts valid that day."""
    # Most are cited nowhere: the small question spares them the large one.
    if not Citation.objects.filter(target=document, is_relative=False).exists():
        return []
    found = cited_by(document, on=on).filter(is_relative=False)
    found = found.exclude(provision__version__document=document).defer(
        "provision__version__findings", "provision__version__document__folded"
    )
    return [
        {
            "label": official(citation.provision.version.document, citation.provision.path),
            "url": f"{citation.provision.version.document.get_absolute_url()}{kept}#{citation.provision.path}",
            "quoted": citation.quoted,
        }
        for citation in found[:limit]
    ]
