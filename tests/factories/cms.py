"""Images and messages for tests of the pages app."""

from io import BytesIO

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from vkc.cms.models import ContactMessage, PortalImage


def png(width: int = 40, height: int = 20) -> bytes:
    """The bytes of a plain picture."""
    stream = BytesIO()
    Image.new("RGB", (width, height), "#0b5c6b").save(stream, format="PNG")
    return stream.getvalue()


class PortalImageFactory(DjangoModelFactory):
    class Meta:
        model = PortalImage

    title = factory.Sequence(lambda n: f"Ảnh {n}")
    description = "Mặt trước của Trung tâm"
    file = factory.LazyFunction(lambda: ContentFile(png(), name="anh.png"))


class ContactMessageFactory(DjangoModelFactory):
    class Meta:
        model = ContactMessage

    name = "Nguyễn Thị Bình"
    email = "binh@example.org"
    subject = "Hỏi về lớp học"
    body = "Bao giờ mở lớp?"
    language = "vi"
    consented_at = factory.LazyFunction(timezone.now)
    received_at = factory.LazyFunction(timezone.now)
