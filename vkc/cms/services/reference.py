"""The reference loader of the pages app: the tree, the cases, the centre, the words."""

from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Page

from vkc.cms import models
from vkc.cms.choices import LANGUAGES, Capital, CityForm, CitySize, Country, Side, Trait
from vkc.cms.services.site import ensure_approval, ensure_locales, ensure_permissions, ensure_site
from vkc.cms.services.tree import PageSpec, TreeWriter
from vkc.cms.sources import host_of
from vkc.core.reference import FileSummary, RowError, RowReader, load_file, upsert
from vkc.core.text import slug_text
from vkc.topics.models import Topic

DATA = Path(__file__).resolve().parent.parent / "data"
POINTS = ("results", "claims_by_promoter", "caveats", "lessons")
FACTS = ("identity", "aims", "figures", "facilities", "visiting", "outputs", "offices")
MIRROR = "mirror copy"
PRESS_COPY = {
    "vi": "Bài báo, đang tìm bản gốc",
    "en": "Press article, original being sought",
    "ko": "신문 기사, 원문 확인 중",
}
PROJECT_PAPER = {"vi": "Văn kiện dự án VKC", "en": "VKC project paper", "ko": "VKC 사업 문서"}


def load_pages() -> list[FileSummary]:
    """Load every file of ours; each whole or not at all."""
    ensure_locales()
    with transaction.atomic():
        tree = load_file(DATA / "pages.json", load_tree)
        ensure_approval()
        ensure_permissions()
    return [
        tree,
        load_file(DATA / "glossary.json", load_glossary),
        load_file(DATA / "cases.json", load_cases),
        load_file(DATA / "partners.json", load_partners),
        load_file(DATA / "news.json", load_news),
        load_file(DATA / "centre.json", load_centre),
        load_file(DATA / "featured.json", load_featured),
    ]


def load_tree(data: Any, errors: list[RowError], summary: FileSummary) -> None:
    """The home, the index pages and the standard pages."""
    writer = TreeWriter(summary)
    root = Page.objects.get(depth=1)
    placed: dict[str, dict[str, Page]] = {"": dict.fromkeys(writer.locales, root)}
    for raw in data["pages"]:
        row = RowReader(file="pages.json", row=raw.get("key", "?"), raw=raw, errors=errors)
        spec = _page_spec(row)
        parent = raw.get("parent", "home") if raw.get("key") != "home" else ""
        if parent not in placed:
            row.error("parent", f"is not a page above this one: {parent}")
        if spec is None or parent not in placed:
            continue
        placed[spec.key] = writer.place(spec, placed[parent])
        if spec.key == "home":
            ensure_site(placed["home"]["vi"])


def load_cases(data: Any, errors: list[RowError], summary: FileSummary) -> None:
    """The cases of the world."""
    writer = TreeWriter(summary)
    parents = parents_of(models.CaseIndexPage)
    topics = {topic.key: topic for topic in Topic.objects.all()}
    for raw in data["cases"]:
        row = RowReader(file="cases.json", row=raw.get("key", "?"), raw=raw, errors=errors)
        known = [topics[key] for key in raw.get("topics", []) if key in topics]
        if len(known) != len(raw.get("topics", [])):
            row.error("topics", f"holds an unknown key: {raw['topics']}")
        shared = {
            "country": row.choice("country", Country.values),
            "population": row.take("population", int),
            "form": row.choice("form", CityForm.values, required=False) or "",
            "size": row.choice("size", CitySize.values, required=False) or "",
            "capital": row.choice("capital", Capital.values, required=False) or "",
            "traits": [trait for trait in raw.get("traits", []) if trait in Trait.values],
            "is_short": bool(raw.get("is_short")),
        }
        texts = {code: _case_text(row, code) for code in ("vi", "en", "ko") if code in raw}
        if errors:
            continue
        spec = PageSpec(
            model=models.CaseStudyPage,
            key=f"case/{raw['key']}",
            slug=raw["key"],
            shared=shared,
            texts=texts,
            sources=source_rows(raw.get("source_urls", [])),
            topics=known,
        )
        writer.place(spec, parents)


def load_partners(data: Any, errors: list[RowError], summary: FileSummary) -> None:
    """The organisations that take part."""
    writer = TreeWriter(summary)
    parents = parents_of(models.PartnerIndexPage)
    for raw in data["partners"]:
        row = RowReader(file="partners.json", row=raw.get("key", "?"), raw=raw, errors=errors)
        names = {f"name_{code}": raw.get(f"name_{code}") or "" for code in ("vi", "en", "ko")}
        shared = {
            **names,
            "acronym": raw.get("acronym") or "",
            "side": row.choice("side", Side.values),
            "website": raw.get("website") or "",
        }
        texts = {code: _texts(row, code, "role") for code in ("vi", "en", "ko")}
        if errors:
            continue
        spec = PageSpec(
            model=models.PartnerPage,
            key=f"partner/{raw['key']}",
            slug=raw["key"],
            shared=shared,
            texts=texts,
            sources=source_rows(raw.get("source_urls", [])),
        )
        writer.place(spec, parents)


def load_news(data: Any, errors: list[RowError], summary: FileSummary) -> None:
    """What happened, with its day and its sources: news items and events."""
    writer = TreeWriter(summary)
    parents = {
        "news": parents_of(models.NewsIndexPage),
        "event": parents_of(models.EventIndexPage),
    }
    for raw in data["items"]:
        row = RowReader(file="news.json", row=raw.get("key", "?"), raw=raw, errors=errors)
        kind = row.choice("kind", ("news", "event"))
        day = row.day("day", required=True)
        names = ("place", "organisers") if kind == "event" else ()
        texts = {code: _texts(row, code, "body", *names) for code in ("vi", "en", "ko")}
        if errors:
            continue
        spec = PageSpec(
            model=models.EventPage if kind == "event" else models.NewsPage,
            key=f"{kind}/{raw['key']}",
            slug=raw["key"],
            shared={"starts_on" if kind == "event" else "published_on": day},
            texts=texts,
            sources=source_rows(raw.get("source_urls", [])),
        )
        writer.place(spec, parents[kind])


def load_centre(data: Any, errors: list[RowError], summary: FileSummary) -> None:
    """The page of the centre."""
    row = RowReader(file="centre.json", row="centre", raw=data, errors=errors)
    shared = {f"name_{code}": data.get(f"name_{code}") or "" for code in ("vi", "en", "ko")}
    texts = {code: _centre_text(row, code) for code in ("vi", "en", "ko")}
    if errors:
        return
    spec = PageSpec(
        model=models.CentrePage, key="centre", slug="centre", shared=shared, texts=texts
    )
    home = {
        page.locale.language_code: page
        for page in models.HomePage.objects.filter(reference_key="home").select_related("locale")
    }
    TreeWriter(summary).place(spec, home)


def load_glossary(data: Any, errors: list[RowError], summary: FileSummary) -> None:
    """The words of the portal."""
    for order, raw in enumerate(data["terms"], start=1):
        row = RowReader(file="glossary.json", row=str(order), raw=raw, errors=errors)
        term = row.take("term_vi", required=True)
        if term is None:
            continue
        names = ("term_en", "term_ko", "definition_vi", "definition_en", "definition_ko")
        values = {name: raw.get(name) or "" for name in names}
        slug = slug_text(raw.get("term_en") or term)
        upsert(
            models.GlossaryTerm,
            key=slug,
            values={"slug": slug, "term_vi": term, "order": order, **values},
            summary=summary,
        )


def load_featured(data: Any, errors: list[RowError], summary: FileSummary) -> None:
    """The case the home shows first, where staff chose none."""
    key = f"case/{data['case']}"
    homes = models.HomePage.objects.filter(reference_key="home", featured_case=None)
    for home in homes:
        case = models.CaseStudyPage.objects.filter(
            reference_key=key, locale_id=home.locale_id
        ).first()
        if case is None:
            errors.append(RowError("featured.json", "1", "case", f"is no case: {data['case']}"))
        elif not home.latest_revision_id:
            home.featured_case = case
            home.save()
            summary.changed += 1


def parents_of(model: type[Page]) -> dict[str, Page]:
    """The index page of a type in each language."""
    rows = model.objects.exclude(reference_key="").select_related("locale")
    return {page.locale.language_code: page for page in rows}


def source_rows(addresses: list[str]) -> list[dict[str, Any]]:
    """Sources as child rows; the title is one per language and picked when the page is written."""
    return [{"title": source_title(address), "url": address} for address in addresses]


def source_title(address: str) -> dict[str, str]:
    """The host of an address; plain words for what has no link yet."""
    host = host_of(address)
    if host:
        return dict.fromkeys(LANGUAGES, host)
    return PRESS_COPY if MIRROR in address else PROJECT_PAPER


def _page_spec(row: RowReader) -> PageSpec | None:
    name = row.take("model", required=True)
    model = getattr(models, name or "", None)
    if model is None:
        row.error("model", f"is no page type: {name}")
        return None
    texts = {}
    for code in ("vi", "en", "ko"):
        text = row.take(code, dict, required=True) or {}
        texts[code] = {**text, "body": body(text["body"])} if "body" in text else dict(text)
    slug = row.take("slug", required=True)
    shared = dict(row.raw.get("shared", {}))
    return PageSpec(model=model, key=row.raw["key"], slug=slug or "", shared=shared, texts=texts)


def _texts(row: RowReader, code: str, *names: str) -> dict[str, Any]:
    text = row.take(code, dict, required=True) or {}
    if not text.get("title"):
        row.error(f"{code}.title", "is missing")
    values = {name: text.get(name) or "" for name in ("title", "summary", *names)}
    if "body" in names:
        values["body"] = body(text.get("body") or [])
    return values


def _case_text(row: RowReader, code: str) -> dict[str, Any]:
    """One language of a case; what it lacks is taken from Vietnamese and marked so."""
    own = row.raw[code]
    text = own if own.get("solution") else {**row.raw["vi"], **own}
    names = ("city", "population_note", "period", "lead", "problem", "solution", "governance")
    values = _texts(row, code)
    values |= {name: text.get(name) or "" for name in names}
    values |= {name: points(text.get(name) or []) for name in POINTS}
    values["text_language"] = "" if own.get("solution") else "vi"
    return values


def _centre_text(row: RowReader, code: str) -> dict[str, Any]:
    values = _texts(row, code)
    raw = row.raw
    for name in FACTS:
        values[name] = [("fact", fact(item, code)) for item in raw.get(name, [])]
    values["timeline"] = [("entry", entry(item, code)) for item in raw.get("timeline", [])]
    for name in ("discrepancies", "open_questions"):
        values[name] = points([item[code] for item in raw.get(name, [])])
    return values


def fact(item: dict[str, Any], code: str) -> dict[str, Any]:
    """One fact block in one language."""
    return {
        "label": item["label"][code],
        "value": in_language(item.get("value"), code),
        "note": in_language(item.get("note"), code),
        "sources": source_blocks(item.get("source_urls", []), code),
    }


def entry(item: dict[str, Any], code: str) -> dict[str, Any]:
    """One entry of the timeline in one language."""
    return {
        "date_label": in_language(item.get("date_label"), code),
        "text": item["text"][code],
        "sources": source_blocks(item.get("source_urls", []), code),
    }


def source_blocks(addresses: list[str], code: str) -> list[dict[str, Any]]:
    """Sources as blocks in one language."""
    return [{"title": source_title(address)[code], "url": address} for address in addresses]


def in_language(value: Any, code: str) -> str:
    """A text that is the same in all languages, or one per language."""
    if isinstance(value, dict):
        return value.get(code) or value.get("vi") or ""
    return value or ""


def points(texts: list[str]) -> list[tuple[str, str]]:
    return [("point", text) for text in texts]


def body(blocks: list[list[Any]]) -> list[tuple[str, Any]]:
    """Blocks of a body, written in the file as pairs of type and value."""
    return [(kind, value) for kind, value in blocks]
