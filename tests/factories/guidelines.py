"""Documents: `DocumentFactory(draft=True)` is not yet published; others are, on their address."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from guidelines.choices import DocumentKind, DocumentState, Verb
from guidelines.models import Document, DocumentSource, Effect, Issuer


class IssuerFactory(DjangoModelFactory):
    class Meta:
        model = Issuer
        django_get_or_create = ["key"]

    key = "thu-tuong-chinh-phu"
    name_vi = "Thủ tướng Chính phủ"
    name_en = "Prime Minister"
    name_ko = "총리"


class DocumentFactory(DjangoModelFactory):
    """A published decision of one day; `draft=True` is still being written."""

    class Meta:
        model = Document

    kind = DocumentKind.DECISION
    number = factory.Sequence(lambda n: f"{n + 1000}/QĐ-TTg")
    issuer = factory.SubFactory(IssuerFactory)
    issued_on = date(2020, 1, 2)
    title_vi = "Phê duyệt Đề án thử"
    state = DocumentState.PUBLISHED
    live = True
    first_published_at = factory.LazyFunction(timezone.now)

    class Params:
        draft = factory.Trait(state=DocumentState.DRAFT, live=False, first_published_at=None)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = DocumentSource

    document = factory.SubFactory(DocumentFactory)
    title = "vbpl.vn"
    url = "https://vbpl.vn/"


class EffectFactory(DjangoModelFactory):
    class Meta:
        model = Effect

    acting = factory.SubFactory(DocumentFactory)
    target = factory.SubFactory(DocumentFactory)
    verb = Verb.AMENDS
