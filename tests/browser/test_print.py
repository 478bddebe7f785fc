"""What is printed: words from the first page on, and nothing that is only filled in on a screen."""

import re
import zlib

import pytest

pytestmark = pytest.mark.browser
COURSE = "/courses/{course_id}/"
PAPERS = {
    "client": ["agreement", "people", "plan", "formulation", "focus", "consents", "sheets"],
    "therapist": ["agreement", "people", "plan", "formulation", "goals", "consents", "sheets", ""],
}
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SHELLS = """() => [...document.querySelectorAll("main .sheet")].filter((sheet) => {
  const head = sheet.querySelector(":scope > header, :scope > summary")?.innerText.trim();
  return sheet.checkVisibility() && sheet.querySelector("form") && sheet.innerText.trim() === head;
}).map((sheet) => sheet.innerText)"""


def pieces_of_text(pdf):
    """How many pieces of text are drawn."""
    drawn = 0
    for stream in STREAM.findall(pdf):
        try:
            drawn += len(re.findall(rb"\bT[jJ]\b", zlib.decompress(stream)))
        except zlib.error:
            continue
    return drawn


def addresses(story, persona):
    start = "/my/" if persona == "client" else COURSE.format(**story.ids)
    return [f"{start}{name}/" if name else start for name in PAPERS[persona]]


@pytest.mark.parametrize("persona", PAPERS)
def test_A11Y_paper_begins_with_words_and_has_no_empty_forms(walk_as, story, persona):
    page = walk_as(persona)
    page.emulate_media(media="print")
    for address in addresses(story, persona):
        page.goto(address)
        assert page.evaluate(SHELLS) == [], address
        whole, first = page.pdf(format="A5"), page.pdf(format="A5", page_ranges="1")
        fair = pieces_of_text(whole) / len(re.findall(rb"/Type\s*/Page\b", whole))
        assert pieces_of_text(first) > fair / 2, f"{address} begins with an empty page"


def test_A11Y_paper_shows_the_plan_that_counts_and_no_older_one(walk_as, story):
    page = walk_as("client")
    page.goto("/my/plan/?edit=1")
    page.get_by_role("button", name="Save").first.click()
    page.goto("/my/plan/")
    page.emulate_media(media="print")
    older = page.locator("main details")
    assert older.count() and not older.first.is_visible()
