"""What the outbox holds about a person can be seen and erased, and no one else's."""

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.notifications import MessageFactory, SubscriptionFactory
from vkc.notifications import my_data
from vkc.notifications.models import Message, Subscription

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(email="can-bo@vkc.test")


@pytest.fixture(autouse=True)
def _rows(user):
    for email in (user.email, "nguoi-khac@vkc.test"):
        SubscriptionFactory(email=email)
        MessageFactory(recipient=email)


def test_the_export_holds_ones_own_rows_only(user):
    found = my_data.export(user)
    assert len(found["subscriptions"]) == len(found["messages"]) == 1
    assert found["messages"][0]["subject"] == "Đã nhận đăng ký"


def test_erasing_leaves_the_rows_of_others(user):
    my_data.erase(user)
    assert list(Subscription.objects.values_list("email", flat=True)) == ["nguoi-khac@vkc.test"]
    assert list(Message.objects.values_list("recipient", flat=True)) == ["nguoi-khac@vkc.test"]
