"""Who a session belongs to and what their role allows: one statement each."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Permission
from django.test import RequestFactory

from tests.factories.accounts import UserFactory
from vkc.accounts.backends import RoleBackend
from vkc.accounts.choices import Role
from vkc.accounts.models import User
from vkc.accounts.services.roles import group_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def official():
    user = UserFactory()
    user.groups.add(group_for(Role.OFFICIAL))
    return User.objects.get(pk=user.pk)


def test_a_role_allows_what_it_names_in_one_statement(official, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert official.has_perm("courses.enrol_session")
        assert not official.has_perm("courses.change_session")
        assert not official.has_perm("courses.nominate_session")


def test_a_right_given_to_a_person_counts_for_nothing(official):
    right = Permission.objects.get(codename="change_session", content_type__app_label="courses")
    official.user_permissions.add(right)
    assert not User.objects.get(pk=official.pk).has_perm("courses.change_session")


def test_who_may_not_sign_in_any_more_has_no_session_and_no_right(official):
    assert RoleBackend().get_user(official.pk) == official
    official.is_active = False
    official.save()
    assert RoleBackend().get_user(official.pk) is None
    assert not User.objects.get(pk=official.pk).has_perm("courses.enrol_session")


def test_a_session_of_nobody_is_nobody(client):
    assert RoleBackend().get_user(0) is None
    user = UserFactory()
    client.force_login(user)
    user.delete()
    request = RequestFactory().get("/")
    request.session = client.session
    assert get_user(request).is_anonymous
