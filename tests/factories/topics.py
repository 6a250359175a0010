"""Topics of the shared taxonomy."""

import factory
from factory.django import DjangoModelFactory

from vkc.topics.models import Pillar, Topic


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    key = factory.Sequence(lambda n: f"chu-de-{n}")
    pillar = Pillar.MANAGEMENT
    name_vi = factory.Sequence(lambda n: f"Chủ đề {n}")
    name_en = factory.Sequence(lambda n: f"Topic {n}")
    name_ko = factory.Sequence(lambda n: f"주제 {n}")
    order = factory.Sequence(lambda n: n)
