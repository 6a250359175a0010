"""Translating a page in the back office: a draft first, and never published by its translator."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory
from vkc.cms.models import NewsIndexPage, NewsPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def translation(portal):
    """A Vietnamese news item sent to translation into English."""
    index = NewsIndexPage.objects.get(locale__language_code="vi")
    page = index.add_child(instance=NewsPage(title="Tin cần dịch", slug="tin-can-dich"))
    page.save_revision().publish()
    source, _created = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en")
    )
    translation.save_target(publish=False)
    return translation


def translate(translation, person):
    """The person writes the English words of every part."""
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            data="news-to-translate",
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by=person,
        )


@pytest.fixture
def publish(translation, django_capture_on_commit_callbacks):
    """Press “publish” in the translation editor; whether the English page is live afterwards."""

    def press(person) -> bool:
        target = translation.get_target_instance()
        client = signed_in(person)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/cms/pages/{target.pk}/edit/", {"action": "publish"})
        target.refresh_from_db()
        return target.live

    return press


def test_a_translation_begins_as_a_draft(translation):
    assert not translation.get_target_instance().live


def test_the_translator_does_not_publish_the_translation(translation, publish):
    translator = UserFactory(approver=True)
    translate(translation, translator)
    assert not publish(translator)


def test_another_approver_publishes_the_translation(translation, publish):
    translate(translation, UserFactory(editor=True))
    assert publish(UserFactory(approver=True))
