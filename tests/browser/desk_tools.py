"""What the browser tests of the attendance desk share: meetings, signing in, codes, a camera."""

import io
from pathlib import Path
from typing import Any

import segno
from PIL import Image, ImageFilter
from playwright.sync_api import expect

from tests.browser.conftest import CHROMIUM, QUIET  # noqa: F401 (for the tests that launch their own)
from vkc.accounts.demo import PASSWORD

TEACHER, OFFICIAL = "doi-tac@demo.vkc.localhost", "can-bo@demo.vkc.localhost"
TITLE = "Dữ liệu mở trong quản lý đô thị"
NEW_MEETING = """
INSERT INTO courses_meeting (session_id, starts_at, ends_at, periods, topic, room, link, teacher)
SELECT s.id, now() - interval '1 hour', now() + interval '3 hours', 4, 'Buổi thử', '', '', ''
FROM courses_session s JOIN courses_course c ON c.id = s.course_id WHERE c.title_vi = %s
RETURNING session_id, id
"""
MARKS = """
SELECT m.state, m.source, m.marked_at, m.offset_seconds
FROM courses_attendancemark m WHERE m.meeting_id = %s ORDER BY m.id
"""
QUEUE = """
async () => new Promise((resolve) => {
  const opening = indexedDB.open("vkc-desk");
  opening.onsuccess = () => {
    const rows = opening.result.transaction("queue").objectStore("queue").getAll();
    rows.onsuccess = () => { opening.result.close(); resolve(rows.result); };
  };
})
"""
WORDS = "() => JSON.parse(document.getElementById('desk-words').textContent)"
# The picture of the camera made for the tests: small, few frames, shades of grey.
WIDTH, HEIGHT, FRAMES = 320, 240, 4


def new_meeting(database: Any) -> tuple[int, int]:
    """(session, meeting): one that is on now and nobody was marked at."""
    return database.execute(NEW_MEETING, [TITLE]).fetchone()


def sign_in(page: Any, portal: str, email: str) -> None:
    page.goto(f"{portal}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.check("main input[name=remember]")  # or the browser forgets it when it is closed
    page.click("main button[type=submit]")
    page.wait_for_url("**/my/")


def open_desk(page: Any, portal: str, session: int, meeting: int) -> None:
    """The desk, with everything kept that it needs without a network."""
    page.goto(f"{portal}/vi/courses/sessions/{session}/desk/?meeting={meeting}")
    page.wait_for_selector("html[data-desk-kept]")


def undoable(page: Any) -> Any:
    return page.locator("[data-to=undone]")


def mark(page: Any, count: int, *, already: int = 0) -> None:
    for number in range(already, already + count):
        page.locator("[data-to=present]").first.click()
        expect(undoable(page)).to_have_count(number + 1)


def wait_for_queue(page: Any, is_so: Any) -> None:
    """Until what the device keeps is as wanted; the page's policy forbids waiting inside it."""
    for _attempt in range(200):
        if is_so(page.evaluate(QUEUE)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate(QUEUE))


def code_of(text: str) -> Image.Image:
    """A QR code of any text."""
    out = io.BytesIO()
    segno.make(text, micro=False).save(out, kind="png", scale=6, border=3)
    return Image.open(out).convert("L")


def held_up(
    code: Image.Image | None, *, side: int = 170, ground: int = 190, turned: int = 0, blur: int = 0
) -> Image.Image:
    """What a camera sees of a code: `side` pixels wide, turned by degrees, its right half blurred."""
    frame = Image.new("L", (WIDTH, HEIGHT), ground)
    if code is None:
        return frame
    picture = code.convert("L").resize((side, side), Image.Resampling.BICUBIC)
    if blur:
        half = (side // 2, 0, side, side)
        picture.paste(picture.crop(half).filter(ImageFilter.GaussianBlur(blur)), half[:2])
    picture = picture.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=ground)
    frame.paste(picture, ((WIDTH - picture.width) // 2, (HEIGHT - picture.height) // 2))
    return frame


def as_video(path: Path, frame: Image.Image) -> None:
    """Frames without sound as YUV4MPEG2, which Chromium takes for a camera."""
    colourless = b"\x80" * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + (b"FRAME\n" + frame.tobytes() + colourless) * FRAMES)
