"""Make docs/screenshots/ anew: the six main pages in Vietnamese, one in dark, one on a phone.

Run by `make screenshots` as a pytest module outside the suite's naming, on the suite's own data.
"""

from pathlib import Path

from tests.browser.addresses import MAIN

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
SIX = ("home", "library", "document", "courses", "programmes", "place")


def test_make_screenshots(open_page) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in SIX:
        page = open_page("/vi" + MAIN[name])
        page.screenshot(path=FOLDER / f"{name}.png")
    open_page("/vi" + MAIN["home"], width=360).screenshot(path=FOLDER / "home-phone.png")
    open_page("/vi" + MAIN["programmes"], dark=True).screenshot(path=FOLDER / "programmes-dark.png")
