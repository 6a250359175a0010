"""What a made file holds: plain values read once, the same for every format.

The statuses come from `provisions_status.provision_rulings`, as on the page and in the API.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from guidelines.choices import VIETNAMESE_KINDS, LegalStatus, ProvisionKind
from guidelines.exceptions import NothingSelected
from guidelines.legal import Ruling, legal_ruling
from guidelines.models import Document, Provision, Version
from guidelines.presentation import short_day, status_sentence
from guidelines.provisions_status import pending_effects, provision_rulings

# Counts up when the setting of a format changes, so that files are made anew.
MAKER = 1
MOST_SELECTED = 100
HEADED = (
    ProvisionKind.ATTACHED,
    ProvisionKind.ANNEX,
    ProvisionKind.PART,
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
    ProvisionKind.SUBSECTION,
    ProvisionKind.ARTICLE,
)


@dataclass(frozen=True)
class Block:
    """One provision to set: `status` is its own; `mark` says it in words where a reader must know.

    `level` is that of its heading (the title has 1, none is skipped), 0 where it has none.
    """

    kind: str
    path: str
    level: int
    label: str
    heading: str
    text: str
    status: str
    mark: str = ""
    table: dict[str, Any] | None = None


@dataclass(frozen=True)
class Sheet:
    """One made file: the head, the notes a reader needs, the provisions in order."""

    language: str
    kind: str
    number: str
    title: str
    issuer: str
    issued_on: str
    signer: str
    status: str
    status_sentence: str
    as_of: str
    text_of: str
    address: str
    source_name: str
    source_sha256: str
    is_sample: bool
    is_part: bool
    notes: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    words: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def sheet_key(sheet: Sheet, form: str) -> str:
    """sha256 of everything printed: equal content is one file for ever."""
    return hashlib.sha256(f"{MAKER}:{form}:{sheet.as_json()}".encode()).hexdigest()


def build_sheet(
    document: Document, version: Version, *, on: date, selection: Sequence[str] = ()
) -> Sheet:
    """The content of a file, in the language of the text; `selection` holds provision paths.

    Raises NothingSelected where a path is unknown or too many are asked for.
    """
    with override(version.language):
        return _sheet(document, version, on, list(selection))


def _sheet(document: Document, version: Version, on: date, selection: list[str]) -> Sheet:
    ruling = legal_ruling(document, on=on)
    source = version.source
    return Sheet(
        language=version.language,
        kind=VIETNAMESE_KINDS[document.kind],
        number=document.number,
        title=getattr(document, f"title_{version.language}") or document.title_vi,
        issuer=document.issuer.name_vi,
        issued_on=document.issued_on.isoformat() if document.issued_on else "",
        signer=document.signer,
        status=str(LegalStatus(ruling.status).label),
        status_sentence=status_sentence(document, ruling),
        as_of=short_day(on),
        text_of=short_day(version.valid_from),
        address=f"{settings.PUBLIC_URL}{document.get_absolute_url()}?on={on.isoformat()}",
        source_name=source.name if source else "",
        source_sha256=source.sha256 if source else "",
        is_sample=document.is_demo or version.is_demo,
        is_part=bool(selection),
        notes=tuple(_notes(document, version, on)),
        blocks=tuple(_blocks(document, version, on, ruling.status, selection)),
        words=_words(),
    )


def _notes(document: Document, version: Version, on: date) -> list[str]:
    notes = []
    if document.is_demo or version.is_demo:
        notes.append(_("Sample material: not a legal document."))
    if version.is_ocr:
        notes.append(_("Read from a scan; the original file decides."))
    for effect in pending_effects(document, version, on=on):
        facts = {"document": effect.acting_label, "verb": effect.get_verb_display()}
        notes.append(_("%(document)s %(verb)s it and is not yet worked into this text.") % facts)
    return notes


def _blocks(
    document: Document, version: Version, on: date, status: str, selection: list[str]
) -> list[Block]:
    rows = list(version.provisions.select_related("words").order_by("order"))
    rulings = provision_rulings(document, version, on=on)
    wanted = _wanted(rows, selection)
    levels = _levels([row for row in rows if row.path in wanted])
    return [
        Block(
            kind=row.kind,
            path=row.path,
            level=levels[row.pk] if row.kind in HEADED else 0,
            label=_printed(row),
            heading=row.heading,
            text=row.words.text,
            table=row.words.table,
            status=LegalStatus(rulings[row.path].status).value,
            mark=_mark(row, rulings, status, wanted),
        )
        for row in rows
        if row.path in wanted
    ]


def _levels(rows: list[Provision]) -> dict[int, int]:
    """Heading levels counted over the printed ancestors alone, so that no level is skipped."""
    levels: dict[int, int] = {}
    for row in rows:
        above = levels.get(row.parent_id, 1)
        levels[row.pk] = above + 1 if row.kind in HEADED else above
    return levels


def _printed(row: Provision) -> str:
    """The label as a text prints it: “1.” and “đ)”."""
    end = {ProvisionKind.CLAUSE: ".", ProvisionKind.POINT: ")"}.get(row.kind, "")
    return row.label + end if row.label[-1:].isalnum() else row.label


def _mark(row: Provision, rulings: dict[str, Ruling], whole: str, wanted: set[str]) -> str:
    """The status in words where it is not the one above it; that something holds is not marked."""
    own = rulings[row.path].status
    above = row.path.rpartition(".")[0]
    said = rulings[above].status if above in wanted else whole
    return "" if own in (said, LegalStatus.IN_FORCE) else str(LegalStatus(own).label)


def _wanted(rows: list[Provision], selection: list[str]) -> set[str]:
    """The chosen provisions with all below them; everything where nothing is chosen."""
    if not selection:
        return {row.path for row in rows}
    paths = {row.pk: row.path for row in rows}
    if len(selection) > MOST_SELECTED or not set(selection) <= set(paths.values()):
        raise NothingSelected
    wanted = set()
    for row in rows:
        if row.path in selection or paths.get(row.parent_id) in wanted:
            wanted.add(row.path)
    return wanted


def _words() -> dict[str, str]:
    """The fixed words of a file, in the language of the text."""
    return {
        "as_of": _("Legal status as of"),
        "text_of": _("Text valid from"),
        "address": _("Address"),
        "source": _("Source file"),
        "extract": _("Extract"),
        "sample": _("Sample material"),
        "page": _("Page"),
    }
