"""What the library gives to other pages: home, topics, search, mail."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from guidelines import offers, services
from guidelines.sitemaps import DocumentSitemap
from tests.factories.accounts import UserFactory
from tests.factories.guidelines import DocumentFactory
from vkc.notifications.models import Message, Subscription
from vkc.search.models import SearchEntry
from vkc.search.sources import sources
from vkc.topics.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return Topic.objects.create(
        key="transport",
        pillar="services",
        name_vi="Giao thông",
        name_en="Transport",
        name_ko="교통",
    )


def test_home_shows_the_newest_documents_with_their_status(rf):
    DocumentFactory(number="1/QĐ-BXD", issued_on=date(2026, 1, 1), effective_on=date(2026, 1, 1))
    DocumentFactory(number="2/QĐ-BXD", issued_on=date(2026, 1, 2), draft=True)
    panel = offers.home_panel(rf.get("/vi/"))
    assert [row["number"] for row in panel.context["rows"]] == ["1/QĐ-BXD"]
    assert panel.context["rows"][0]["status_tone"] == "in_force"
    assert "1/QĐ-BXD" in render_to_string(panel.template, panel.context)


def test_home_has_no_panel_while_the_library_is_empty(rf):
    assert offers.home_panel(rf.get("/vi/")) is None


def test_a_topic_shows_its_documents_and_others_show_none(topic):
    document = DocumentFactory()
    document.topics.add(topic)
    document.save()
    DocumentFactory()
    panel = offers.topic_panel(topic)
    assert [row["number"] for row in panel.context["rows"]] == [document.number]
    assert offers.topic_panel(document) is None


def test_search_describes_published_documents_only():
    source = sources.get("document")
    document = DocumentFactory(number="950/QĐ-TTg", issued_on=date(2018, 8, 1))
    draft = source.describe(document)
    assert (draft.number, draft.day) == ("950/QĐ-TTg", date(2018, 8, 1))
    assert draft.path == document.path
    assert source.describe(DocumentFactory(draft=True)) is None
    services.withdraw_document(document=document, by=None, reason="Sai", at=timezone.now())
    assert source.describe(document) is None
    assert list(source.rows()) == []


def test_the_sitemap_lists_published_documents_in_each_language():
    DocumentFactory()
    DocumentFactory(draft=True)
    assert len(DocumentSitemap().get_urls(site=SimpleNamespace(domain="vkc.test"))) == 3


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_mail_names_the_document_and_its_address(language):
    document = DocumentFactory(number="950/QĐ-TTg")
    facts = {"about": document, "language": language, "site_url": "https://vkc.test"}
    with override(language):
        words = render_to_string("emails/guidelines/document_published.txt", facts)
    subject, _, body = words.partition("\n\n")
    assert "950/QĐ-TTg" in subject
    assert "\n" not in subject
    assert f"https://vkc.test/{language}/{document.path}" in body


def test_publishing_tells_the_followers_of_its_topics_and_the_index(topic):
    now = timezone.now()
    follower = Subscription.objects.create(
        email="doc@vkc.test", topic=topic, created_at=now, confirmed_at=now
    )
    document = DocumentFactory(draft=True, number="77/QĐ-BXD")
    document.topics.add(topic)
    document.save()
    document.save_revision(user=UserFactory(editor=True))
    services.publish_document(document=document, by=UserFactory(approver=True), at=now)
    message = Message.objects.get(recipient=follower.email)
    assert message.event == "guidelines.document_published"
    assert "77/QĐ-BXD" in message.subject
    assert message.unsubscribe_url in message.body
    assert SearchEntry.objects.get(type="document").number == "77/QĐ-BXD"
    services.withdraw_document(document=document, by=None, reason="Sai", at=now)
    assert not SearchEntry.objects.filter(type="document").exists()
