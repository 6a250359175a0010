"""The attendance desk in a real browser: hours without a network lose nothing and double nothing."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser import desk_tools as tools
from tests.browser.desk_tools import mark, undoable, wait_for_queue

ACTS = """
SELECT count(*) FROM courses_attendancemarkevent e JOIN courses_attendancemark m
ON m.id = e.subject_id WHERE m.meeting_id = %s
"""
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(browser, portal, database):
    """A signed-in teacher at the desk of a meeting that nobody was marked at, ready to go offline."""
    session, meeting = tools.new_meeting(database)
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    tools.sign_in(page, portal, tools.TEACHER)
    tools.open_desk(page, portal, session, meeting)
    page.meeting = meeting
    yield page
    context.close()


def test_marks_made_offline_arrive_once_and_an_undone_one_does_not(desk, database):
    desk.context.set_offline(True)
    mark(desk, 3)
    undoable(desk).first.click()
    expect(undoable(desk)).to_have_count(2)
    assert database.execute(tools.MARKS, [desk.meeting]).fetchall() == []

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
    states = [row[0] for row in database.execute(tools.MARKS, [desk.meeting]).fetchall()]
    assert states == ["present"] * 2
    assert database.execute(ACTS, [desk.meeting]).fetchone() == (2,)


@pytest.fixture
def device(browser, tmp_path):
    """`device()` → a page of a browser that keeps its profile; again: closed and started anew."""
    running = []

    def start(at: datetime, *, is_offline: bool = False):
        while running:
            running.pop().close()
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=tools.CHROMIUM,
            args=tools.QUIET,
            viewport={"width": 360, "height": 800},
        )
        running.append(context)
        context.clock.set_fixed_time(at)
        context.set_offline(is_offline)
        return context.pages[0]

    yield start
    while running:
        running.pop().close()


def test_a_device_started_anew_hours_later_with_a_wrong_clock_still_holds_every_mark(
    device, portal, database
):
    session, meeting = tools.new_meeting(database)
    now = datetime.now(tz=UTC)
    fast = now + 2 * HOUR
    page = device(fast)
    tools.sign_in(page, portal, tools.TEACHER)
    tools.open_desk(page, portal, session, meeting)
    clock = page.evaluate(tools.WORDS)["clock"].replace("{minutes}", "120")
    expect(page.locator("[data-part=status]")).to_have_text(clock)

    # The network goes; the browser is closed and started again, without a network.
    page.context.set_offline(True)
    mark(page, 2)
    page = device(fast - 5 * HOUR, is_offline=True)
    page.goto(f"{portal}/vi/courses/sessions/{session}/desk/")
    assert page.evaluate("() => Boolean(navigator.serviceWorker.controller)")
    page.locator("#desk-meeting").select_option(str(meeting))
    expect(undoable(page)).to_have_count(2)
    mark(page, 1, already=2)
    assert database.execute(tools.MARKS, [meeting]).fetchall() == []

    # Five hours after the third mark there is a network again.
    page.context.clock.set_fixed_time(fast)
    page.context.set_offline(False)
    wait_for_queue(page, lambda rows: rows == [])
    first, _second, third = database.execute(tools.MARKS, [meeting]).fetchall()
    assert {row[3] // 60 for row in (first, third)} <= {-121, -120}
    # By the server's clock, whatever the device's said.
    assert abs(first[2] - now) < HOUR
    assert abs(third[2] - (now - 5 * HOUR)) < HOUR


def test_the_desk_can_be_kept_among_the_applications_of_a_telephone(device, portal, database):
    session, meeting = tools.new_meeting(database)
    page = device(datetime.now(tz=UTC))
    tools.sign_in(page, portal, tools.TEACHER)
    tools.open_desk(page, portal, session, meeting)
    page.reload()
    assert page.evaluate("() => navigator.serviceWorker.controller.scriptURL").endswith(
        "/worker.js"
    )
    chromium = page.context.new_cdp_session(page)
    assert chromium.send("Page.getInstallabilityErrors")["installabilityErrors"] == []

    here = f"/vi/courses/sessions/{session}/desk/"
    address = page.locator("link[rel=manifest]").get_attribute("href")
    said = page.context.request.get(portal + address).json()
    assert said["name"] == f"Điểm danh: {tools.TITLE}"
    assert (said["start_url"], said["scope"], said["display"]) == (here, here, "standalone")
    icons = [*said["icons"], {"src": touch_icon(page), "sizes": "180x180"}]
    for icon in icons:
        answer = page.context.request.get(portal + urlsplit(icon["src"]).path)
        picture = Image.open(BytesIO(answer.body()))
        assert (picture.format, "{}x{}".format(*picture.size)) == ("PNG", icon["sizes"])
    assert {icon.get("purpose") for icon in icons} >= {"any", "maskable"}


def touch_icon(page) -> str:
    return page.locator("link[rel=apple-touch-icon]").get_attribute("href")
