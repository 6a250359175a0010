"""The desk of lists: who may come, what it shows, what it hands out."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from courses.models import Enrolment, EnrolmentImport
from courses.services import imports
from tests.courses.test_back_office import sign_in
from tests.factories.courses import SessionFactory
from tests.factories.courses_imports import list_of, office, person_row
from tests.factories.places import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    monkeypatch.setattr(imports, "_wake", lambda import_id: None)


@pytest.fixture
def agency():
    return office(UnitFactory(name_vi="Huế Thử"))


@pytest.fixture
def session():
    return SessionFactory(
        open=True, opens_at=None, closes_at=None, starts_on=timezone.localdate().replace(year=2031)
    )


def hand_in(client, session, rows):
    url = reverse("courses_desk:import_list", args=[session.pk])
    return client.post(url, {"list": list_of(rows)})


def test_a_list_goes_from_the_template_to_the_seats(client, session, agency):
    sign_in(client, registrar=True)
    page = client.get(reverse("courses_desk:import_list", args=[session.pk]))
    assert page.status_code == 200
    file = client.get(reverse("courses_desk:import_template", args=[session.pk]))
    assert load_workbook(io.BytesIO(file.content)).sheetnames[0] == "Danh sách"
    answer = hand_in(client, session, [person_row(1, agency)])
    imported = EnrolmentImport.objects.get()
    assert answer.url == imported.get_absolute_url()
    checked = client.get(answer.url)
    assert checked.context["can_start"]
    assert Enrolment.objects.count() == 0
    client.post(reverse("courses_desk:import_start", args=[imported.pk]))
    assert client.get(answer.url).context["is_stalled"]
    imports.apply_import(import_id=imported.pk, at=timezone.now())
    assert Enrolment.objects.get().session == session
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_errors_stand_on_the_page_with_their_place_and_come_back_marked(
    client, session, agency, language
):
    sign_in(client, registrar=True)
    answer = hand_in(client, session, [person_row(1, agency, email="khong-phai-thu")])
    page = client.get(answer.url, headers={"accept-language": language}).content.decode()
    assert "khong-phai-thu" in page
    assert not client.get(answer.url).context["can_start"]
    imported = EnrolmentImport.objects.get()
    file = client.get(reverse("courses_desk:import_marked", args=[imported.pk]))
    book = load_workbook(io.BytesIO(file.content))
    assert book["Danh sách"]["C2"].comment
    client.post(reverse("courses_desk:import_start", args=[imported.pk]))
    imported.refresh_from_db()
    assert imported.state == "checked"
    client.post(reverse("courses_desk:import_discard", args=[imported.pk]))
    imported.refresh_from_db()
    assert (imported.state, imported.file) == ("discarded", None)
    assert client.get(answer.url).status_code == 200
    assert client.get(reverse("courses_desk:import_marked", args=[imported.pk])).status_code == 302


def test_a_file_that_is_no_list_is_refused_in_words(client, session):
    sign_in(client, registrar=True)
    url = reverse("courses_desk:import_list", args=[session.pk])
    assert client.post(url).status_code == 422
    bad = io.BytesIO(b"<html></html>")
    bad.name = "ds.xlsx"
    answer = client.post(url, {"list": bad})
    assert answer.status_code == 422
    assert "ds.xlsx" in answer.content.decode()
    assert EnrolmentImport.objects.count() == 0


@pytest.mark.parametrize("role", ["editor", "verifier"])
def test_only_who_manages_sessions_comes_to_the_desk(client, session, role):
    sign_in(client, **{role: True})
    for name in ("import_list", "import_template"):
        assert client.get(reverse(f"courses_desk:{name}", args=[session.pk])).status_code != 200
