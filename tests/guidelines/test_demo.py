"""The sample regulation: labelled, complete, and gone with one command."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from guidelines import demo
from guidelines.models import Change, Document, Effect, Issuer, SourceFile, Version
from guidelines.provisions_status import pending_effects, provision_rulings
from guidelines.text_of_day import text_on
from tests.factories.guidelines import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def regulation(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        },
    }
    demo.load()
    return Document.objects.get(number=demo.REGULATION)


def rulings(document, day):
    version = text_on(document, day).version
    return provision_rulings(document, version, on=day)


def test_the_sample_has_two_texts_and_says_what_holds_on_a_day(regulation):
    assert text_on(regulation, date(2025, 3, 1)).version.valid_from == date(2025, 1, 1)
    now = date(2026, 11, 1)
    version = text_on(regulation, now).version
    assert version.valid_from == date(2025, 7, 1)
    found = rulings(regulation, now)
    assert found["kem-theo-1.dieu-6a.khoan-1"].status == "suspended"
    assert found["kem-theo-1.dieu-9.diem-b"].status == "expired"
    assert found["kem-theo-1.dieu-5.khoan-2"].status == "in_force"
    pending = {effect.target_path for effect in pending_effects(regulation, version, on=now)}
    assert pending == {"kem-theo-1.dieu-8.khoan-2"}


def test_the_sample_is_labelled_where_readers_meet_it(regulation, client):
    page = client.get(regulation.get_absolute_url()).content.decode()
    assert "dữ liệu minh họa" in page
    assert "Chất lượng dữ liệu" in page
    assert 'href="#kem-theo-1.dieu-5.khoan-2"' in page


def test_loading_twice_adds_nothing(regulation):
    assert set(demo.load().values()) == {0}
    assert Version.objects.count() == 2


def test_removing_takes_the_sample_and_nothing_else(regulation, capsys):
    kept = DocumentFactory()
    files = [source.file.path for source in SourceFile.objects.all()]
    call_command("remove_demo_content", "--json")
    assert json.loads(capsys.readouterr().out)
    assert list(Document.objects.all()) == [kept]
    for model in (Version, Effect, Change, SourceFile):
        assert not model.objects.exists()
    assert not Issuer.objects.filter(key=demo.ISSUER).exists()
    assert files


def test_an_address_of_removed_samples_is_not_found(regulation, client):
    url = reverse(
        "guidelines:versions",
        args=[regulation.kind, regulation.number_slug, regulation.day_part],
    )
    assert client.get(url).status_code == 200
    demo.remove()
    assert client.get(url).status_code == 404
