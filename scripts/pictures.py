"""The screenshots of the README, taken from a running demo.

    make demo PORT=8107             in one window
    .venv/bin/python scripts/pictures.py http://localhost:8107

writes docs/pictures/*.png. Nobody in them is real: the demo's people are made up.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.support.browser import FLAGS, find_chromium  # noqa: E402

PLACE = ROOT / "docs/pictures"
DESK = {"width": 1320, "height": 900}
TALL = {"width": 1320, "height": 1120}
PHONE = {"width": 390, "height": 780}
WHOSE = "Aoife Brennan-Okafor"


def course(page):
    """Prepare: the course of Aoife."""
    page.goto("/caseload/")
    page.get_by_role("link", name=WHOSE).first.click()
    page.wait_for_url("**/courses/*/")


def circle(page):
    """The people of her life, as the circle shows them."""
    course(page)
    page.goto(f"{page.url}people/")


def question(page):
    """One question of this week's check-in, on the phone."""
    page.goto("/my/check-in/")
    page.get_by_role("link", name="Start", exact=True).or_(
        page.get_by_role("link", name="Continue", exact=True)
    ).first.click()


# file: (persona, size, colour scheme, where to go)
PICTURES = {
    "prepare.png": ("therapist", DESK, "light", course),
    "prepare-dark.png": ("therapist", DESK, "dark", course),
    "today.png": ("therapist", DESK, "light", lambda page: page.goto("/today/")),
    "caseload.png": ("therapist", DESK, "light", lambda page: page.goto("/caseload/")),
    "circle.png": ("therapist", TALL, "light", circle),
    "checkin-phone.png": ("client_aoife", PHONE, "light", question),
    "home-phone.png": ("client_aoife", PHONE, "light", lambda page: page.goto("/home/")),
}


def take(browser, house, name):
    persona, size, scheme, go = PICTURES[name]
    context = browser.new_context(
        base_url=house, viewport=size, color_scheme=scheme, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    page.goto("/")
    page.locator(f"button[value={persona}]").click()
    go(page)
    page.evaluate("() => document.fonts.ready")
    page.screenshot(path=PLACE / name)
    context.close()
    print(f"{name}: {(PLACE / name).stat().st_size // 1000} kB")


def main(house, names):
    PLACE.mkdir(parents=True, exist_ok=True)
    flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_chromium(), args=flags)
        for name in names or PICTURES:
            take(browser, house, name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000", sys.argv[2:])
