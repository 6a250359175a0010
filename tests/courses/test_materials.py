"""Materials: each is there for those whose turn it is, and nowhere else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courses.models import Material, StoredFile
from tests.cms.test_back_office import signed_in
from tests.core.test_uploads import archive, office
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.courses_attendance import room

pytestmark = pytest.mark.django_db
ACCESSES = ["public", "seated", "begun", "finished"]


def material(session, access="seated", **values) -> Material:
    given = {"title": f"Tài liệu {access}", "link": "https://tai-lieu.example/1", **values}
    return Material.objects.create(session=session, access=access, added_at=NOW, **given)


def reader(who, here) -> Client:
    client = Client()
    people = {
        "seated": here.enrolments[0].person,
        "stranger": participant(),
        "teacher": here.teacher,
    }
    if who in people:
        client.force_login(people[who])
    return client


@pytest.mark.parametrize(
    ("who", "state", "open_"),
    [
        ("nobody", "running", ["public"]),
        ("stranger", "finished", ["public"]),
        ("seated", "closed", ["public", "seated"]),
        ("seated", "running", ["public", "seated", "begun"]),
        ("seated", "finished", ACCESSES),
        ("teacher", "closed", ACCESSES),
    ],
)
def test_a_material_opens_for_those_whose_turn_it_is(who, state, open_):
    here = room(teacher=UserFactory(partner=True), state=state)
    rows = {access: material(here.session, access) for access in ACCESSES}
    client = reader(who, here)
    page = client.get(f"/vi/courses/sessions/{here.session.pk}/materials/").content.decode()
    for access, row in rows.items():
        is_open = access in open_
        answer = client.get(f"/vi/courses/materials/{row.pk}/")
        assert (answer.status_code == 302) == is_open, access
        assert is_open or answer.status_code == 404
        assert ("tai-lieu.example/1" in page) == bool(open_)
    if who in ("nobody", "stranger"):
        assert "Tài liệu seated" not in page


def test_a_file_is_handed_out_as_a_file_and_a_removed_one_is_gone(tmp_path):
    here = room()
    stored = StoredFile(
        name="Bài giảng.pdf", media_type="application/pdf", size=4, sha256="0" * 64, uploaded_at=NOW
    )
    stored.file.save("x", SimpleUploadedFile("x", b"%PDF"))
    row = material(here.session, link="", file=stored)
    client = reader("seated", here)
    answer = client.get(f"/vi/courses/materials/{row.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"%PDF"
    Material.objects.update(removed_at=NOW)
    assert client.get(f"/vi/courses/materials/{row.pk}/").status_code == 404
    stored.file.delete(save=False)


def test_the_registrar_adds_orders_removes_and_brings_back():
    session = SessionFactory(open=True)
    client = signed_in(UserFactory(registrar=True))
    desk = f"/cms/courses/sessions/{session.pk}/materials/"
    for number in (1, 2):
        said = {"title": f"Bài {number}", "link": "https://a.example/", "access": "public"}
        assert client.post(desk, said).status_code == 302
    first, second = Material.objects.all()
    client.post(desk, {"down": first.pk})
    assert [row.title for row in Material.objects.all()] == ["Bài 2", "Bài 1"]
    client.post(desk, {"remove": second.pk})
    assert "Bài 2" in client.get(desk).content.decode()
    assert Material.objects.filter(removed_at=None).count() == 1
    client.post(desk, {"restore": second.pk})
    assert Material.objects.filter(removed_at=None).count() == 2


def test_a_material_for_all_sessions_is_added_to_the_course():
    session = SessionFactory(open=True)
    client = signed_in(UserFactory(registrar=True))
    desk = f"/cms/courses/courses/{session.course_id}/materials/"
    assert client.get(desk).status_code == 200
    client.post(desk, {"title": "Giáo trình", "link": "https://a.example/", "access": "public"})
    page = Client().get(f"/vi/courses/sessions/{session.pk}/materials/").content.decode()
    assert "Giáo trình" in page


def test_a_material_needs_a_file_or_a_link_and_no_page_in_disguise():
    session = SessionFactory(open=True)
    client = signed_in(UserFactory(registrar=True))
    desk = f"/cms/courses/sessions/{session.pk}/materials/"
    said = {"title": "Bài", "access": "public"}
    assert "error-message" in client.post(desk, said).content.decode()
    page = SimpleUploadedFile("bai.pdf", b"<html><script>alert(1)</script></html>")
    assert "bai.pdf" in client.post(desk, {**said, "file": page}).content.decode()
    assert not Material.objects.exists()
    assert not StoredFile.objects.exists()


def test_slides_are_taken_and_handed_out_as_a_file_and_the_form_says_so():
    session = SessionFactory(open=True)
    client = signed_in(UserFactory(registrar=True))
    desk = f"/cms/courses/sessions/{session.pk}/materials/"
    assert 'accept=".pdf,.pptx,' in client.get(desk).content.decode()
    slides = SimpleUploadedFile("bai-giang.pptx", office("ppt/presentation.xml"))
    client.post(desk, {"title": "Bài giảng", "access": "public", "file": slides})
    material = Material.objects.get()
    answer = Client().get(f"/vi/courses/materials/{material.pk}/")
    assert answer["Content-Type"].endswith("presentationml.presentation")
    assert answer["Content-Disposition"].startswith("attachment")
    packed = SimpleUploadedFile("bai-giang.zip", archive("a.pdf"))
    said = client.post(desk, {"title": "Bài", "access": "public", "file": packed})
    assert "bai-giang.zip" in said.content.decode()
    assert Material.objects.count() == 1
    material.file.file.delete(save=False)


def test_materials_of_the_back_office_are_for_the_registrar():
    session = SessionFactory(open=True)
    address = f"/cms/courses/sessions/{session.pk}/materials/"
    assert signed_in(UserFactory(editor=True)).get(address).status_code in (302, 403)
