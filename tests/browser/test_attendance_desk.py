"""The attendance desk in a real browser: hours without a network lose nothing and double nothing."""

import re
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import expect

from vkc.accounts.demo import PASSWORD

TEACHER = "doi-tac@demo.vkc.localhost"
TITLE = "Dữ liệu mở trong quản lý đô thị"
PRESENT = """
SELECT count(*) FROM courses_attendancemark m JOIN courses_meeting g ON g.id = m.meeting_id
WHERE g.id = %s AND m.state = 'present'
"""
ACTS = """
SELECT count(*) FROM courses_attendancemarkevent e JOIN courses_attendancemark m
ON m.id = e.subject_id WHERE m.meeting_id = %s
"""
LAST_MEETING = """
SELECT s.id, max(g.id) FROM courses_session s JOIN courses_course c ON c.id = s.course_id
JOIN courses_meeting g ON g.session_id = s.id WHERE c.title_vi = %s GROUP BY s.id
"""


@pytest.fixture
def database(loaded_database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(loaded_database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def desk(browser, portal, database):
    """A signed-in teacher at the desk of a meeting that nobody was marked at, ready to go offline."""
    session, meeting = database.execute(LAST_MEETING, [TITLE]).fetchone()
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    address = f"{portal}/vi/courses/sessions/{session}/desk/?meeting={meeting}"
    page.goto(f"{portal}/accounts/login/")
    page.fill("input[name=login]", TEACHER)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/my/")
    page.goto(address)
    page.wait_for_selector("html[data-desk-kept]")
    page.meeting = meeting
    yield page
    context.close()


def undoable(page):
    return page.locator("[data-to=undone]")


def mark(page, count: int) -> None:
    for number in range(count):
        page.locator("[data-to=present]").first.click()
        expect(undoable(page)).to_have_count(number + 1)


def wait_for_queue(page, is_so) -> None:
    """Until what the device keeps is as wanted; the page's policy forbids waiting inside it."""
    for _attempt in range(200):
        if is_so(page.evaluate(READ)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate(READ))


def test_marks_made_offline_arrive_once_and_an_undone_one_does_not(desk, database):
    desk.context.set_offline(True)
    mark(desk, 3)
    undoable(desk).first.click()
    expect(undoable(desk)).to_have_count(2)
    assert database.execute(PRESENT, [desk.meeting]).fetchone() == (0,)

    # Closed and opened again without a network: the page and the marks are still there.
    desk.goto(desk.url)
    desk.locator("#desk-meeting").select_option(str(desk.meeting))
    expect(undoable(desk)).to_have_count(2)

    # The first batch reaches the server, its answer does not reach the device.
    def lose_the_answer(route):
        route.fetch()
        route.abort()

    desk.route(re.compile("/desk/sync/$"), lose_the_answer, times=1)
    desk.context.set_offline(False)
    wait_for_queue(desk, lambda rows: any(row["tried"] for row in rows))
    desk.reload()
    wait_for_queue(desk, lambda rows: rows == [])
    assert database.execute(PRESENT, [desk.meeting]).fetchone() == (2,)
    assert database.execute(ACTS, [desk.meeting]).fetchone() == (2,)


READ = """
async () => new Promise((resolve) => {
  const opening = indexedDB.open("vkc-desk");
  opening.onsuccess = () => {
    const rows = opening.result.transaction("queue").objectStore("queue").getAll();
    rows.onsuccess = () => { opening.result.close(); resolve(rows.result); };
  };
})
"""
