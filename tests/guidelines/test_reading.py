"""The reading page: which text a day gets, what is said of each provision, and what stays hidden."""

from datetime import date

import pytest
from django.utils import timezone

from guidelines import services
from guidelines.choices import DocumentState, ProvisionKind, Verb, VersionKind
from guidelines.models import Version
from guidelines.reading import page_context
from guidelines.recognition import paths
from guidelines.recognition.citing import official, read
from guidelines.services.citations import record_citations
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import (
    DocumentFactory,
    EffectFactory,
    IssuerFactory,
    ProvisionFactory,
    SourceFileFactory,
    VersionFactory,
    text_of,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def decision():
    """A decision in force since 2020 with the text as issued and a text valid from 2024."""
    document = DocumentFactory(issued_on=date(2020, 1, 2), effective_on=date(2020, 1, 2))
    text_of(document, 3, valid_from=date(2020, 1, 2))
    text_of(
        document,
        3,
        valid_from=date(2024, 7, 1),
        kind=VersionKind.CONSOLIDATED,
        words={"dieu-1.khoan-2": "Kinh phí do địa phương tự bảo đảm."},
    )
    return document


def page(client, document, **query) -> str:
    response = client.get(f"/vi/{document.path}", query)
    assert response.status_code == 200
    return response.content.decode()


def lineage(document, path):
    return document.versions.first().provisions.get(path=path).lineage


def long_text(articles):
    document = DocumentFactory(effective_on=date(2020, 1, 2))
    text_of(document, articles, words={"dieu-2.khoan-2": "Theo khoản 1 Điều 1 Quyết định này."})
    for number in range(1, 3):
        EffectFactory(target=document, verb=Verb.AMENDS, target_path=f"dieu-{number}")
    record_citations(version=document.versions.get())
    return document.get_absolute_url()


def test_a_text_of_any_length_costs_the_same_few_questions(client, django_assert_max_num_queries):
    counts = []
    for articles in (3, 120):
        address = long_text(articles)
        client.get(address)
        with django_assert_max_num_queries(MOST_QUERIES) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_page_renders_in_each_language_with_one_h1_and_no_session(client, decision, language):
    response = client.get(f"/{language}/{decision.path}")
    body = response.content.decode()
    assert body.count("<h1") == 1
    assert 'id="dieu-1.khoan-1.diem-dd"' in body
    assert "csrfmiddlewaretoken" not in body
    assert not response.cookies


def test_headings_never_skip_a_level(client):
    version = VersionFactory(document=DocumentFactory())
    body = ProvisionFactory(
        version=version, kind=ProvisionKind.ATTACHED, label="QUY CHẾ", path="kem-theo-1", order=0
    )
    chapter = ProvisionFactory(
        version=version,
        kind=ProvisionKind.CHAPTER,
        parent=body,
        path="kem-theo-1.chuong-1",
        order=1,
    )
    ProvisionFactory(version=version, parent=chapter, path="kem-theo-1.dieu-1", order=2)
    html = page_context(version.document)["text"]["html"]
    levels = [html[at + 2] for at in range(len(html)) if html.startswith("<h", at)]
    assert levels == ["2", "3", "4"]


def test_the_day_picks_the_text_and_each_status(client, decision):
    EffectFactory(
        target=decision,
        acting=DocumentFactory(effective_on=date(2022, 1, 1)),
        verb=Verb.REPEALS,
        target_path="dieu-2",
        target_lineage=lineage(decision, "dieu-2"),
        note="Bãi bỏ Điều 2.",
    )
    early = page(client, decision, on="2021-05-01")
    assert "do ngân sách bảo đảm" in early
    assert "địa phương tự bảo đảm" not in early
    assert 'data-status="expired"' not in early
    late = page(client, decision, on="2024-07-01")
    assert "địa phương tự bảo đảm" in late
    assert late.count('data-status="expired"') == 1
    assert "Bãi bỏ Điều 2." in late


def test_links_keep_the_day_asked_for(client, decision):
    body = page(client, decision, on="2021-05-01")
    assert f"{decision.get_absolute_url()}versions/?on=2021-05-01" in body
    assert 'data-kept="?on=2021-05-01"' in body
    assert "?on=2021-05-01" not in page(client, decision)


def test_a_day_before_the_first_text_shows_the_first_one_and_says_so(client, decision):
    body = page(client, decision, on="2019-12-31")
    assert 'id="dieu-1"' in body
    assert body.count('data-tone="warning"') == 1
    assert "02/01/2020" in body


def test_an_effect_not_worked_into_the_text_raises_the_banner(client, decision):
    effect = EffectFactory(
        target=decision,
        acting=DocumentFactory(effective_on=date(2025, 1, 1)),
        target_path="dieu-1.khoan-1.diem-dd",
        note="Sửa điểm đ khoản 1 Điều 1.",
    )
    assert "pending-title" not in page(client, decision, on="2024-12-31")
    body = page(client, decision, on="2025-01-01")
    assert "pending-title" in body
    assert "điểm đ khoản 1 Điều 1" in body
    assert 'href="#dieu-1.khoan-1.diem-dd"' in body
    effect.applied_in = text_of(decision, 3, valid_from=date(2025, 1, 1))
    effect.save()
    assert "pending-title" not in page(client, decision, on="2025-01-02")


def test_a_badge_stands_at_the_article_and_not_at_all_it_holds(decision):
    EffectFactory(
        target=decision,
        acting=DocumentFactory(effective_on=date(2025, 1, 1)),
        verb=Verb.SUSPENDS,
        target_path="dieu-2",
    )
    html = page_context(decision, on=date(2025, 2, 1))["text"]["html"]
    assert html.count("legal-status") == 1
    assert (
        html.index('id="dieu-2"') < html.index("legal-status") < html.index('id="dieu-2.khoan-1"')
    )


def test_an_expired_document_says_so_once_and_not_at_each_article(decision):
    decision.expires_on = date(2025, 1, 1)
    decision.save()
    html = page_context(decision, on=date(2025, 2, 1))["text"]["html"]
    assert "legal-status" not in html


def test_the_kind_of_text_is_said(client, decision):
    assert "notice" not in page_context(decision, on=date(2020, 2, 1))["text"]["html"]
    titles = [notice["title"] for notice in page_context(decision)["notices"]]
    assert len(titles) == 1
    scan = DocumentFactory()
    text_of(scan, 1, is_ocr=True, was_read_through=True)
    assert [notice["tone"] for notice in page_context(scan)["notices"]] == ["warning"]


def test_a_translation_is_shown_in_its_language_and_marked(client, decision):
    text_of(
        decision,
        3,
        language="en",
        kind=VersionKind.TRANSLATION,
        valid_from=date(2024, 7, 1),
        words={"dieu-1.khoan-2": "Paid by the province."},
    )
    english = client.get(f"/en/{decision.path}").content.decode()
    assert "Paid by the province." in english
    assert '<section class="legal" id="van-ban" tabindex="-1"' in english
    assert 'lang="en"' in english
    assert "Paid by the province." not in page(client, decision)
    korean = client.get(f"/ko/{decision.path}").content.decode()
    assert "địa phương tự bảo đảm" in korean


def test_an_outdated_translation_does_not_stand_for_the_text_of_the_day(client, decision):
    text_of(decision, 3, language="en", kind=VersionKind.TRANSLATION, valid_from=date(2020, 1, 2))
    english = client.get(f"/en/{decision.path}").content.decode()
    assert "địa phương tự bảo đảm" in english


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled"])
def test_a_text_that_is_not_public_is_at_no_address(client, state):
    document = DocumentFactory()
    source = SourceFileFactory(name="mat.txt", content=f"mật {state}".encode())
    hidden = text_of(
        document, 2, draft=True, source=source, words={"dieu-1.khoan-2": "CHỮ CHƯA CÔNG BỐ"}
    )
    author = UserFactory()
    Version.objects.filter(pk=hidden.pk).update(
        state=state,
        publish_at=timezone.now(),
        change_note_vi="x",
        author=author,
        approved_by=UserFactory(),
    )
    base = document.get_absolute_url()
    body = page(client, document)
    assert "CHƯA CÔNG BỐ" not in body
    assert "mat.txt" not in body
    assert "dieu-1" not in body
    for below in ("versions/", "original/", f"original/{source.pk}/", "provisions/dieu-1/"):
        assert client.get(base + below).status_code == 404, below
    source.file.delete(save=False)


def test_a_text_of_a_document_that_is_not_public_is_at_no_address(client):
    document = DocumentFactory(draft=True)
    source = SourceFileFactory(content=b"khong ai biet")
    text_of(document, 2, source=source)
    base = document.get_absolute_url()
    for below in ("", "versions/", "original/", f"original/{source.pk}/", "provisions/dieu-1/"):
        assert client.get(base + below).status_code == 404, below
    source.file.delete(save=False)


def test_nothing_in_a_text_becomes_markup(client):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
    version = VersionFactory(document=DocumentFactory(), label=evil)
    article = ProvisionFactory(
        version=version, label=evil, heading=evil, path="dieu-1", words__text=evil, order=0
    )
    ProvisionFactory(
        version=version,
        parent=article,
        kind=ProvisionKind.TABLE,
        number=evil[:20],
        label="",
        heading=evil,
        path="dieu-1.bang-1",
        order=1,
        words__text="",
        words__table={
            "caption": evil,
            "header_rows": 1,
            "rows": [[{"text": evil, "is_header": True}], [{"text": evil}]],
        },
    )
    EffectFactory(
        target=version.document,
        acting=None,
        acting_text=evil,
        in_force_on=date(2020, 2, 2),
        target_path="dieu-1",
        note=evil,
    )
    body = page(client, version.document)
    for marker in ("<script>alert(1)", "<img src=x", 'onerror=alert(2)>"'):
        assert marker not in body
    assert "&lt;script&gt;alert(1)" in body
    below = client.get(version.document.get_absolute_url() + "provisions/dieu-1/")
    assert "<script>alert(1)" not in below.content.decode()


def test_a_table_keeps_its_heads_and_its_frame():
    version = VersionFactory(document=DocumentFactory())
    ProvisionFactory(
        version=version,
        kind=ProvisionKind.TABLE,
        path="bang-1",
        words__text="",
        words__table={
            "caption": "Bảng 1",
            "header_rows": 2,
            "header_columns": 1,
            "rows": [
                [{"text": "Nhóm", "colspan": 2, "is_header": True}],
                [{"text": "STT", "is_header": True}, {"text": "Tên", "is_header": True}],
                [{"text": "1"}, {"text": "Hạ tầng\nkỹ thuật"}],
            ],
        },
    )
    html = page_context(version.document)["text"]["html"]
    assert '<th scope="colgroup" colspan="2">Nhóm</th>' in html
    assert '<th scope="col">Tên</th>' in html
    assert '<th scope="row">1</th><td>Hạ tầng<br>kỹ thuật</td>' in html
    assert '<div class="legal-table" role="region" tabindex="0" aria-label="Bảng 1">' in html
    assert "<caption>Bảng 1</caption>" in html


def test_a_cell_that_reaches_out_of_the_head_keeps_the_table_whole():
    version = VersionFactory(document=DocumentFactory())
    rows = [[{"text": "A", "rowspan": 2, "is_header": True}, {"text": "B"}], [{"text": "C"}]]
    ProvisionFactory(
        version=version,
        kind=ProvisionKind.TABLE,
        path="bang-1",
        words__table={"caption": "", "header_rows": 1, "rows": rows},
    )
    html = page_context(version.document)["text"]["html"]
    assert "<thead>" not in html
    assert '<th scope="rowgroup" rowspan="2">A</th>' in html


def test_d_and_dd_have_anchors_of_their_own():
    version = VersionFactory(document=DocumentFactory())
    article = ProvisionFactory(version=version, path="dieu-1", order=0)
    for order, letter in enumerate(("d", "đ"), start=1):
        ProvisionFactory(
            version=version,
            parent=article,
            kind=ProvisionKind.POINT,
            number=letter,
            label=f"{letter})",
            heading="",
            path=f"dieu-1.{paths.segment('point', letter)}",
            order=order,
        )
    html = page_context(version.document)["text"]["html"]
    assert 'id="dieu-1.diem-d" ' in html
    assert 'id="dieu-1.diem-dd" ' in html
    assert '<a class="legal-n" href="#dieu-1.diem-dd">đ)</a>' in html


def test_what_the_copy_button_gives_is_read_back_to_the_same_provision(decision):
    decision.issued_on = date(2018, 8, 1)
    text = page_context(decision)["text"]
    for path in ("dieu-1", "dieu-3.khoan-2", "dieu-2.khoan-1.diem-dd"):
        opening = text["html"].split(f'id="{path}" data-cite="')[1]
        cited = f"{opening.partition(chr(34))[0]} {text['citation']}"
        assert cited == official(decision, path)
        assert read(cited).path == path


def test_citations_are_links_that_keep_the_day_and_are_listed_for_print(client):
    other = DocumentFactory(number="950/QĐ-TTg", issued_on=date(2018, 8, 1))
    document = DocumentFactory()
    words = "Thực hiện Quyết định số 950/QĐ-TTg ngày 01/8/2018 và khoản 1 Điều 1 Quyết định này."
    version = text_of(document, 1, words={"dieu-1.khoan-2": words})
    record_citations(version=version)
    body = page(client, document, on="2021-05-01")
    assert f'data-note="1" href="{other.get_absolute_url()}?on=2021-05-01"' in body
    assert 'class="cited" href="#dieu-1.khoan-1"' in body
    text = page_context(document)["text"]
    assert [row["label"] for row in text["cites"]] == [str(other)]
    assert [address.endswith(other.get_absolute_url()) for address in text["links"]] == [True]
    assert official(document, "dieu-1.khoan-2") in page(client, other)


def test_a_document_without_a_text_says_so_and_keeps_what_is_known(client):
    document = DocumentFactory()
    response = client.get(document.get_absolute_url())
    assert response.context["text"] is None
    assert "text-contents" not in response.content.decode()
    assert response.content.decode().count('class="notice"') == 1


def test_a_withdrawn_document_shows_the_notice_and_no_text(client, decision):
    services.withdraw_document(document=decision, by=None, reason="Nhập nhầm số", at=timezone.now())
    body = page(client, decision)
    assert "Nhập nhầm số" in body
    assert 'id="dieu-1"' not in body
    base = decision.get_absolute_url()
    assert client.get(f"{base}provisions/dieu-1/").status_code == 410
    assert client.get(f"{base}versions/").status_code == 200


def test_the_preview_of_a_document_shows_its_public_text(decision, rf):
    context = decision.get_preview_context(rf.get("/"), "")
    assert context["is_preview"]
    assert 'id="dieu-1"' in context["text"]["html"]


def test_an_unchanged_page_answers_304(client, decision):
    first = client.get(decision.get_absolute_url())
    again = client.get(decision.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert first["Last-Modified"]
    assert decision.versions.filter(state=DocumentState.PUBLISHED).count() == 2


def test_the_preview_of_a_document_that_is_not_saved_yet_has_no_text(rf):
    document = DocumentFactory.build(issuer=IssuerFactory(), kind="quyet-dinh", number="1/QĐ-BXD")
    document.number_slug = "1-qd-bxd"
    assert document.get_preview_context(rf.get("/"), "")["text"] is None
