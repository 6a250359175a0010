"""Every page type, in three languages, with its language switch and its head."""

import pytest
from django.test import Client

from vkc.cms.models import CaseStudyPage, HomePage, NewsPage

PATHS = [
    "",
    "news/",
    "news/nghi-dinh-269-2025/",
    "events/",
    "events/khanh-thanh-2024/",
    "cases/",
    "cases/songdo/",
    "partners/",
    "partners/kict/",
    "centre/",
    "glossary/",
    "contact/",
    "about-the-data/",
    "accessibility/",
    "privacy/",
    "feeds/",
]


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_every_page_type_answers_in_its_language(portal, client: Client, language: str):
    for path in PATHS:
        response = client.get(f"/{language}/{path}")
        page = response.content.decode()
        assert response.status_code == 200, path
        assert f'<html lang="{language}">' in page, path
        assert page.count("<h1") == 1, path
        assert "sessionid" not in response.cookies
        assert "csrftoken" not in response.cookies


def test_public_pages_hold_no_inline_script_or_style(portal, client: Client):
    for path in PATHS:
        page = client.get(f"/vi/{path}").content.decode()
        assert " style=" not in page, path
        assert "<style" not in page, path
        for tag in page.split("<script")[1:]:
            head = tag.split(">")[0]
            assert "src=" in head or "application/ld+json" in head, path


def test_language_switch_keeps_the_page(portal, client: Client):
    page = client.get("/vi/cases/songdo/").content.decode()
    assert 'hreflang="en" href="http://127.0.0.1:8000/en/cases/songdo/"' in page
    assert 'hreflang="ko" href="http://127.0.0.1:8000/ko/cases/songdo/"' in page


def test_language_switch_leads_home_where_there_is_no_translation(portal, client: Client):
    NewsPage.objects.get(locale__language_code="ko", slug="nghi-dinh-269-2025").delete()
    page = client.get("/vi/news/nghi-dinh-269-2025/").content.decode()
    assert 'hreflang="ko" href="http://127.0.0.1:8000/ko/"' in page
    assert client.get("/ko/news/nghi-dinh-269-2025/").status_code == 404


def test_head_has_canonical_address_and_open_graph(portal, client: Client):
    page = client.get("/en/cases/songdo/").content.decode()
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/cases/songdo/">' in page
    assert '<meta property="og:locale" content="en_GB">' in page
    assert '<meta property="og:title" content="Songdo International City (U-City)">' in page


def test_linked_data_cannot_be_closed_from_within(portal, client: Client):
    NewsPage.objects.filter(slug="nghi-dinh-269-2025", locale__language_code="vi").update(
        title="</script><script>alert(1)</script>"
    )
    page = client.get("/vi/news/nghi-dinh-269-2025/").content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("path", ["/fr/", "/fr/news/", "/khong-co/", "/vi/khong-co/"])
def test_unknown_addresses_get_the_portals_own_404(portal, client: Client, path: str):
    response = client.get(path)
    assert response.status_code == 404
    assert "VKC" in response.content.decode()


def test_drafts_are_not_shown(portal, client: Client):
    CaseStudyPage.objects.filter(slug="songdo").update(live=False)
    assert client.get("/vi/cases/songdo/").status_code == 404
    assert "Songdo" not in client.get("/vi/cases/").content.decode()


def test_home_asks_twelve_queries_at_most(portal, client: Client, django_assert_max_num_queries):
    client.get("/vi/")
    with django_assert_max_num_queries(12):
        assert client.get("/vi/").status_code == 200


@pytest.mark.parametrize("path", ["cases/", "cases/songdo/", "centre/", "news/", "partners/"])
def test_pages_of_the_tree_ask_few_queries(
    portal, client: Client, django_assert_max_num_queries, path: str
):
    client.get(f"/vi/{path}")
    with django_assert_max_num_queries(7):
        client.get(f"/vi/{path}")


def test_home_offers_search_examples_and_a_case(portal, client: Client):
    page = client.get("/vi/").content.decode()
    assert "950/Q" in page
    assert "/vi/cases/namyangju/" in page
    assert HomePage.objects.get(locale__language_code="vi").lede in page


def test_missing_facts_are_said_to_be_missing(portal, client: Client):
    centre = client.get("/en/centre/").content.decode()
    assert "no information yet" in centre.split("Visiting")[1].split("Outputs")[0]
    assert "no information yet" in client.get("/en/contact/").content.decode()


def test_centre_shows_both_clocks_and_the_contradictions(portal, client: Client):
    page = client.get("/vi/centre/").content.decode()
    assert "06/2020" in page
    assert "12/05/2022" in page
    assert "7,493 tỷ won" in page


def test_addresses_that_are_no_link_are_being_verified(portal, client: Client):
    page = client.get("/en/cases/songdo/").content.decode()
    assert 'href="https://cricutcom-setup.com' not in page
    assert "source being verified" in page
    closing = client.get("/en/events/tong-ket-2024/").content.decode()
    assert "mirror copy" not in closing
    assert "source being verified" in closing


def test_page_of_a_list_that_is_not_there_is_a_404(portal, client: Client):
    for page in ("99999", "0", "x", "1" * 500):
        assert client.get("/vi/news/", {"page": page}).status_code == 404
