"""People an agency names: known ones are found, new ones get an account and a way in."""

import re

import pytest
from django.utils import timezone

from tests.factories.accounts import AgencyFactory, UserFactory
from vkc.accounts.exceptions import AccountClosed, AccountElsewhere, AccountWaiting
from vkc.accounts.models import AccountEvent, User
from vkc.accounts.services.people import check_people, people_for
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


def named(rows, coordinator):
    return people_for(rows, agency=coordinator.agency, by=coordinator, at=timezone.now())


def test_known_and_new_people_come_in_the_order_of_the_rows(coordinator):
    known = UserFactory(official=True, agency=coordinator.agency, email="an@so.test")
    rows = [("moi@so.test", "Trần Mới", "Chuyên viên"), (" AN@so.test ", "Tên khác", "")]
    new, found = named(rows, coordinator)
    assert (found, found.full_name) == (known, known.full_name)
    assert (new.full_name, new.position, new.agency) == ("Trần Mới", "Chuyên viên", known.agency)
    assert new.is_approved
    assert not new.has_usable_password()
    assert new.has_perm("courses.enrol_session")
    event = AccountEvent.objects.get(subject=new)
    assert (event.event, event.by) == ("invited", coordinator)


def test_the_mail_leads_to_a_first_password_and_then_into_the_portal(coordinator, client):
    (person,) = named([("moi@so.test", "Trần Mới", "")], coordinator)
    body = Message.objects.get(event="accounts.opened", person=person).body
    address = re.search(r"https?://[^/]+(/accounts/\S+/key/\S+)", body)[1]
    page = client.get(address, follow=True)
    form = page.redirect_chain[-1][0]
    client.post(form, {"password1": "mot-mat-khau-dai-9", "password2": "mot-mat-khau-dai-9"})
    person.refresh_from_db()
    assert person.check_password("mot-mat-khau-dai-9")
    assert client.login(email="moi@so.test", password="mot-mat-khau-dai-9")


def test_the_same_rows_again_open_nothing_and_send_nothing(coordinator):
    rows = [("moi@so.test", "Trần Mới", "")]
    assert named(rows, coordinator) == named(rows, coordinator)
    assert Message.objects.filter(event="accounts.opened").count() == 1


@pytest.mark.parametrize(
    ("account", "refusal"),
    [
        ({"agency": None}, AccountElsewhere),
        ({"pending": True}, AccountWaiting),
        ({"state": "refused"}, AccountClosed),
        ({"is_active": False}, AccountClosed),
    ],
)
def test_an_account_that_is_not_theirs_to_name_is_refused(coordinator, account, refusal):
    UserFactory(**{"agency": coordinator.agency, "email": "an@so.test", **account})
    rows = [("moi@so.test", "Trần Mới", ""), ("an@so.test", "An", "")]
    found = check_people(rows, agency=coordinator.agency)
    assert {at: type(one) for at, one in found.items()} == {1: refusal}
    with pytest.raises(refusal):
        named(rows, coordinator)


def test_an_account_of_another_agency_is_refused_by_its_place_in_the_list(coordinator):
    UserFactory(email="an@so.test", agency=AgencyFactory())
    found = check_people(
        [("b@so.test", "B", ""), ("an@so.test", "An", "")], agency=coordinator.agency
    )
    assert [(at, type(refusal)) for at, refusal in found.items()] == [(1, AccountElsewhere)]


def test_many_known_people_cost_one_look(coordinator, django_assert_max_num_queries):
    people = UserFactory.create_batch(20, agency=coordinator.agency)
    rows = [(person.email, person.full_name, "") for person in people]
    with django_assert_max_num_queries(3):
        assert named(rows, coordinator) == people
    assert User.objects.count() == 21
