"""The list of topics and the page of one, in three languages."""

import pytest

from tests.factories.topics import TopicFactory

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en", "ko"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_shows_every_topic_in_the_readers_language(client, language):
    topic = TopicFactory(name_vi="Giao thông", name_en="Transport", name_ko="교통")
    text = client.get(f"/{language}/topics/").content.decode()
    assert topic.in_language("name", language).text in text
    assert f"/{language}/topics/{topic.key}/" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_topic_has_its_page_and_can_be_followed(client, language):
    topic = TopicFactory()
    text = client.get(f"/{language}/topics/{topic.key}/").content.decode()
    assert text.count("<h1") == 1
    assert topic.in_language("name", language).text in text
    assert f"/{language}/follow/?topic={topic.key}" in text


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_few_questions_for_any_number(
    client, django_assert_max_num_queries, count
):
    TopicFactory.create_batch(count)
    with django_assert_max_num_queries(4):
        client.get("/vi/topics/")


def test_the_page_asks_few_questions(client, django_assert_max_num_queries):
    topic = TopicFactory()
    with django_assert_max_num_queries(12):
        client.get(topic.get_absolute_url())


@pytest.mark.parametrize("key", ["khong-co", "Co-Hoa", "9" * 500])
def test_an_unknown_topic_is_a_404_page(client, key):
    answer = client.get(f"/vi/topics/{key}/")
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()
