"""imsmanifest.xml of a SCORM 1.2 package (Content Aggregation Model, section 2.3), read safely."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from lxml import etree

from courses.exceptions.scorm import PackageRefused

_ADL_1_2 = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_ADL_LATER = "adlcp_v1p3"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


MOST_PARTS = 100


@dataclass(frozen=True)
class Part:
    """One thing to take: a SCO, or a page without an interface (`is_asset`).

    `section` is the heading it stands under.
    """

    section: str
    title: str
    launch_path: str
    launch_query: str
    launch_data: str
    mastery_score: Decimal | None
    is_asset: bool


@dataclass(frozen=True)
class Manifest:
    """`parts` in the order of their items; `has_prerequisites`: rules for their order were found."""

    title: str
    identifier: str
    parts: list[Part]
    has_prerequisites: bool


def read_manifest(source: bytes) -> Manifest:
    """The parts of the default organisation; raises PackageRefused.

    Elements are found by their local names, as many tools put them into a wrong namespace.
    """
    root = _parse(source)
    _check_version(root)
    organisation = _organisation(root)
    parts = _parts(root, organisation)
    return Manifest(
        title=_text(organisation, "title") or parts[0].title,
        identifier=(root.get("identifier") or "")[:300],
        parts=parts,
        has_prerequisites=bool(_all(organisation, "prerequisites")),
    )


def _parts(root: etree._Element, organisation: etree._Element | None) -> list[Part]:
    """One part an item that names a resource; where there is no item, one a resource."""
    items = [item for item in _all(organisation, "item") if item.get("identifierref")]
    shown = [item for item in items if item.get("isvisible", "true").lower() != "false"] or items
    resources = _all(_first(root, "resources"), "resource")
    pairs: list[tuple[etree._Element | None, etree._Element | None]]
    if shown:
        by_name = {row.get("identifier"): row for row in reversed(resources)}
        pairs = [(item, by_name.get(item.get("identifierref"))) for item in shown]
    else:
        pairs = [(None, row) for row in resources if row.get("href")]
        scos = [pair for pair in pairs if not _is_asset(pair[1])]
        pairs = scos or pairs[:1]
    if not pairs:
        raise PackageRefused("no_launch")
    if len(pairs) > MOST_PARTS:
        raise PackageRefused("too_many_parts", parts=len(pairs), most=MOST_PARTS)
    return [_part(root, item, resource) for item, resource in pairs]


def _part(
    root: etree._Element, item: etree._Element | None, resource: etree._Element | None
) -> Part:
    if resource is None or not resource.get("href"):
        raise PackageRefused("no_launch")
    path, query = _launch(root, resource, item)
    return Part(
        section=_section(item),
        title=_text(item, "title")[:300],
        launch_path=path,
        launch_query=query,
        launch_data=_text(item, "datafromlms")[:4096],
        mastery_score=_percentage(_text(item, "masteryscore")),
        is_asset=_is_asset(resource),
    )


def _is_asset(resource: etree._Element | None) -> bool:
    """By `adlcp:scormtype`; a resource that says nothing counts as a SCO, as tools forget it."""
    if resource is None:
        return False
    said = [text for name, text in resource.attrib.items() if name.lower().endswith("scormtype")]
    return [text.strip().lower() for text in said] == ["asset"]


def _section(item: etree._Element | None) -> str:
    above = item.getparent() if item is not None else None
    is_item = above is not None and etree.QName(above).localname == "item"
    return _text(above, "title")[:300] if is_item else ""


def _parse(source: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        has_doctype = b"<!DOCTYPE" in source or b"<!ENTITY" in source
        raise PackageRefused("doctype" if has_doctype else "bad_manifest") from problem
    if root.getroottree().docinfo.doctype:
        raise PackageRefused("doctype")
    if etree.QName(root).localname != "manifest":
        raise PackageRefused("bad_manifest")
    return root


def _check_version(root: etree._Element) -> None:
    """1.2, by its own word, else by its namespaces."""
    said = _text(_first(root, "metadata"), "schemaversion")
    spaces = {space for element in root.iter("*") for space in element.nsmap.values()}
    if said == "1.2" or (not said and _ADL_1_2 in spaces):
        return
    later = any(_ADL_LATER in space for space in spaces)
    raise PackageRefused("wrong_version", version=said[:60] or ("SCORM 2004" if later else "?"))


def _organisation(root: etree._Element) -> etree._Element | None:
    organisations = _first(root, "organizations")
    if organisations is None:
        return None
    found = _all(organisations, "organization")
    wanted = organisations.get("default")
    return next((o for o in found if o.get("identifier") == wanted), found[0] if found else None)


def _launch(
    root: etree._Element, resource: etree._Element, item: etree._Element | None
) -> tuple[str, str]:
    """Path inside the package and query with fragment, "page.html", "?a=1#b"."""
    bases = [root, _first(root, "resources"), resource]
    base = "".join(element.get(_XML_BASE) or "" for element in bases if element is not None)
    href = resource.get("href").strip()
    found = urlsplit(href)
    path = unquote(f"{unquote(base)}{found.path}")
    inside = normpath(path)
    if found.scheme or found.netloc or not path or inside.startswith(("/", "..")):
        raise PackageRefused("launch_missing", entry=href[:200])
    query = f"?{found.query}" if found.query else ""
    parameters = (item.get("parameters") or "").strip() if item is not None else ""
    if parameters and not parameters.startswith("#"):
        query += ("&" if query else "?") + parameters.lstrip("?&")
    elif parameters or found.fragment:
        query += parameters or f"#{found.fragment}"
    return inside, query[:500]


def _percentage(text: str) -> Decimal | None:
    try:
        score = Decimal(text)
    except InvalidOperation:
        return None
    return round(score, 2) if score.is_finite() and 0 <= score <= 100 else None


def _all(element: etree._Element | None, name: str) -> list[etree._Element]:
    if element is None:
        return []
    return [row for row in element.iter("*") if etree.QName(row).localname == name]


def _first(element: etree._Element | None, name: str) -> etree._Element | None:
    found = _all(element, name)
    return found[0] if found else None


def _text(element: etree._Element | None, name: str) -> str:
    """The text of the first child of that name, or nothing."""
    if element is None:
        return ""
    found = [row for row in element.iterchildren("*") if etree.QName(row).localname == name]
    return " ".join((found[0].text or "").split()) if found else ""
