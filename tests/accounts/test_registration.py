import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from tests.accounts.conftest import verify
from tests.factories.accounts import AgencyFactory, UserFactory
from vkc.accounts import services
from vkc.accounts.choices import AccountState
from vkc.accounts.exceptions import AddressNotVerified, AgencyMissing, NotWaiting
from vkc.accounts.models import AccountEvent, User

NOW = timezone.now()


def fresh(person: User) -> User:
    """Without the permission cache."""
    return User.objects.get(pk=person.pk)


def sign_up(client, agency, /, **changes):
    data = {
        "full_name": "Lê Văn Mới",
        "agency": agency.pk,
        "position": "Chuyên viên",
        "email": "Moi@Vkc.Test",
        "language": "vi",
        "password1": "mot-mat-khau-dai-9",
        "password2": "mot-mat-khau-dai-9",
        **changes,
    }
    return client.post("/accounts/signup/", data)


def test_a_person_who_signs_up_waits_and_after_approval_may_enrol(
    client, agency, coordinator, told
):
    assert sign_up(client, agency).status_code == 302
    person = User.objects.get(email="moi@vkc.test")
    assert (person.state, person.full_name, person.agency) == ("pending", "Lê Văn Mới", agency)
    assert not person.has_perm("courses.enrol_session")
    assert told == []  # an address nobody confirmed alarms nobody

    link = re.search(r"/accounts/confirm-email/\S+", mail.outbox[0].body)[0]
    client.post(link)
    assert [message["event"] for message in told] == ["accounts.registration_waiting"]
    assert told[0]["to"] == coordinator

    later = timezone.now()
    services.approve_account(user=person, by=coordinator, at=later)
    person = fresh(person)
    assert person.is_approved
    assert person.approved_at == later
    assert person.has_perm("courses.enrol_session")
    assert told[-1]["event"] == "accounts.approved"
    events = list(person.events.values_list("event", "by_id"))
    assert events == [("registered", person.pk), ("approved", coordinator.pk)]


def test_the_administrators_are_told_where_an_agency_has_no_coordinator(pending, told):
    administrator = UserFactory(administrator=True)
    assert services.ask_for_approval(user=pending, at=NOW) == 1
    assert told[0]["to"] == administrator


@pytest.mark.parametrize("missing", ["full_name", "agency", "email", "password1"])
def test_sign_up_keeps_what_was_typed_and_names_the_missing_field(client, agency, missing):
    response = sign_up(client, agency, **{missing: ""})
    assert response.status_code == 200
    assert missing in response.context["form"].errors
    assert "Chuyên viên" in response.text
    assert not User.objects.filter(email="moi@vkc.test").exists()


def test_sign_up_offers_no_agency_that_was_switched_off(client, db):
    closed = AgencyFactory(is_active=False)
    assert "agency" in sign_up(client, closed).context["form"].errors


def test_sign_up_does_not_tell_whether_an_address_is_known(client, agency, coordinator):
    verify(coordinator)
    known = sign_up(client, agency, email=coordinator.email)
    assert (known.status_code, known.url) == (302, "/accounts/confirm-email/")
    assert User.objects.count() == 1


def test_a_partner_who_is_approved_becomes_a_partner_not_an_official(administrator):
    person = UserFactory(pending=True, agency=AgencyFactory(partner=True))
    verify(person)
    services.approve_account(user=person, by=administrator, at=NOW)
    assert list(person.groups.values_list("name", flat=True)) == ["partner"]
    assert not fresh(person).has_perm("courses.enrol_session")


def test_a_coordinator_cannot_approve_a_person_of_another_agency(coordinator):
    stranger = UserFactory(pending=True)
    verify(stranger)
    with pytest.raises(PermissionDenied):
        services.approve_account(user=stranger, by=coordinator, at=NOW)
    assert fresh(stranger).state == AccountState.PENDING


def test_nobody_approves_themself_whatever_they_hold(agency):
    person = UserFactory(administrator=True, coordinator=True, agency=agency)
    User.objects.filter(pk=person.pk).update(state="pending", approved_at=None)
    verify(person)
    with pytest.raises(PermissionDenied):
        services.approve_account(user=fresh(person), by=fresh(person), at=NOW)


def test_the_database_refuses_an_event_in_which_somebody_vouches_for_themself(pending):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountEvent.objects.create(subject=pending, by=pending, event="approved", at=NOW)


def test_a_coordinator_whose_own_account_is_not_approved_approves_nobody(agency, pending):
    waiting = UserFactory(coordinator=True, pending=True, agency=agency)
    with pytest.raises(PermissionDenied):
        services.approve_account(user=pending, by=waiting, at=NOW)


def test_a_registration_is_decided_once(pending, coordinator):
    services.approve_account(user=pending, by=coordinator, at=NOW)
    with pytest.raises(NotWaiting):
        services.approve_account(user=pending, by=coordinator, at=NOW)
    with pytest.raises(NotWaiting):
        services.refuse_account(user=pending, by=coordinator, reason="-", at=NOW)
    assert AccountEvent.objects.filter(subject=pending).count() == 1


def test_an_address_that_was_not_confirmed_cannot_be_approved(coordinator, agency):
    person = UserFactory(pending=True, agency=agency)
    with pytest.raises(AddressNotVerified):
        services.approve_account(user=person, by=coordinator, at=NOW)


def test_a_person_without_an_agency_cannot_be_approved(administrator):
    person = UserFactory(pending=True, agency=None)
    verify(person)
    with pytest.raises(AgencyMissing):
        services.approve_account(user=person, by=administrator, at=NOW)


def test_a_refused_person_reads_the_reason_corrects_and_asks_again(
    pending, coordinator, told, sign_in
):
    services.refuse_account(user=pending, by=coordinator, reason="Không rõ chức vụ.", at=NOW)
    assert told[-1]["context"] == {"reason": "Không rõ chức vụ."}
    client = sign_in(pending)
    assert "Không rõ chức vụ." in client.get("/vi/my/").text
    data = {
        "full_name": "Trần Thị Chờ",
        "agency": pending.agency_id,
        "position": "Phó phòng",
        "language": "vi",
    }
    client.post("/vi/my/profile/", data)
    assert fresh(pending).state == AccountState.PENDING
    assert told[-1]["event"] == "accounts.registration_waiting"


def test_events_of_accounts_can_be_neither_changed_nor_deleted(pending, coordinator):
    services.approve_account(user=pending, by=coordinator, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        AccountEvent.objects.update(reason="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        AccountEvent.objects.all().delete()


def test_the_page_of_registrations_shows_only_the_own_agency(pending, coordinator, sign_in):
    stranger = UserFactory(pending=True, full_name="Người Cơ Quan Khác")
    verify(stranger)
    client = sign_in(coordinator)
    page = client.get("/vi/my/approvals/").text
    assert "Trần Thị Chờ" in page
    assert "Người Cơ Quan Khác" not in page
    assert client.post(f"/vi/my/approvals/{stranger.pk}/approve/").status_code == 404
    assert client.get("/vi/my/approvals/?page=99999").status_code == 404
    client.post(f"/vi/my/approvals/{pending.pk}/approve/")
    assert fresh(pending).is_approved


def test_the_page_of_registrations_asks_the_same_number_of_queries_for_many(
    agency, coordinator, sign_in, django_assert_max_num_queries
):
    for _number in range(12):
        verify(UserFactory(pending=True, agency=agency))
    client = sign_in(coordinator)
    with django_assert_max_num_queries(14):
        client.get("/vi/my/approvals/")


def test_an_official_finds_no_page_of_registrations(sign_in):
    official = UserFactory(official=True)
    client = sign_in(official)
    assert client.get("/vi/my/approvals/").status_code == 403
    assert client.get("/vi/my/invitations/").status_code == 403


def test_a_pending_person_may_sign_in_and_is_told_to_wait(pending, sign_in):
    page = sign_in(pending).get("/en/my/").text
    assert "Your registration waits for approval" in page


def test_my_page_sends_a_stranger_to_sign_in(client, db):
    response = client.get("/vi/my/")
    assert response.url == "/accounts/login/?next=/vi/my/"
