"""The taxonomy of `data/`: three pillars, three languages, whole or not at all."""

import json

import pytest

from tests.factories.topics import TopicFactory
from vkc.core.reference import BrokenReference
from vkc.topics.loading import DATA, load_topics
from vkc.topics.models import Pillar, Topic

pytestmark = pytest.mark.django_db


def test_every_pillar_has_topics_named_in_three_languages():
    load_topics()
    assert set(Topic.objects.values_list("pillar", flat=True)) == set(Pillar.values)
    for topic in Topic.objects.all():
        assert topic.name_vi, topic.key
        assert topic.name_en, topic.key
        assert topic.name_ko, topic.key


def test_a_second_load_changes_nothing_and_topics_of_staff_stay():
    load_topics()
    own = TopicFactory(key="cua-bien-tap-vien")
    summary = load_topics()[0]
    assert (summary.added, summary.changed, summary.kept) == (0, 0, 0)
    assert Topic.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize(
    ("field", "value"), [("name_ko", None), ("pillar", "unknown"), ("key", ""), ("key", "có dấu")]
)
def test_a_broken_topic_is_named_and_none_is_loaded(tmp_path, field, value):
    data = json.loads(DATA.read_text())
    data["topics"][4][field] = value
    path = tmp_path / "topics.json"
    path.write_text(json.dumps(data))
    with pytest.raises(BrokenReference) as broken:
        load_topics(path)
    assert {(e.file, e.field) for e in broken.value.errors} == {("topics.json", field)}
    assert not Topic.objects.exists()
