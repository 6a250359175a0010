import pytest
from django.utils import timezone

from tests.factories.accounts import AgencyFactory, UserFactory
from vkc.accounts import services
from vkc.accounts.models import Invitation
from vkc.notifications.models import Message

NOW = timezone.now()


@pytest.fixture
def letters(db, administrator):
    """One of each letter, in each language: event and language → message."""
    for code in ("vi", "en", "ko"):
        agency = AgencyFactory()
        coordinator = UserFactory(coordinator=True, agency=agency, language=code)
        person = UserFactory(pending=True, agency=agency, language=code, full_name="Hồ Thị Thư")
        person.emailaddress_set.create(email=person.email, verified=True, primary=True)
        services.ask_for_approval(user=person, at=NOW)
        services.refuse_account(user=person, by=coordinator, reason="Thiếu chức vụ", at=NOW)
        services.reopen_registration(user=person, at=timezone.now())
        services.approve_account(user=person, by=coordinator, at=NOW)
        services.invite(
            email=f"{code}@vkc.test",
            agency=agency,
            roles=["official"],
            by=coordinator,
            at=NOW,
            language=code,
        )
    return {(row.event, row.language): row for row in Message.objects.all()}


def test_each_letter_goes_out_in_the_language_of_its_reader(letters):
    events = {"approved", "refused", "registration_waiting", "invitation"}
    expected = {(f"accounts.{event}", code) for event in events for code in ("vi", "en", "ko")}
    assert set(letters) == expected
    for (event, code), letter in letters.items():
        assert letter.subject, event
        assert "{" not in letter.subject + letter.body
        assert f"/{code}/" in letter.body
    for event in events:
        subjects = {letters[f"accounts.{event}", code].subject for code in ("vi", "en", "ko")}
        assert len(subjects) == 3


def test_the_letters_carry_what_their_reader_needs(letters):
    assert "Thiếu chức vụ" in letters["accounts.refused", "en"].body
    assert "/ko/my/approvals/" in letters["accounts.registration_waiting", "ko"].body
    assert "Hồ Thị Thư" in letters["accounts.registration_waiting", "ko"].subject
    assert "/vi/my/invitation/" in letters["accounts.invitation", "vi"].body


def test_an_invitation_is_addressed_to_nobody_with_an_account(letters):
    assert Invitation.objects.count() == 3
    assert letters["accounts.invitation", "vi"].person_id is None


def test_mail_about_sign_in_names_the_portal_and_not_the_host(db, client, mailoutbox):
    person = UserFactory()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    client.post("/accounts/password/reset/", {"email": person.email})
    body = mailoutbox[0].body
    assert "VKC" in body.splitlines()[0]
    assert "testserver" not in body.splitlines()[0] + body.splitlines()[-1]
