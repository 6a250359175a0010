import pytest

from tests.factories.accounts import AgencyFactory, UserFactory
from vkc.accounts.models import Agency, User


@pytest.fixture
def desk(administrator, sign_in):
    return sign_in(administrator, totp=True)


def fields(person: User, **changes) -> dict:
    return {
        "full_name": person.full_name,
        "position": person.position,
        "agency": person.agency_id,
        "language": person.language,
        "is_active": "on",
        "roles": ["official"],
        **changes,
    }


def test_an_administrator_finds_people_and_gives_roles_which_are_recorded(desk, administrator):
    person = UserFactory(official=True, full_name="Đỗ Văn Tìm")
    assert "Đỗ Văn Tìm" in desk.get("/cms/users/?q=Tìm").text
    address = f"/cms/users/edit/{person.pk}/"
    assert desk.get(address).status_code == 200
    data = fields(person, roles=["official", "editor"], reason="Theo quyết định")
    assert desk.post(address, data).status_code == 302
    assert User.objects.get(pk=person.pk).has_perm("guidelines.change_document")
    event = person.events.get()
    assert (event.event, event.role, event.by_id) == ("role_given", "editor", administrator.pk)
    desk.post(address, fields(person, full_name="Đỗ Văn Đổi"))
    changed = User.objects.get(pk=person.pk)
    assert changed.full_name == "Đỗ Văn Đổi"
    assert not changed.is_staff


def test_an_administrator_cannot_change_the_own_roles(desk, administrator):
    data = fields(administrator, roles=["administrator", "editor"])
    response = desk.post(f"/cms/users/edit/{administrator.pk}/", data)
    assert response.status_code == 200
    assert "roles" in response.context["form"].errors
    assert not administrator.groups.filter(name="editor").exists()


def test_nobody_is_added_or_deleted_in_the_back_office(desk):
    person = UserFactory(official=True)
    assert desk.get("/cms/users/new/").status_code == 302
    desk.post(f"/cms/users/delete/{person.pk}/")
    assert User.objects.filter(pk=person.pk).exists()


def test_roles_cannot_be_assigned_in_bulk_past_the_record(desk):
    from django.contrib.auth.models import Group

    person = UserFactory(official=True)
    address = f"/cms/bulk/accounts/user/assign_role/?id={person.pk}"
    desk.post(address, {"role": Group.objects.get(name="administrator").pk})
    assert list(person.groups.values_list("name", flat=True)) == ["official"]


def test_agencies_are_added_renamed_and_switched_off(desk):
    data = {"kind": "ministry", "name_vi": "Vụ Thử nghiệm", "is_active": "on"}
    assert desk.post("/cms/agencies/new/", data).status_code == 302
    agency = Agency.objects.get(name_vi="Vụ Thử nghiệm")
    assert "Vụ Thử nghiệm" in desk.get("/cms/agencies/").text
    desk.post(f"/cms/agencies/edit/{agency.pk}/", {**data, "is_active": ""})
    assert not Agency.objects.get(pk=agency.pk).is_active


def test_a_provincial_agency_without_its_unit_is_refused_with_a_sentence(desk):
    data = {"kind": "province", "name_vi": "Sở không tỉnh", "is_active": "on"}
    response = desk.post("/cms/agencies/new/", data)
    assert response.status_code == 200
    assert not Agency.objects.filter(name_vi="Sở không tỉnh").exists()


@pytest.mark.parametrize("role", ["editor", "approver", "registrar", "verifier"])
def test_other_staff_manage_neither_people_nor_agencies(db, sign_in, role):
    agency = AgencyFactory(name_vi="Cơ quan kín")
    client = sign_in(UserFactory(**{role: True}), totp=True)
    for page in ("users/", "agencies/", "groups/"):
        response = client.get(f"/cms/{page}")
        assert (response.status_code, response.url) == (302, "/cms/")
    client.post(f"/cms/agencies/edit/{agency.pk}/", {"kind": "ministry", "name_vi": "Đổi"})
    assert Agency.objects.get(pk=agency.pk).name_vi == "Cơ quan kín"


def test_the_own_settings_page_of_the_back_office_asks_for_no_first_name(desk):
    page = desk.get("/cms/account/")
    assert page.status_code == 200
    assert "first_name" not in page.text
