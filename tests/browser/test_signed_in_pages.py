"""Every page of courses behind the sign-in, on a phone: it opens, fits, is accessible, no script fails."""

import time
from typing import Any

import pytest

from tests.browser.desk_tools import sign_in
from tests.browser.test_main_pages import COLOURS, LEVELS, violations
from vkc.accounts.demo import current_code

OPEN, ONLINE = "Tổng quan phát triển đô thị%", "Học trực tuyến%"
IN_ROOM, OFFERED, ENDED = "Dữ liệu mở%", "Ứng phó ngập lụt%", "Khóa minh họa đã kết thúc%"
OFFICIAL = {
    "own page": "/vi/my/",
    "own courses": "/vi/courses/mine/",
    "own calendar": "/vi/courses/calendar/",
    "own hours": "/vi/courses/transcript/",
    "own certificates": "/vi/courses/certificates/",
    "session of one's own": "/vi/courses/sessions/{in_room}/",
    "enrol": "/vi/courses/sessions/{open}/enrol/",
    "own code": "/vi/courses/sessions/{in_room}/my-code/",
    "check in": "/vi/courses/check-in/",
    "materials": "/vi/courses/sessions/{in_room}/materials/",
    "offer": "/vi/courses/sessions/{offered}/place/",
    "decline": "/vi/courses/sessions/{offered}/place/decline/",
    "withdraw": "/vi/courses/sessions/{offered}/withdraw/",
    "lessons": "/vi/courses/sessions/{online}/learn/",
}
COORDINATOR = {
    "letters": "/vi/courses/nominations/",
    "letter": "/vi/courses/nominations/{letter}/",
    "begin a letter": "/vi/courses/sessions/{open}/nominate/",
}
REGISTRAR = {
    "today": "/cms/courses/desk/",
    "session": "/cms/courses/sessions/{open}/",
    "letters": "/cms/courses/nominations/?view=all",
    "letter": "/cms/courses/nominations/{letter}/",
    "overdue letters": "/cms/courses/nominations/?view=overdue",
    "waiting": "/cms/courses/sessions/{offered}/waiting/",
    "quotas": "/cms/courses/sessions/{open}/quotas/",
    "simulate": "/cms/courses/sessions/{offered}/simulate/",
    "move": "/cms/courses/sessions/{open}/move/",
    "cancel": "/cms/courses/sessions/{open}/cancel/",
    "import": "/cms/courses/sessions/{open}/import/",
    "reports": "/cms/courses/reports/",
    "results": "/cms/courses/sessions/{online}/learning/",
    "completion": "/cms/courses/sessions/{online}/completion/",
    "survey": "/cms/courses/sessions/{online}/survey/",
    "certificates": "/cms/courses/sessions/{ended}/certificates/",
    "online learning": "/cms/courses/learning/",
    "course of lessons": "/cms/courses/learning/{course}/",
    "rule": "/cms/courses/learning/{course}/rules/add/",
    "questions": "/cms/courses/learning/{course}/questions/",
}
TITLED = """
SELECT s.id, s.course_id FROM courses_session s JOIN courses_course c ON c.id = s.course_id
WHERE c.title_vi LIKE %s ORDER BY s.id LIMIT 1
"""
# Wagtail scrolls its own frame, so both are asked how much wider they are than the screen.
OVERFLOW = """
() => Math.max(...[document.documentElement, document.querySelector("main")].map(
  (box) => box.scrollWidth - box.clientWidth))
"""


@pytest.fixture(scope="session")
def state_of(browser: Any, portal: str) -> Any:
    """E-mail → what a signed-in browser of that person keeps; each signs in once."""
    kept: dict[str, Any] = {}

    def ask(name: str) -> Any:
        if name not in kept:
            context = browser.new_context()
            page = context.new_page()
            if name == "giao-vu":
                sign_in_as_staff(page, portal, name)
            else:
                sign_in(page, portal, f"{name}@demo.vkc.localhost")
            kept[name] = context.storage_state()
            context.close()
        return kept[name]

    return ask


def sign_in_as_staff(page: Any, portal: str, name: str) -> None:
    from vkc.accounts.demo import PASSWORD

    page.goto(f"{portal}/accounts/login/")
    page.fill("input[name=login]", f"{name}@demo.vkc.localhost")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.fill("input[name=code]", current_code(at=time.time()))
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/my/")


@pytest.fixture
def places(database: Any) -> dict[str, int]:
    """The keys that the addresses name, of the sample material."""
    keys = {}
    for name, title in {
        "open": OPEN, "online": ONLINE, "in_room": IN_ROOM, "offered": OFFERED, "ended": ENDED,
    }.items():  # fmt: skip
        keys[name], course = database.execute(TITLED, [title]).fetchone()
        if name == "online":
            keys["course"] = course
    keys["letter"] = database.execute("SELECT min(id) FROM courses_nomination").fetchone()[0]
    return keys


@pytest.fixture
def visit(browser: Any, portal: str, state_of: Any, places: dict[str, int]) -> Any:
    contexts = []

    def open_(who: str, address: str, *, dark: bool = False) -> Any:
        context = browser.new_context(
            viewport={"width": 360, "height": 800},
            color_scheme="dark" if dark else "light",
            storage_state=state_of(who),
        )
        contexts.append(context)
        page = context.new_page()
        page.errors = []
        page.on("console", lambda m: page.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.answer = page.goto(portal + address.format(**places))
        page.wait_for_load_state("networkidle")
        return page

    yield open_
    for context in contexts:
        context.close()


def check(page: Any) -> None:
    assert page.answer.status == 200
    assert page.locator("h1").count() == 1
    assert page.errors == []
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("name", OFFICIAL)
def test_page_of_an_official_fits_a_phone_and_is_accessible(visit: Any, name: str) -> None:
    page = visit("can-bo", OFFICIAL[name])
    check(page)
    assert violations(page, LEVELS) == []


@pytest.mark.parametrize("name", COORDINATOR)
def test_page_of_a_coordinator_fits_a_phone_and_is_accessible(visit: Any, name: str) -> None:
    page = visit("dau-moi", COORDINATOR[name])
    check(page)
    assert violations(page, LEVELS) == []


@pytest.mark.parametrize("name", ["own courses", "offer", "lessons", "own code"])
def test_colours_of_the_dark_theme_are_told_apart(visit: Any, name: str) -> None:
    assert violations(visit("can-bo", OFFICIAL[name], dark=True), COLOURS) == []


@pytest.mark.parametrize("name", REGISTRAR)
def test_desk_of_the_registrar_fits_a_phone_and_its_scripts_run(visit: Any, name: str) -> None:
    check(visit("giao-vu", REGISTRAR[name]))
