"""A SCORM package in a real browser: it saves, resumes, and reaches nothing of the portal."""

import json
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page

from courses.demo.scorm import build
from courses.scorm.archive import read_package
from ops.process import wait_until
from tests.factories import scorm_tools
from tests.factories.courses_scorm import upload
from vkc.accounts.demo import PASSWORD

LEARNER = "can-bo@demo.vkc.localhost"
FIND = """
    SELECT s.id, l.id, f.file FROM courses_lesson l
    JOIN courses_session s ON s.course_id = l.course_id AND s.is_demo
    JOIN courses_scormpackage p ON p.lesson_id = l.id
    JOIN courses_storedfile f ON f.id = p.file_id
    ORDER BY l.id
"""
TRIES = {
    "cookies": "document.cookie",
    "page around it": "parent.document.title",
    "storage": "localStorage.length",
    "storage of the visit": "sessionStorage.length",
    "databases": "indexedDB.open('x')",
    "a page of the portal": "fetch('/vi/my/')",
    "the portal as the learner": "fetch('/vi/my/', {mode: 'no-cors', credentials: 'include'})",
    "a report as the learner": "fetch('/vi/courses/', {method: 'POST', mode: 'no-cors'})",
    "where the window is": "top.location.href",
    "leading the window away": "(top.location = '/vi/my/')",
}


@pytest.fixture
def folder(portal: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running portal keeps its files."""
    (found,) = {log.parent for log in tmp_path_factory.getbasetemp().rglob("web.log")}
    return Path(found) / "private"


@pytest.fixture
def lesson(loaded_database: str, folder: Path) -> str:
    """Path of the sample lesson, open to everybody with a seat; its archive is put in place."""
    with psycopg.connect(loaded_database, autocommit=True) as database:
        session, lesson, file = database.execute(FIND).fetchone()
        database.execute("UPDATE courses_courselearning SET is_in_order = false")
    archive = folder / file
    archive.parent.mkdir(parents=True, exist_ok=True)
    archive.write_bytes(build())
    return f"/vi/courses/sessions/{session}/learn/{lesson}/"


@pytest.fixture
def tools(loaded_database: str, folder: Path, lesson: str) -> str:
    """Path of a lesson beside the sample one, with the package laid out as authoring tools do."""
    content = scorm_tools.build()
    (folder / "cong-cu.zip").write_bytes(content)
    found = read_package(upload(content), name="cong-cu.zip")
    sample = int(lesson.split("/")[-2])
    with psycopg.connect(loaded_database, autocommit=True) as database:
        new = _copy(database, "courses_lesson", sample, title_vi="Như công cụ soạn bài")
        where = f"courses_scormpackage WHERE lesson_id = {sample}"
        package, file = database.execute(f"SELECT id, file_id FROM {where}").fetchone()
        stored = _copy(database, "courses_storedfile", file, file="cong-cu.zip")
        entries = {"entries": json.dumps(found.entries), "lesson_id": new, "file_id": stored}
        mine = _copy(database, "courses_scormpackage", package, **entries)
        (part,) = database.execute(
            f"SELECT id FROM courses_scormpart WHERE package_id = {package}"
        ).fetchone()
        for order, values in enumerate(found.manifest.parts, start=1):
            _copy(database, "courses_scormpart", part, package_id=mine, order=order, **vars(values))
    return lesson.replace(f"/{sample}/", f"/{new}/")


def _copy(database: psycopg.Connection, table: str, key: int, **changes: object) -> int:
    """Insert a row like another one; returns its key."""
    names = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
    columns = [name for (name,) in database.execute(names, [table]) if name != "id"]
    listed = ", ".join(f'"{name}"' for name in columns)
    taken = ", ".join("%s" if name in changes else f'"{name}"' for name in columns)
    given = [changes[name] for name in columns if name in changes]
    row = f"INSERT INTO {table} ({listed}) SELECT {taken} FROM {table} WHERE id = %s RETURNING id"
    return database.execute(row, [*given, key]).fetchone()[0]


def sign_in(page: Page, portal: str) -> None:
    page.goto(f"{portal}/accounts/login/")
    page.fill("input[name=login]", LEARNER)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/my/**")


def leave(page: Page, address: str) -> None:
    page.locator("[data-leave]").first.focus()
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
    address = page.frames[1].url
    page.frames[1].evaluate("void (location.href = '/vi/')")
    page.wait_for_function("!!document.querySelector('iframe')")
    assert not page.frames[1].url.endswith("/vi/"), "the frame was led to the portal"
    assert page.url == f"{portal}{lesson}play/"
    page.goto(address)
    assert page.evaluate("self.origin") == "null"


def test_frames_share_one_standing_and_read_their_own_files(
    open_page, portal: str, tools: str
) -> None:
    page = open_page("/vi/")
    sign_in(page, portal)
    page.goto(f"{portal}{tools}")
    page.get_by_role("link", name="Phần có khung").click()
    driver = page.frame_locator("iframe")
    content = driver.frame_locator("iframe")
    # Set by one page of the inner frame, read by the next one at once, and by the page around.
    content.locator("#from", has_text="trang-2").wait_for()
    driver.locator("#seen", has_text="trang-2").wait_for()
    inner = next(frame for frame in page.frames if frame.url.endswith("two.html"))
    assert inner.title() == "null", "a pop-up opened"
    page.locator("[data-status]", has_text="80").wait_for()
    leave(page, portal + tools)
    parts = page.locator(".scorm-parts").inner_text()
    assert "80" in parts


def test_the_last_words_of_a_page_that_goes_away_are_kept(
    open_page, portal: str, tools: str
) -> None:
    page = open_page("/vi/")
    sign_in(page, portal)
    page.goto(f"{portal}{tools}play/2/")
    page.frame_locator("iframe").get_by_text("Đã sẵn sàng").wait_for()
    heard = []
    page.on("response", lambda answer: heard.append((answer.status, answer.url[-40:])))
    page.goto(f"{portal}/vi/")

    def is_kept() -> bool:
        page.goto(f"{portal}{tools}")
        return "60" in page.locator(".scorm-parts").inner_text()

    assert wait_until(is_kept, seconds=10), (heard, page.errors, page.locator("main").inner_text())
