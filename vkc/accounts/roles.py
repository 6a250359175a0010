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
    Role.OFFICIAL: frozenset(
        {
            "courses.enrol_session",
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            "accounts.approve_account",
            "accounts.invite_person",
            "courses.enrol_session",
            "courses.nominate_session",
        }
    ),
    Role.EDITOR: STAFF
    | frozenset(
        {
            "cms.add_glossaryterm",
            "cms.change_contactmessage",
            "cms.change_glossaryterm",
            "cms.view_contactmessage",
            "cms.view_glossaryterm",
            "courses.add_course",
            "courses.change_course",
            "courses.view_course",
            "guidelines.add_document",
            "guidelines.add_issuer",
            "guidelines.change_document",
            "guidelines.change_issuer",
            "guidelines.view_document",
            "guidelines.view_issuer",
            "projects.add_programme",
            "projects.change_programme",
            "projects.change_register",
            "projects.view_programme",
            "projects.view_register",
            "wagtail_localize.submit_translation",
        }
    ),
    Role.APPROVER: STAFF
    | frozenset(
        {
            "cms.change_contactmessage",
            "cms.change_glossaryterm",
            "cms.view_contactmessage",
            "cms.view_glossaryterm",
            "courses.change_course",
            "courses.publish_course",
            "courses.view_course",
            "guidelines.add_document",
            "guidelines.change_document",
            "guidelines.lock_document",
            "guidelines.publish_document",
            "guidelines.unlock_document",
            "guidelines.view_document",
            "guidelines.view_issuer",
            "projects.change_programme",
            "projects.lock_programme",
            "projects.publish_programme",
            "projects.unlock_programme",
            "projects.view_programme",
            "projects.view_register",
        }
    ),
    Role.REGISTRAR: STAFF
    | frozenset(
        {
            "courses.add_certificateregister",
            "courses.add_hoursrule",
            "courses.add_dayoff",
            "courses.add_session",
            "courses.add_trainingtype",
            "courses.change_certificate",
            "courses.change_certificateregister",
            "courses.change_hoursrule",
            "courses.change_trainingtype",
            "courses.change_dayoff",
            "courses.change_session",
            "courses.delete_dayoff",
            "courses.delete_session",
            "courses.view_certificate",
            "courses.view_certificateregister",
            "courses.view_course",
            "courses.view_dayoff",
            "courses.view_enrolment",
            "courses.view_hoursrule",
            "courses.view_session",
            "courses.view_trainingtype",
            "notifications.view_message",
        }
    ),
    Role.VERIFIER: STAFF
    | frozenset(
        {
            "projects.confirm_registermember",
            "projects.load_register",
            "projects.view_programme",
            "projects.view_register",
            "projects.view_registermember",
        }
    ),
    Role.PARTNER: frozenset(),
    Role.ADMINISTRATOR: STAFF
    | frozenset(
        {
            "accounts.add_agency",
            "accounts.approve_account",
            "accounts.change_agency",
            "accounts.invite_person",
            "accounts.manage_people",
            "accounts.view_agency",
            "cms.change_contactmessage",
            "cms.change_sitesettings",
            "cms.delete_contactmessage",
            "cms.view_contactmessage",
            "notifications.view_message",
        }
    ),
}
