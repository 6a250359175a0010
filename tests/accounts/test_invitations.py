from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.accounts import PASSWORD, AgencyFactory, UserFactory
from vkc.accounts import services
from vkc.accounts.exceptions import (
    AlreadyHasAccount,
    AlreadyInvited,
    InvitationExpired,
    InvitationForAnother,
    InvitationUnknown,
    InvitationUsed,
    InvitationWithdrawn,
)
from vkc.accounts.models import Invitation, User

NOW = timezone.now()
WHO = {"full_name": "Người Được Mời", "position": "", "language": "vi", "password": PASSWORD}


def invite(by, agency, **changes):
    values = {"email": "Moi@vkc.test", "agency": agency, "roles": ["official"], **changes}
    return services.invite(by=by, at=NOW, **values)


def test_an_invited_person_opens_an_approved_account_once(coordinator, agency, told):
    invitation, token = invite(coordinator, agency)
    assert told[0]["context"]["invitation_url"].endswith(f"/vi/my/invitation/{token}/")
    assert token not in str(vars(invitation))
    person = services.accept_invitation(token=token, at=NOW, **WHO)
    assert person.is_approved
    assert person.agency == agency
    assert User.objects.get(pk=person.pk).has_perm("courses.enrol_session")
    assert list(person.events.values_list("event", "by_id")) == [("invited", coordinator.pk)]
    with pytest.raises(InvitationUsed):
        services.accept_invitation(token=token, at=NOW, **WHO)


def test_an_expired_invitation_opens_nothing(coordinator, agency):
    _invitation, token = invite(coordinator, agency)
    with pytest.raises(InvitationExpired):
        services.accept_invitation(token=token, at=NOW + timedelta(days=14), **WHO)
    assert not User.objects.filter(email="moi@vkc.test").exists()


def test_a_withdrawn_invitation_opens_nothing(coordinator, agency):
    invitation, token = invite(coordinator, agency)
    services.withdraw_invitation(invitation=invitation, by=coordinator, at=NOW)
    with pytest.raises(InvitationWithdrawn):
        services.accept_invitation(token=token, at=NOW, **WHO)
    with pytest.raises(InvitationWithdrawn):
        services.resend_invitation(invitation=invitation, by=coordinator, at=NOW)


def test_sending_again_makes_the_old_link_useless(coordinator, agency):
    invitation, old = invite(coordinator, agency)
    new = services.resend_invitation(invitation=invitation, by=coordinator, at=NOW)
    with pytest.raises(InvitationUnknown):
        services.accept_invitation(token=old, at=NOW, **WHO)
    assert services.accept_invitation(token=new, at=NOW, **WHO).is_approved


def test_a_signed_in_person_cannot_take_the_invitation_of_another(coordinator, agency):
    _invitation, token = invite(coordinator, agency)
    other = UserFactory(official=True)
    with pytest.raises(InvitationForAnother):
        services.accept_invitation(token=token, at=NOW, user=other, **WHO)
    assert Invitation.objects.get().accepted_at is None


def test_an_address_with_an_account_is_not_invited_again(coordinator, agency):
    person = UserFactory(official=True)
    with pytest.raises(AlreadyHasAccount):
        invite(coordinator, agency, email=person.email.upper())


def test_an_address_is_invited_once_at_a_time(coordinator, agency):
    invitation, _token = invite(coordinator, agency)
    with pytest.raises(AlreadyInvited):
        invite(coordinator, agency)
    invitation.pk = None
    invitation.token_hash = "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        invitation.save()


@pytest.mark.parametrize(
    ("roles", "is_own"),
    [(["editor"], True), (["official", "coordinator"], True), (["official"], False)],
)
def test_a_coordinator_invites_officials_of_the_own_agency_only(coordinator, agency, roles, is_own):
    with pytest.raises(PermissionDenied):
        invite(coordinator, agency if is_own else AgencyFactory(), roles=roles)


def test_an_administrator_invites_staff_who_are_then_staff(administrator, agency):
    _invitation, token = invite(administrator, agency, roles=["editor", "registrar"])
    person = services.accept_invitation(token=token, at=NOW, **WHO)
    assert person.is_staff
    assert User.objects.get(pk=person.pk).has_perm("wagtailadmin.access_admin")


def test_the_pages_lead_from_the_invitation_to_signing_in(client, coordinator, agency, sign_in):
    data = {"email": "moi@vkc.test", "full_name": "Lê Moi", "language": "en", "note": "Chào chị"}
    assert sign_in(coordinator).post("/vi/my/invitations/", data).status_code == 302
    invitation = Invitation.objects.get()
    assert invitation.roles == ["official"]
    token = services.resend_invitation(invitation=invitation, by=coordinator, at=timezone.now())
    address = f"/en/my/invitation/{token}/"
    assert "Chào chị" in client.get(address).text
    form = {"full_name": "Lê Mới", "language": "en", "password1": PASSWORD, "password2": "khac"}
    wrong = client.post(address, form)
    assert "password2" in wrong.context["form"].errors
    assert client.post(address, {**form, "password2": PASSWORD}).status_code == 302
    client.post("/accounts/login/", {"login": "moi@vkc.test", "password": PASSWORD})
    assert "Lê Mới" in client.get("/en/my/").text
    client.logout()
    assert client.get(address).status_code == 410


def test_an_unknown_token_gets_a_page_with_a_sentence(client, db):
    response = client.get("/vi/my/invitation/khong-co/")
    assert response.status_code == 410
    assert "/accounts/login/" in response.text


def test_a_coordinator_cannot_withdraw_what_another_agency_sent(
    sign_in, administrator, coordinator
):
    invitation, _token = invite(administrator, AgencyFactory())
    address = f"/vi/my/invitations/{invitation.pk}/withdraw/"
    assert sign_in(coordinator).post(address).status_code == 404
    assert Invitation.objects.get().is_open
