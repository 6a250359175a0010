"""The way in, feeds, robots, sitemap, and addresses that moved."""

from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from vkc.cms.models import NewsPage

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize(
    ("wanted", "home"),
    [("", "/vi/"), ("ko", "/ko/"), ("en-GB,en;q=0.9", "/en/"), ("fr,de;q=0.8", "/vi/")],
)
def test_front_door_leads_to_the_readers_language(client: Client, db, wanted: str, home: str):
    response = client.get("/", headers={"accept-language": wanted})
    assert response.status_code == 302
    assert response["Location"] == home
    assert "Accept-Language" in response["Vary"]


def test_news_feed_is_atom_in_each_language(portal, client: Client):
    for language in ("vi", "en", "ko"):
        response = client.get(f"/{language}/feeds/news.atom")
        feed = ElementTree.fromstring(response.content)
        assert feed.tag == f"{ATOM}feed"
        links = [entry.find(f"{ATOM}link").get("href") for entry in feed.findall(f"{ATOM}entry")]
        assert links == [f"http://127.0.0.1:8000/{language}/news/nghi-dinh-269-2025/"]
    door = client.get("/feeds/news.atom", headers={"accept-language": "ko"})
    assert door["Location"] == "/ko/feeds/news.atom"


def test_feeds_are_listed(portal, client: Client):
    assert "/vi/feeds/news.atom" in client.get("/vi/feeds/").content.decode()
    assert client.get("/feeds/")["Location"] == "/vi/feeds/"


def test_robots_are_told_what_is_closed_and_where_the_map_is(client: Client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /cms/" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


def test_sitemap_names_each_page_with_its_translations(portal, client: Client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert tree.tag == f"{MAP}urlset"
    urls = {url.find(f"{MAP}loc").text: url for url in tree}
    songdo = urls["http://127.0.0.1:8000/vi/cases/songdo/"]
    alternates = {link.get("hreflang"): link.get("href") for link in songdo.iter(f"{XHTML}link")}
    assert alternates["ko"] == "http://127.0.0.1:8000/ko/cases/songdo/"
    assert set(alternates) == {"vi", "en", "ko"}
    assert any("/en/topics/" in url for url in urls)


def test_drafts_are_not_in_the_sitemap(portal, client: Client):
    NewsPage.objects.filter(locale__language_code="vi").update(live=False)
    assert b"/vi/news/nghi-dinh-269-2025/" not in client.get("/sitemap.xml").content


def test_an_old_address_redirects_after_the_slug_changed(
    portal, client: Client, django_capture_on_commit_callbacks
):
    page = NewsPage.objects.get(locale__language_code="vi", slug="nghi-dinh-269-2025")
    page.slug = "nghi-dinh-269"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert Redirect.objects.filter(old_path="/vi/news/nghi-dinh-269-2025").exists()
    response = client.get("/vi/news/nghi-dinh-269-2025/")
    assert response.status_code == 301
    assert response["Location"].endswith("/vi/news/nghi-dinh-269/")


def test_an_app_page_without_language_goes_to_the_readers_language(portal, client: Client):
    assert client.get("/guidelines/")["Location"] == "/vi/guidelines/"
