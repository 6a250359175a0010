"""A SCORM package in a real browser: it saves, resumes, and reaches nothing of the portal."""

from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page

from courses.demo.scorm import build
from vkc.accounts.demo import PASSWORD

LEARNER = "can-bo@demo.vkc.localhost"
FIND = """
    SELECT s.id, l.id, f.file FROM courses_lesson l
    JOIN courses_session s ON s.course_id = l.course_id AND s.is_demo
    JOIN courses_scormpackage p ON p.lesson_id = l.id
    JOIN courses_storedfile f ON f.id = p.file_id
"""
TRIES = {
    "cookies": "document.cookie",
    "page around it": "parent.document.title",
    "storage": "localStorage.length",
    "a page of the portal": "fetch('/vi/my/')",
    "leaving for the portal": "top.location.href",
}


@pytest.fixture
def lesson(portal: str, loaded_database: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Path of the sample lesson, open to everybody with a seat; its archive is put in place."""
    with psycopg.connect(loaded_database, autocommit=True) as database:
        session, lesson, file = database.execute(FIND).fetchone()
        database.execute("UPDATE courses_courselearning SET is_in_order = false")
    (folder,) = {log.parent for log in tmp_path_factory.getbasetemp().rglob("web.log")}
    archive = Path(folder) / "private" / file
    archive.parent.mkdir(parents=True, exist_ok=True)
    archive.write_bytes(build())
    return f"/vi/courses/sessions/{session}/learn/{lesson}/"


def sign_in(page: Page, portal: str) -> None:
    page.goto(f"{portal}/accounts/login/")
    page.fill("input[name=login]", LEARNER)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/my/**")


def leave(page: Page, address: str) -> None:
    page.locator("[data-leave]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def test_a_package_saves_resumes_and_reaches_nothing(open_page, portal: str, lesson: str) -> None:
    page = open_page("/vi/")
    sign_in(page, portal)
    answer = page.goto(f"{portal}{lesson}play/")
    assert answer.status == 200
    assert page.url.endswith("/play/")
    inside = page.frame_locator("iframe")
    inside.get_by_role("button", name="Đúng").wait_for()
    frame = page.frames[1]
    assert frame.evaluate("self.origin") == "null"
    for what, expression in TRIES.items():
        tried = f"(async () => {{ try {{ await ({expression}); return 'read' }} catch {{ return '' }} }})()"
        assert frame.evaluate(tried) == "", what
    with page.expect_response(lambda answer: answer.url.endswith("/scorm/")) as saved:
        inside.get_by_role("button", name="Đúng").click()
    assert saved.value.status == 200
    leave(page, portal + lesson)

    page.goto(f"{portal}{lesson}play/")
    inside.get_by_text("Câu 2 trên 3").wait_for()
    assert inside.get_by_text("Học tiếp từ chỗ đã dừng.").is_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/scorm/")):
        inside.get_by_role("button", name="Sai").click()
    with page.expect_response(lambda answer: answer.url.endswith("/scorm/")) as saved:
        inside.get_by_role("button", name="Đúng").click()
    assert saved.value.json()["is_done"] is True
    leave(page, portal + lesson)
    assert "100" in page.locator(".key-values").inner_text()


def test_a_file_opened_by_its_address_still_has_no_origin(
    open_page, portal: str, lesson: str
) -> None:
    page = open_page("/vi/")
    sign_in(page, portal)
    page.goto(f"{portal}{lesson}play/")
    page.frame_locator("iframe").locator("h1").wait_for()
    page.goto(page.frames[1].url)
    assert page.evaluate("self.origin") == "null"
