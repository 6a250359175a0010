import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories.accounts import UserFactory
from vkc.accounts import demo
from vkc.accounts.choices import Role
from vkc.accounts.models import AccountEvent, Agency, User
from vkc.accounts.roles import STAFF_ROLES


def printed(*args: str) -> str:
    out = StringIO()
    call_command("demo_accounts", *args, stdout=out)
    return out.getvalue()


def test_there_is_one_labelled_account_per_role_and_loading_again_adds_none(db):
    assert demo.load() == {"demo accounts": len(Role)}
    assert demo.load() == {"demo accounts": 0}
    people = User.objects.filter(is_demo=True)
    assert {group.name for person in people for group in person.groups.all()} == set(Role.values)
    assert all("tài khoản minh họa" in person.full_name for person in people)


def test_every_demo_account_signs_in_and_staff_reach_the_back_office(db):
    demo.load()
    found = json.loads(printed("--json"))
    for number, row in enumerate(found["accounts"]):
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        client.post("/accounts/login/", {"login": row["email"], "password": found["password"]})
        if row["second_factor"]:
            code = json.loads(printed("--json"))["code"]
            client.post("/accounts/2fa/authenticate/", {"code": code})
        assert client.get("/vi/my/").status_code == 200, row
        assert client.get("/cms/").status_code == (200 if row["second_factor"] else 403), row


def test_the_command_prints_every_sign_in(db):
    assert printed() == ""
    demo.load()
    text = printed()
    assert all(sample.email in text for sample in demo.PEOPLE)
    assert demo.PASSWORD in text
    assert text.count("  * ") == len(STAFF_ROLES) + 1


def test_the_command_refuses_where_sample_material_is_not_allowed(db, settings):
    settings.DEMO_CONTENT_ALLOWED = False
    with pytest.raises(CommandError):
        printed()


def test_removing_takes_the_demo_accounts_with_their_events_and_nothing_else(db):
    real = UserFactory(editor=True)
    agencies = Agency.objects.count()
    demo.load()
    assert demo.remove() == {"demo accounts": len(Role)}
    assert list(User.objects.all()) == [real]
    assert not AccountEvent.objects.exists()
    assert Agency.objects.count() == agencies
