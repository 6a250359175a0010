"""The stored markup of a text: made at publication, equal to what is made on the spot, never stale."""

import io
from datetime import date
from hashlib import sha256
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override

from guidelines.choices import ProvisionKind, Verb
from guidelines.models import ProvisionText, RenderedText
from guidelines.reading import page_context
from guidelines.services.citations import record_citations
from guidelines.services.publication import approve_text
from guidelines.services.rendering import render_missing, store_rendering
from guidelines.text_html.rendering import (
    RECIPE,
    Marks,
    Rendering,
    render_text,
    rendering_of,
    spliced,
)
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import (
    DocumentFactory,
    EffectFactory,
    ProvisionFactory,
    VersionFactory,
    text_of,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 2, 1)
TABLE = {"header_rows": 1, "rows": [[{"text": "Nhóm", "is_header": True}], [{"text": "<b>"}]]}
CITING = "Theo Quyết định số 950/QĐ-TTg ngày 01/8/2018.\nTheo khoản 1 Điều 1 Quyết định này."
# kind, number, heading, path, parent, words
ROWS = [
    (ProvisionKind.PREAMBLE, "", "", "mo-dau", "", "Căn cứ Luật <Xây dựng> & nghị định;\nXét đề nghị."),
    (ProvisionKind.CHAPTER, "I", "NHỮNG QUY ĐỊNH\nCHUNG", "chuong-1", "", ""),
    (ProvisionKind.ARTICLE, "1", "Phạm vi", "dieu-1", "chuong-1", ""),
    (ProvisionKind.CLAUSE, "1", "", "dieu-1.khoan-1", "dieu-1", "Gồm:"),
    (ProvisionKind.POINT, "đ", "", "dieu-1.khoan-1.diem-dd", "dieu-1.khoan-1", "Công bố."),
    (ProvisionKind.CLAUSE, "2", "Kinh phí", "dieu-1.khoan-2", "dieu-1", CITING),
    (ProvisionKind.ARTICLE, "2", "", "dieu-2", "chuong-1", "Bãi bỏ."),
    (ProvisionKind.ATTACHED, "", "QUY CHẾ", "kem-theo-1", "", ""),
    (ProvisionKind.ARTICLE, "1", "Đối tượng", "kem-theo-1.dieu-1", "kem-theo-1", CITING),
    (ProvisionKind.ANNEX, "I", "DANH MỤC", "phu-luc-1", "", ""),
    (ProvisionKind.TABLE, "", "", "phu-luc-1.bang-1", "phu-luc-1", ""),
]  # fmt: skip


def full_text(document, **fields):
    """Several bodies, a chapter, a table, words in lines; all kinds of rows that a page knows."""
    version = VersionFactory(document=document, **fields)
    at = {}
    for order, (kind, number, heading, path, parent, words) in enumerate(ROWS):
        label = f"{kind.value} {number}".strip() if heading else f"{number})"
        at[path] = ProvisionFactory(
            version=version, kind=kind, number=number, label=label, heading=heading, path=path,
            parent=at.get(parent), order=order, words__text=words,
            words__table=TABLE if kind == ProvisionKind.TABLE else None,
        )  # fmt: skip
    return version


def effect_on(document, path, verb=Verb.AMENDS, **fields):
    acting = DocumentFactory(effective_on=date(2025, 1, 1))
    return EffectFactory(target=document, acting=acting, verb=verb, target_path=path, **fields)


@pytest.fixture
def version():
    """A text with badges, notes, pending effects and links to itself and to another document."""
    DocumentFactory(number="950/QĐ-TTg", issued_on=date(2018, 8, 1))
    document = DocumentFactory(effective_on=date(2020, 1, 2))
    version = full_text(document, valid_from=date(2020, 1, 2))
    lineages = dict(version.provisions.values_list("path", "lineage"))
    effect_on(document, "dieu-2", Verb.REPEALS, is_partial=True, note="Bãi bỏ <Điều 2>.")
    effect_on(document, "dieu-1.khoan-2", target_lineage=lineages["dieu-1.khoan-2"], note="Sửa.")
    effect_on(document, "kem-theo-1", Verb.SUSPENDS, is_partial=True)
    effect_on(document, "phu-luc-1.bang-1", note="Thay bảng.")
    effect_on(document, "dieu-1.khoan-9", note="Bổ sung khoản 9.")
    record_citations(version=version)
    return version


def shown(version, **facts):
    text = page_context(type(version.document).objects.get(pk=version.document_id), **facts)["text"]
    return {name: text[name] for name in ("html", "contents", "pending", "cites", "links")}


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_page_of_the_stored_markup_is_the_page_made_on_the_spot(version, language):
    with override(language):
        live = shown(version, on=DAY)
        store_rendering(version=version)
        assert shown(version, on=DAY) == live
    for marker in ("legal-status", "legal-note", 'class="cited"', "legal-table", "legal-group"):
        assert marker in live["html"], marker
    assert len(live["pending"]) == 4
    assert len(live["cites"]) == len(live["links"]) == 1


def test_what_is_said_stands_at_its_provision(version):
    html = shown(version, on=DAY)["html"]
    order = [
        'id="dieu-1.khoan-2"',
        'title="Quyết định 950/QĐ-TTg',
        "Sửa.",
        'id="dieu-2"',
        'data-status="expired"',
        "<p>Bãi bỏ.</p>",
        "Bãi bỏ &lt;Điều 2&gt;.",
        'id="kem-theo-1"',
        'data-status="suspended"',
        'id="phu-luc-1.bang-1"',
        "</table>",
        "Thay bảng.",
    ]
    at = 0
    for marker in order:
        assert marker in html[at:], marker
        at = html.index(marker, at)


def test_nothing_said_changes_nothing(version):
    rendering = render_text(version)
    assert spliced(rendering, Marks()) == rendering.html
    slots = [(node.start, node.end) for node in rendering.nodes]
    assert slots == sorted(slots)
    assert all(first[1] <= following[0] for first, following in pairwise(slots))


def test_other_markup_needs_another_recipe(version):
    """Where this fails, raise RECIPE with the fingerprint: else stored texts keep the old markup."""
    made = render_text(version)
    fingerprint = sha256(f"{made.html}{made.contents}".encode()).hexdigest()[:16]
    assert (RECIPE, fingerprint) == (3, "7b6d730d0fd99649")


def test_a_translation_is_in_its_language_whoever_reads_it(version):
    name = {"vi": "Bảng, cuộn ngang được", "en": "Table, scrolls sideways"}
    ProvisionFactory(
        version=version, kind=ProvisionKind.TABLE, label="", heading="", path="bang-9", order=99,
        words__text="", words__table=TABLE,
    )  # fmt: skip
    with override("en"):
        html = render_text(version).html
        assert f'aria-label="{name["en"]}"' not in html
        version.language = "en"
        assert f'aria-label="{name["en"]}"' in render_text(version).html


def test_publication_stores_the_markup():
    document = DocumentFactory()
    draft = text_of(
        document, 2, draft=True, state="in_review", author=UserFactory(), change_note_vi="Mới."
    )
    assert not RenderedText.objects.exists()
    approve_text(version=draft, by=UserFactory(approver=True), at=timezone.now())
    stored = RenderedText.objects.get(version=draft)
    assert stored.recipe == RECIPE
    assert 'id="dieu-2.khoan-1.diem-dd"' in stored.html
    assert Rendering(stored.html, stored.contents, rendering_of(draft).nodes) == render_text(draft)


def test_the_stored_markup_is_what_a_reader_gets(version):
    store_rendering(version=version)
    RenderedText.objects.update(contents="<ol>stored</ol>")
    assert shown(version)["contents"] == "<ol>stored</ol>"
    RenderedText.objects.update(recipe=RECIPE - 1)
    assert "stored" not in shown(version)["contents"]


@pytest.mark.parametrize("change", ["heading", "words", "new", "gone"])
def test_the_database_drops_the_markup_with_every_change_of_a_provision(version, change):
    other = text_of(DocumentFactory(), 1)
    for text in (version, other):
        store_rendering(version=text)
    held = version.provisions.get(path="dieu-1")
    if change == "heading":
        version.provisions.filter(pk=held.pk).update(heading="Phạm vi mới")
    elif change == "words":
        type(version).objects.filter(pk=version.pk).update(state="draft", published_at=None)
        ProvisionText.objects.filter(provision=held).update(text="Khác")
    elif change == "new":
        ProvisionFactory(version=version, path="dieu-7", order=77)
    else:
        type(version).objects.filter(pk=version.pk).update(state="draft", published_at=None)
        held.delete()
    assert list(RenderedText.objects.values_list("version", flat=True)) == [other.pk]


def test_what_is_missing_or_of_an_older_recipe_is_made_once(version):
    text_of(DocumentFactory(), 1, draft=True)
    out = io.StringIO()
    call_command("render_texts", stdout=out)
    assert out.getvalue() == "1 texts rendered\n"
    RenderedText.objects.update(recipe=0, html="alt")
    assert render_missing() == 1
    assert RenderedText.objects.get().html == render_text(version).html
    assert render_missing() == 0


def test_a_text_that_nothing_touches_is_ruled_without_a_look_at_its_provisions(
    version, monkeypatch
):
    version.document.incoming_effects.all().delete()
    monkeypatch.setattr("guidelines.reading.rulings_of", None)
    assert "legal-status" not in shown(version)["html"]


def test_a_stored_text_costs_no_question_more(version, client, django_assert_max_num_queries):
    store_rendering(version=version)
    client.get(version.document.get_absolute_url())
    with django_assert_max_num_queries(14):
        client.get(version.document.get_absolute_url())
