"""“Khóa học” in the menu of the back office: one place for all that belongs to courses."""

import pytest
from wagtail.admin.menu import admin_menu

from tests.factories.accounts import UserFactory
from vkc.accounts.choices import Role
from vkc.accounts.services.roles import group_for

pytestmark = pytest.mark.django_db


def menu_of(role, rf):
    """Names in the menu of courses, and those beside it on the same level."""
    person = UserFactory(is_staff=True)
    person.groups.add(group_for(role))
    request = rf.get("/cms/")
    request.user = person
    shown = admin_menu.menu_items_for_request(request)
    inside = [item for item in shown if item.name == "courses"]
    below = inside[0].menu.menu_items_for_request(request) if inside else []
    names = [item.name for item in sorted(below, key=lambda item: item.order)]
    return names, {item.name for item in shown}


def test_a_registrar_finds_the_work_of_today_first_and_everything_in_one_place(rf):
    inside, beside = menu_of(Role.REGISTRAR, rf)
    assert inside == [
        "today", "letters", "courses-sessions", "courses-enrolments", "courses-catalogue",
        "learning", "certificates", "courses-reports", "courses-days-off",
    ]  # fmt: skip
    assert not beside & {*inside, "snippets"}


def test_an_editor_finds_courses_and_lessons_but_no_desk_of_registrars(rf):
    inside, _beside = menu_of(Role.EDITOR, rf)
    assert {"courses-catalogue", "learning"} <= set(inside)
    assert not {"today", "letters", "courses-reports"} & set(inside)


def test_who_has_nothing_to_do_with_courses_has_no_such_menu(rf):
    inside, beside = menu_of(Role.ADMINISTRATOR, rf)
    assert inside == []
    assert "courses" not in beside
