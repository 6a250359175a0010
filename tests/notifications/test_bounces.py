"""Mail that comes back: what servers write is understood, all else changes nothing."""

import io
import sys
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NOW, MessageFactory
from tests.notifications import reports
from vkc.notifications import my_data, notices, tasks
from vkc.notifications.bounces import MOST_BYTES
from vkc.notifications.models import DeliveryReport
from vkc.notifications.services import (
    deliver,
    is_undeliverable,
    read_maildir,
    retry_message,
    take_report,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
TOKEN = "0123456789abcdef" * 2


@pytest.fixture
def message():
    return MessageFactory(sent=True, token=TOKEN)


def state_of(message):
    message.refresh_from_db()
    return message.state


def bounced(email, count, **columns):
    for hours in range(count):
        MessageFactory(
            recipient=email, bounced=True, sent_at=NOW + timedelta(hours=hours), **columns
        )


@pytest.mark.parametrize(
    ("write", "status", "words"),
    [
        (reports.postfix, "5.1.1", "User unknown in virtual mailbox table"),
        (reports.exim, "5.0.0", "552 5.2.2 Mailbox full"),
        (reports.exchange, "5.1.10", "RESOLVER.ADR.RecipientNotFound"),
        (reports.gmail, "5.1.1", "does not exist. 550 5.1.1 Please try"),
        (reports.internationalised, "5.1.6", "Hộp thư đã chuyển đi"),
    ],
)
def test_a_report_of_a_failure_marks_the_message(message, write, status, words):
    assert take_report(raw=write(TOKEN), at=LATER) == "bounced"
    assert state_of(message) == "bounced"
    assert (message.bounced_at, message.bounce_status) == (LATER, status)
    assert words in message.last_error
    assert message.sent_at == NOW, "it did leave"


def test_a_delay_is_noted_and_the_message_stays_sent(message):
    raw = reports.postfix(TOKEN, action="delayed", status="4.4.1", sentence="connection timed out")
    assert take_report(raw=raw, at=LATER) == "delayed"
    assert state_of(message) == "sent"
    assert message.reports.get().sentence == "connection timed out"


def test_a_mail_given_up_after_days_of_delay_came_back_as_well(message):
    take_report(raw=reports.postfix(TOKEN, action="delayed", status="4.4.1"), at=LATER)
    assert take_report(raw=reports.postfix(TOKEN, status="4.4.1"), at=LATER) == "bounced"
    assert state_of(message) == "bounced"


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        (reports.out_of_office(TOKEN), "not_a_report"),
        (reports.read_receipt(TOKEN), "not_a_report"),
        (b"", "not_a_report"),
        (reports.without_fields(TOKEN), "malformed"),
        (reports.broken(TOKEN), "malformed"),
        (reports.nested(TOKEN, depth=150), "malformed"),
        (reports.nested(TOKEN, depth=2000), "malformed"),
        (reports.postfix(TOKEN) + b"Action: failed\n\n" * 5000, "malformed"),
        (reports.postfix(TOKEN) + b"x" * MOST_BYTES, "too_large"),
        (reports.postfix(TOKEN, action="relayed", status="2.0.0"), "delivered"),
        (reports.postfix("f" * 32), "unknown"),
        (reports.gmail("0" * 31), "unknown"),
    ],
    ids=range(12),
)
def test_what_is_no_report_of_ours_changes_nothing(message, raw, outcome):
    MessageFactory(sent=True, recipient="khac@vkc.test")  # without a token, from before
    assert take_report(raw=raw, at=LATER) == outcome
    assert state_of(message) == "sent"
    assert not DeliveryReport.objects.exists()


def test_the_same_report_twice_is_one(message):
    take_report(raw=reports.postfix(TOKEN), at=LATER)
    assert take_report(raw=reports.postfix(TOKEN), at=LATER + timedelta(days=1)) == "duplicate"
    state_of(message)
    assert message.bounced_at == LATER
    assert message.reports.count() == 1


def test_a_report_of_an_earlier_sending_says_nothing_of_the_next(message, mailoutbox):
    take_report(raw=reports.postfix(TOKEN), at=LATER)
    retry_message(message=message, at=LATER)
    assert take_report(raw=reports.exim(TOKEN), at=LATER) == "unknown"
    assert deliver(message_id=message.pk, at=LATER) == "sent"
    assert state_of(message) == "sent"
    assert message.token not in ("", TOKEN)
    assert message.bounced_at is None


def test_a_message_that_waits_to_be_sent_again_cannot_come_back():
    message = MessageFactory(failed=True, token=TOKEN)
    assert take_report(raw=reports.postfix(TOKEN), at=LATER) == "not_sent"
    assert state_of(message) == "failed"


def test_the_words_of_a_stranger_are_kept_short_and_without_null_bytes(message):
    raw = reports.postfix(TOKEN, sentence="550 " + "\x00x" * 5000)
    assert take_report(raw=raw, at=LATER) == "bounced"
    state_of(message)
    assert len(message.last_error) < 600


def test_reports_are_append_only_and_go_with_the_person(message):
    take_report(raw=reports.postfix(TOKEN), at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryReport.objects.update(sentence="")
    with pytest.raises(IntegrityError), transaction.atomic():
        message.delete()
    person = UserFactory(email=message.recipient)
    assert [row["status"] for row in my_data.export(person)["delivery_reports"]] == ["5.1.1"]
    my_data.erase(person)
    assert not DeliveryReport.objects.exists()


def test_the_mail_carries_its_token_where_servers_send_it_back(mailoutbox, settings):
    settings.BOUNCE_ADDRESS, settings.PUBLIC_URL = "bounces@tra-lai.test", "https://vkc.test"
    message = MessageFactory()
    deliver(message_id=message.pk, at=NOW)
    state_of(message)
    (mail,) = mailoutbox
    assert mail.from_email == f"bounces+{message.token}@tra-lai.test"
    assert mail.message()["From"] == settings.DEFAULT_FROM_EMAIL
    assert mail.message()["Message-ID"] == f"<vkc.{message.token}@vkc.test>"


def test_without_a_mailbox_for_returns_the_sender_gets_them(mailoutbox, settings):
    deliver(message_id=MessageFactory().pk, at=NOW)
    assert mailoutbox[0].from_email == settings.DEFAULT_FROM_EMAIL


class TestMailboxes:
    @pytest.fixture
    def maildir(self, tmp_path):
        for name in ("new", "cur", "tmp"):
            (tmp_path / name).mkdir()
        (tmp_path / "new" / "1.a.mx").write_bytes(reports.postfix(TOKEN))
        (tmp_path / "new" / "2.b.mx").write_bytes(reports.out_of_office(TOKEN))
        return tmp_path

    def test_a_maildir_is_read_once_and_nothing_is_deleted(self, message, maildir, settings):
        settings.BOUNCE_MAILDIR = str(maildir)
        assert tasks.read_bounces() == {"bounced": 1, "not_a_report": 1}
        assert tasks.read_bounces() == {}
        assert sorted(path.name for path in (maildir / "cur").iterdir()) == [
            "1.a.mx:2,S",
            "2.b.mx:2,S",
        ]

    def test_killed_after_the_first_mail_nothing_counts_twice(self, message, maildir, monkeypatch):
        def die(self, target):
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr("pathlib.Path.rename", die)
            with pytest.raises(SystemExit):
                read_maildir(folder=maildir, at=LATER)
        assert state_of(message) == "bounced"
        assert read_maildir(folder=maildir, at=LATER) == {"duplicate": 1, "not_a_report": 1}

    def test_a_link_in_the_maildir_is_not_followed(self, message, maildir, tmp_path):
        (maildir / "new" / "3.c.mx").symlink_to("/dev/zero")
        assert read_maildir(folder=maildir, at=LATER).total() == 2

    def test_an_mbox_is_read_by_the_command(self, message, tmp_path, capsys):
        box = tmp_path / "box"
        box.write_bytes(
            b"".join(
                b"From MAILER-DAEMON Mon Nov  2 09:00:05 2026\n" + raw + b"\n"
                for raw in (reports.gmail(TOKEN), reports.postfix("f" * 32))
            )
        )
        call_command("read_bounces", mbox=str(box), json=True)
        assert capsys.readouterr().out.strip() == '{"bounced": 1, "unknown": 1}'

    def test_a_mail_server_pipes_one_mail(self, message, monkeypatch, capsys):
        pipe = io.TextIOWrapper(io.BytesIO(reports.exim(TOKEN)))
        monkeypatch.setattr(sys, "stdin", pipe)
        call_command("read_bounces")
        assert capsys.readouterr().out.strip() == "1 bounced"

    def test_a_database_that_is_away_lets_the_server_keep_the_mail(self, monkeypatch):
        def away(**_kwargs):
            raise DatabaseError("away")

        monkeypatch.setattr("vkc.notifications.services.read_stream", away)
        with pytest.raises(CommandError) as refused:
            call_command("read_bounces")
        assert refused.value.returncode == 75

    @pytest.mark.parametrize("option", ["maildir", "mbox"])
    def test_a_wrong_path_is_said(self, option, tmp_path):
        with pytest.raises(CommandError, match="khong-co"):
            call_command("read_bounces", **{option: str(tmp_path / "khong-co")})


class TestAddresses:
    EMAIL = "can-bo@vkc.test"
    AT = NOW + timedelta(days=3)

    def test_three_returns_in_a_row_and_the_address_counts_as_undeliverable(self):
        bounced(self.EMAIL, 2)
        assert not is_undeliverable(email=self.EMAIL, at=self.AT)
        bounced(self.EMAIL, 1)
        assert is_undeliverable(email=self.EMAIL, at=self.AT)
        assert not is_undeliverable(email="khac@vkc.test", at=self.AT)

    def test_a_mail_that_stays_away_for_a_day_makes_it_well_again(self):
        bounced(self.EMAIL, 3)
        MessageFactory(recipient=self.EMAIL, sent=True, sent_at=self.AT - timedelta(hours=23))
        assert is_undeliverable(email=self.EMAIL, at=self.AT)
        assert not is_undeliverable(email=self.EMAIL, at=self.AT + timedelta(hours=2))

    @pytest.mark.parametrize("status", ["4.4.1", ""])
    def test_servers_that_were_away_say_nothing_of_the_address(self, status):
        bounced(self.EMAIL, 3, bounce_status=status)
        assert not is_undeliverable(email=self.EMAIL, at=self.AT)

    def test_the_person_is_told_at_the_next_sign_in(self, client, rf):
        person = UserFactory(email=self.EMAIL)
        client.force_login(person)
        assert client.get("/vi/my/").context["messages"]._loaded_data == []
        bounced(self.EMAIL, 3)
        request = rf.get("/vi/my/")
        request.session = client.session
        from django.contrib.messages.storage.session import SessionStorage

        request._messages = SessionStorage(request)
        notices.tell_at_sign_in(request=request, user=person)
        (said,) = map(str, get_messages(request))
        assert self.EMAIL in said
        assert "/accounts/email/" in said

    def test_staff_read_it_on_the_page_of_the_person(self):
        person = UserFactory(email=self.EMAIL)
        desk = signed_in(UserFactory(administrator=True))
        address = f"/cms/users/edit/{person.pk}/"
        assert "User unknown" not in desk.get(address).content.decode()
        bounced(self.EMAIL, 3)
        assert "550 5.1.1 User unknown" in desk.get(address).content.decode()

    def test_one_question_where_nothing_is_wrong(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert notices.for_staff(UserFactory.build(email=self.EMAIL)) == ""

    def test_the_outbox_shows_what_servers_said(self, message):
        take_report(raw=reports.exchange(TOKEN), at=LATER)
        page = signed_in(UserFactory(registrar=True)).get(f"/cms/outbox/inspect/{message.pk}/")
        assert page.content.decode().count("RecipientNotFound") == 2
        assert "16:00" in page.content.decode(), "sent at nine in UTC"
        assert page.context["can_retry"]
