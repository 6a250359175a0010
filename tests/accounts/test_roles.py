import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.factories.accounts import AgencyFactory, UserFactory
from vkc.accounts import permissions, services
from vkc.accounts.choices import AccountState, Role
from vkc.accounts.exceptions import LastAdministrator, RoleUnchanged
from vkc.accounts.models import User
from vkc.accounts.roles import ROLE_PERMISSIONS, STAFF_ROLES
from vkc.accounts.services.roles import group_for, holders_among, permissions_by_name
from vkc.accounts.states import ACCOUNT_STATES
from vkc.core.states import Refusal, TransitionRefused

NOW = timezone.now()


def test_every_permission_of_the_table_exists(db):
    known = permissions_by_name()
    wanted = {name for names in ROLE_PERMISSIONS.values() for name in names}
    assert sorted(wanted - set(known)) == []


def test_the_table_names_every_role_and_staff_may_open_the_back_office():
    assert set(ROLE_PERMISSIONS) == set(Role)
    for role, names in ROLE_PERMISSIONS.items():
        assert ("wagtailadmin.access_admin" in names) is (role in STAFF_ROLES)
        assert ("accounts.staff_access" in names) is (role in STAFF_ROLES)


def test_the_administrator_has_no_permission_over_content():
    held = ROLE_PERMISSIONS[Role.ADMINISTRATOR]
    domains = ("guidelines.", "courses.", "projects.", "places.", "topics.")
    assert [name for name in held if name.startswith(domains)] == []
    of_cms = {name for name in held if name.startswith("cms.")}
    assert all(name.endswith(("_sitesettings", "_contactmessage")) for name in of_cms)


def test_ensuring_roles_twice_changes_nothing_and_mends_what_was_changed(db):
    assert set(services.ensure_roles().values()) == {"added"}
    Group.objects.get(name="editor").permissions.clear()
    assert services.ensure_roles()["editor"] == "changed"
    assert set(services.ensure_roles().values()) == {"unchanged"}


def test_giving_and_taking_a_role_is_recorded_with_who_and_why(administrator):
    person = UserFactory(official=True)
    values = {"person": person, "by": administrator, "at": NOW}
    services.grant_role(role="editor", reason="Quyết định 12", **values)
    person = User.objects.get(pk=person.pk)
    assert person.is_staff
    assert person.has_perm("guidelines.change_document")
    services.take_role(role="editor", **values)
    person = User.objects.get(pk=person.pk)
    assert not person.is_staff
    assert not person.has_perm("guidelines.change_document")
    events = list(person.events.values_list("event", "role", "by_id", "reason"))
    assert events == [
        ("role_given", "editor", administrator.pk, "Quyết định 12"),
        ("role_taken", "editor", administrator.pk, ""),
    ]


def test_nobody_gives_a_role_to_themself(administrator):
    with pytest.raises(PermissionDenied):
        services.grant_role(person=administrator, role="editor", by=administrator, at=NOW)


def test_a_coordinator_gives_no_roles(coordinator):
    with pytest.raises(PermissionDenied):
        services.grant_role(person=UserFactory(), role="official", by=coordinator, at=NOW)


def test_a_role_held_is_not_given_again_and_one_not_held_is_not_taken(administrator):
    person = UserFactory(official=True)
    with pytest.raises(RoleUnchanged):
        services.grant_role(person=person, role="official", by=administrator, at=NOW)
    with pytest.raises(RoleUnchanged):
        services.take_role(person=person, role="editor", by=administrator, at=NOW)


def test_a_person_who_waits_gets_no_role(administrator):
    with pytest.raises(Refusal):
        services.grant_role(
            person=UserFactory(pending=True), role="editor", by=administrator, at=NOW
        )


def test_the_last_administrator_cannot_be_taken_away_or_erased(administrator):
    root = UserFactory(is_superuser=True)
    with pytest.raises(LastAdministrator):
        services.take_role(person=administrator, role="administrator", by=root, at=NOW)
    with pytest.raises(LastAdministrator):
        services.erase_account(user=administrator, at=NOW)
    UserFactory(administrator=True)
    services.take_role(person=administrator, role="administrator", by=root, at=NOW)
    assert not User.objects.get(pk=administrator.pk).is_staff


HOME, AWAY = "own agency", "another agency"


@pytest.mark.parametrize(
    ("role", "where", "approve", "invite_official", "invite_editor", "roles", "second_factor"),
    [
        ("official", HOME, False, False, False, False, False),
        ("partner", HOME, False, False, False, False, False),
        ("coordinator", HOME, True, True, False, False, False),
        ("coordinator", AWAY, False, False, False, False, False),
        ("editor", HOME, False, False, False, False, True),
        ("approver", HOME, False, False, False, False, True),
        ("registrar", HOME, False, False, False, False, True),
        ("verifier", HOME, False, False, False, False, True),
        ("administrator", HOME, True, True, True, True, True),
        ("administrator", AWAY, True, True, True, True, True),
    ],
)
def test_who_may_do_what_to_people(
    agency, role, where, approve, invite_official, invite_editor, roles, second_factor
):
    user = UserFactory(agency=agency, **{role: True})
    target = agency if where == HOME else AgencyFactory()
    person = UserFactory(pending=True, agency=target)
    assert permissions.can_approve_account(user, person) is approve
    assert permissions.can_invite_person(user, target, ["official"]) is invite_official
    assert permissions.can_invite_person(user, target, ["editor"]) is invite_editor
    assert permissions.can_change_roles(user, person) is roles
    assert permissions.needs_second_factor(user) is second_factor


ALLOWED = {
    ("pending", "approve"): "approved",
    ("pending", "refuse"): "refused",
    ("pending", "close"): "closed",
    ("approved", "close"): "closed",
    ("refused", "reopen"): "pending",
    ("refused", "close"): "closed",
}


@pytest.mark.parametrize("state", AccountState.values)
@pytest.mark.parametrize("event", ["approve", "refuse", "reopen", "close"])
def test_every_state_and_event_of_an_account(state, event):
    if (state, event) in ALLOWED:
        assert ACCOUNT_STATES.next_state(state, event) == ALLOWED[state, event]
    else:
        with pytest.raises(TransitionRefused):
            ACCOUNT_STATES.next_state(state, event)


def test_a_right_without_a_role_counts_for_nothing(db):
    person = UserFactory()
    person.user_permissions.add(permissions_by_name()["courses.change_session"])
    assert not User.objects.get(pk=person.pk).has_perm("courses.change_session")
    person.groups.add(group_for(Role.REGISTRAR))
    assert User.objects.get(pk=person.pk).has_perm("courses.change_session")


def test_one_query_finds_every_right(db, django_assert_num_queries):
    person = UserFactory()
    person.groups.add(group_for(Role.OFFICIAL), group_for(Role.REGISTRAR))
    with django_assert_num_queries(1):
        assert person.has_perm("courses.enrol_session")
        assert not person.has_perm("courses.no_such_right")


def test_holders_among_people_are_those_that_may_finds(db):
    """One statement for many; suspended people, superusers without a group and others are none."""
    people = [
        UserFactory(registrar=True),
        UserFactory(registrar=True, is_active=False),
        UserFactory(registrar=True, state=AccountState.PENDING),
        UserFactory(is_superuser=True),
        UserFactory(coordinator=True),
    ]
    permission = "courses.change_session"
    found = holders_among(people, permission)
    assert found == set(User.objects.may(permission).values_list("pk", flat=True))
    assert found == {people[0].pk}
    assert holders_among([], permission) == set()


def test_who_may_through_two_groups_is_found_once(db):
    person = UserFactory(registrar=True)
    person.groups.add(group_for("administrator"))
    with_both = User.objects.may("notifications.view_message")
    assert [one.pk for one in with_both] == [person.pk]
