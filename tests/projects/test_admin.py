"""The back office: who sees what, acts on members, the upload, four eyes for programmes."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects.admin_programmes import ProgrammeCreateView, ProgrammeEditView
from projects.choices import MemberState
from projects.forms import ProgrammeForm
from projects.models import Programme, RegisterMember
from projects.permissions import wrote_latest
from projects.viewsets import ProgrammeViewSet
from tests.factories.accounts import UserFactory
from tests.factories.projects import (
    FormerCityFactory,
    MemberFactory,
    ProgrammeFactory,
    RegisterFactory,
    UnitFactory,
)
from tests.projects.test_official_list import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MemberFactory(register=RegisterFactory(key="41"))


@pytest.fixture
def staff(client, settings):
    """A client signed in with a role; the second factor is another suite's business."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]

    def sign_in(**role):
        user = UserFactory(**role)
        client.force_login(user)
        return user

    return sign_in


def pages(member):
    key = member.register.key
    return [
        reverse("register_members:index"),
        reverse("register_members:members", args=[key]),
        reverse("register_members:load", args=[key]),
        reverse("register_members:template", args=[key]),
        reverse("register_members:history", args=[member.pk]),
        reverse("register_members:act", args=[member.pk, "confirm"]),
        reverse("register_members:act", args=[member.pk, "replace"]),
    ]


def test_a_verifier_opens_every_page_of_members(client, staff, member):
    staff(verifier=True)
    for url in pages(member):
        assert client.get(url).status_code == 200, url


def test_an_editor_and_a_reader_open_none(client, staff, member):
    for url in pages(member):
        assert client.get(url).status_code == 302
    staff(editor=True)
    for url in pages(member):
        assert client.get(url).status_code in (302, 403), url
        assert client.post(url, {"reason": "x"}).status_code in (302, 403), url
    assert RegisterMember.objects.get().state == MemberState.PROPOSED


def test_confirming_asks_for_a_reason_and_records_it(client, staff, member):
    user = staff(verifier=True)
    url = reverse("register_members:act", args=[member.pk, "confirm"])
    assert client.post(url, {"reason": ""}).status_code == 200
    assert RegisterMember.objects.get().state == MemberState.PROPOSED
    response = client.post(url, {"reason": "Đúng", "evidence": "2353/BXD-PTĐT"})
    assert response.status_code == 302
    event = RegisterMember.objects.get().events.get()
    assert (event.event, event.by, event.evidence) == ("confirm", user, "2353/BXD-PTĐT")


def test_a_refusal_is_shown_in_the_form(client, staff, member):
    staff(verifier=True)
    url = reverse("register_members:act", args=[member.pk, "restore"])
    response = client.post(url, {"reason": "x"})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_replacing_names_the_other_place(client, staff, member):
    staff(verifier=True)
    unit = UnitFactory()
    url = reverse("register_members:act", args=[member.pk, "replace"])
    client.post(url, {"reason": "Nhầm", "unit": unit.pk})
    member.refresh_from_db()
    assert (member.state, member.replaced_by.unit) == (MemberState.REPLACED, unit)


def test_an_unknown_act_changes_nothing(client, staff, member):
    staff(verifier=True)
    client.post(reverse("register_members:act", args=[member.pk, "burn"]), {"reason": "x"})
    member.refresh_from_db()
    assert member.state == MemberState.PROPOSED


def upload(client, key, content, name="ds.xlsx"):
    url = reverse("register_members:load", args=[key])
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


def test_the_list_is_previewed_and_then_applied(client, staff, member):
    staff(verifier=True)
    UnitFactory(code="01", name_vi="Hà Nội")
    key = member.register.key
    preview = upload(client, key, workbook([1, "tỉnh", "01", "Hà Nội", ""]))
    assert len(preview.context["plan"].add) == 1
    assert RegisterMember.objects.count() == 1
    sent = {**preview.context["apply_form"].initial, "reason": "r", "evidence": "e"}
    response = client.post(reverse("register_members:apply", args=[key]), sent)
    assert response.status_code == 302
    member.refresh_from_db()
    assert member.state == MemberState.REMOVED
    assert RegisterMember.objects.get(unit__code="01").state == MemberState.CONFIRMED


def test_a_register_that_changed_since_the_preview_is_shown_again(client, staff, member):
    staff(verifier=True)
    UnitFactory(code="01", name_vi="Hà Nội")
    key = member.register.key
    preview = upload(client, key, workbook([1, "tỉnh", "01", "Hà Nội", ""]))
    MemberFactory(register=member.register)
    sent = {**preview.context["apply_form"].initial, "reason": "r", "evidence": "e"}
    response = client.post(reverse("register_members:apply", args=[key]), sent)
    assert response.status_code == 200
    assert RegisterMember.objects.filter(state=MemberState.CONFIRMED).count() == 0


def test_errors_of_the_table_leave_no_way_to_apply_it(client, staff, member):
    staff(verifier=True)
    response = upload(client, member.register.key, workbook([1, "tỉnh", "98", "Nơi lạ", ""]))
    assert response.context["apply_form"] is None
    error = response.context["plan"].errors[0]
    assert (error.sheet, error.row, error.column) == ("Danh sách", 2, "Mã đơn vị")
    assert member.place_name not in response.text


def test_a_file_that_is_no_table_is_refused_at_its_field(client, staff, member):
    staff(verifier=True)
    response = upload(client, member.register.key, b"%PDF", "ds.pdf")
    assert response.context["form"].errors["file"]


def test_a_token_that_is_not_ours_applies_nothing(client, staff, member):
    staff(verifier=True)
    url = reverse("register_members:apply", args=[member.register.key])
    response = client.post(url, {"token": "x", "fingerprint": "y", "reason": "r", "evidence": "e"})
    assert response.status_code == 302
    assert RegisterMember.objects.get().state == MemberState.PROPOSED


def test_the_author_of_a_version_is_known():
    author, other = UserFactory(), UserFactory()
    programme = ProgrammeFactory()
    assert wrote_latest(author, programme) is False
    programme.save_revision(user=author)
    assert wrote_latest(author, programme) is True
    assert wrote_latest(other, programme) is False


def test_programmes_are_edited_through_the_views_with_four_eyes():
    assert ProgrammeViewSet.edit_view_class is ProgrammeEditView
    assert ProgrammeViewSet.add_view_class is ProgrammeCreateView


def test_the_snippet_pages_of_programmes_open(client, staff):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    staff_pages = ["list", "add"]
    programme = ProgrammeFactory()
    viewset = Programme.snippet_viewset
    for name in staff_pages:
        assert client.get(reverse(viewset.get_url_name(name))).status_code == 200
    edit = reverse(viewset.get_url_name("edit"), args=[programme.pk])
    response = client.get(edit)
    assert response.status_code == 200
    assert issubclass(type(response.context["form"]), ProgrammeForm)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scope": "city"}, "city"),
        ({"period_start": 2025, "period_end": 2020}, "period_end"),
        ({"budget_value": 5}, "budget_currency"),
        ({"decision_date": "2018-13-45"}, "decision_date"),
    ],
)
def test_a_programme_that_contradicts_itself_names_the_field(changes, field):
    programme = ProgrammeFactory()
    for name, value in changes.items():
        setattr(programme, name, value)
    with pytest.raises(ValidationError) as caught:
        programme.full_clean()
    assert field in caught.value.message_dict


def test_a_city_of_another_province_is_refused_by_the_form():
    programme = ProgrammeFactory(scope="city", city=FormerCityFactory())
    with pytest.raises(ValidationError, match=r"province|tỉnh"):
        programme.full_clean()
