"""Scanning with a camera that Chromium is given: codes as people hold them up, and wrong ones."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import expect

from courses.views.attendance_desk import SCANNER
from ops.paths import ROOT
from tests.browser import desk_tools as tools

pytestmark = pytest.mark.skipif(
    not (ROOT / "static" / SCANNER).exists(), reason="the QR reader was not fetched (make assets)"
)
CAMERA = [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream=fps=10",
]


@pytest.fixture
def camera(browser, portal, database, tmp_path) -> Iterator[object]:
    """A teacher's desk without a network, on a device whose camera shows `page.show(frame)`."""
    video = tmp_path / "camera.y4m"
    tools.as_video(video, tools.held_up(None))
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile",
        executable_path=tools.CHROMIUM,
        args=[*tools.QUIET, *CAMERA, f"--use-file-for-fake-video-capture={video}"],
        viewport={"width": 360, "height": 800},
    )
    page = context.pages[0]
    page.session, page.meeting = tools.new_meeting(database)
    page.show = lambda frame: tools.as_video(video, frame)
    tools.sign_in(page, portal, tools.TEACHER)
    yield page
    context.close()


def on_paper(page, portal: str) -> dict[str, Image.Image]:
    """Name → code, as the sheet prints it."""
    page.goto(f"{portal}/vi/courses/sessions/{page.session}/desk/meetings/{page.meeting}/sheet/")
    page.emulate_media(media="print")
    rows = page.locator(".sheet tbody tr").all()
    found = {row.locator("th").inner_text(): picture_of(row.locator(".qr")) for row in rows[:4]}
    page.emulate_media(media="screen")
    return found


def on_a_phone(browser, portal: str, session: int) -> tuple[str, Image.Image]:
    """A participant's own code on a dark telephone."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = context.new_page()
    tools.sign_in(page, portal, tools.OFFICIAL)
    page.goto(f"{portal}/vi/courses/sessions/{session}/my-code/")
    found = page.locator("h1").inner_text(), picture_of(page.locator(".my-code .qr"))
    context.close()
    return found


def picture_of(element) -> Image.Image:
    return Image.open(io.BytesIO(element.screenshot())).convert("L")


def scan(page, frame: Image.Image, sentence: str) -> None:
    """Hold something before the camera until the desk says the sentence."""
    page.show(frame)
    page.locator("[data-part=scan]").click()
    expect(page.locator("[data-part=last]")).to_contain_text(sentence)
    page.locator("[data-part=scan]").click()
    expect(page.locator("[data-part=video]")).to_be_hidden()


def test_a_code_held_before_the_camera_marks_its_person_without_a_network(
    camera, browser, portal, database
):
    paper, (holder, phone) = on_paper(camera, portal), on_a_phone(browser, portal, camera.session)
    paper.pop(holder, None)
    (straight, code), (turned, tilted), (far, tiny), *_rest = paper.items()
    tools.open_desk(camera, portal, camera.session, camera.meeting)
    camera.context.set_offline(True)
    camera.reload()
    camera.locator("#desk-meeting").select_option(str(camera.meeting))

    scan(camera, tools.held_up(code), straight)
    scan(camera, tools.held_up(tilted, turned=17), turned)
    scan(camera, tools.held_up(tiny, side=88), far)
    scan(camera, tools.held_up(phone, ground=20, blur=2), holder)
    expect(tools.undoable(camera)).to_have_count(4)
    said = camera.evaluate(tools.WORDS)
    scan(camera, tools.held_up(code), said["twice"].replace("{name}", straight))

    camera.context.set_offline(False)
    tools.wait_for_queue(camera, lambda rows: rows == [])
    rows = database.execute(tools.MARKS, [camera.meeting]).fetchall()
    assert [row[:2] for row in rows] == [("present", "scan")] * 4


def test_a_code_that_marks_nobody_says_what_is_wrong(camera, portal, database):
    tools.open_desk(camera, portal, camera.session, camera.meeting)
    said = camera.evaluate(tools.WORDS)
    wrong = {
        "VKC-99999999-ABCDEFGHIJKLMNOP": said["unknown_code"],
        f"{portal}/vi/courses/check-in/ABCDEFGH/": said["wall_code"],
        "https://thuc-don.example/ban-7": said["foreign_code"],
    }
    for text, sentence in wrong.items():
        scan(camera, tools.held_up(tools.code_of(text)), sentence)
    assert database.execute(tools.MARKS, [camera.meeting]).fetchall() == []


CAMERA_FAILS = """
(name) => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", name); }; }
"""
LIT = """
() => {
  MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
  MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => { window.asked = advanced; };
  const two = ["trước", "sau"].map((deviceId) => ({ kind: "videoinput", deviceId }));
  navigator.mediaDevices.enumerateDevices = async () => two;
}
"""


def test_a_camera_with_a_light_and_a_second_one_offer_both_and_one_refused_offers_the_hand(
    camera, portal, database
):
    tools.open_desk(camera, portal, camera.session, camera.meeting)
    said = camera.evaluate(tools.WORDS)
    camera.evaluate(LIT)
    camera.locator("[data-part=scan]").click()
    expect(camera.locator("[data-part=camera]")).to_be_visible()
    camera.locator("[data-part=torch]").click()
    expect(camera.locator("[data-part=torch]")).to_have_attribute("aria-pressed", "true")
    assert camera.evaluate("window.asked") == [{"torch": True}]
    camera.locator("[data-part=scan]").click()

    for name, key in [
        ("NotAllowedError", "camera_refused"),
        ("NotFoundError", "no_camera"),
        ("NotReadableError", "camera_busy"),
    ]:
        camera.evaluate(CAMERA_FAILS, name)
        camera.locator("[data-part=scan]").click()
        expect(camera.locator("[data-part=last]")).to_have_text(said[key])
    # The way by hand: what stands under the code is typed where the keyboard already is.
    camera.keyboard.type("12-34")
    camera.keyboard.press("Enter")
    expect(camera.locator("[data-part=last]")).to_have_text(said["unknown_number"])
    tools.mark(camera, 1)
    tools.wait_for_queue(camera, lambda rows: rows == [])
    assert len(database.execute(tools.MARKS, [camera.meeting]).fetchall()) == 1
