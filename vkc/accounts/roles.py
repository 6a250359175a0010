"""The one table of roles: which permissions each group carries.

Code asks `user.has_perm(...)`; only this table and the services beside it know the groups.
Codenames of upper apps stand here as strings, so nothing is imported upwards.
"""

from vkc.accounts.choices import Role

STAFF = frozenset({"wagtailadmin.access_admin", "accounts.staff_access"})

STAFF_ROLES = frozenset(
    {Role.EDITOR, Role.APPROVER, Role.REGISTRAR, Role.VERIFIER, Role.ADMINISTRATOR}
)

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    Role.OFFICIAL: frozenset({"courses.enrol_session"}),
    Role.COORDINATOR: frozenset(
        {"courses.enrol_session", "accounts.approve_account", "accounts.invite_person"}
    ),
    Role.EDITOR: STAFF
    | {
        "guidelines.add_document",
        "guidelines.change_document",
    },
    Role.APPROVER: STAFF
    | {
        "guidelines.change_document",
        "guidelines.publish_document",
    },
    Role.REGISTRAR: STAFF
    | {
        "courses.add_session",
        "courses.change_session",
        "courses.view_enrolment",
    },
    Role.VERIFIER: STAFF | {"projects.confirm_registermember", "projects.load_register"},
    Role.PARTNER: frozenset(),
    Role.ADMINISTRATOR: STAFF
    | {
        "accounts.approve_account",
        "accounts.invite_person",
        "accounts.manage_people",
        "accounts.view_user",
        "accounts.change_user",
        "accounts.view_agency",
        "accounts.add_agency",
        "accounts.change_agency",
        "accounts.delete_agency",
    },
}
