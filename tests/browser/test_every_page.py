"""Every page, as each persona: for eyes, hands and ears, and asking nobody elsewhere."""

import pytest

from tests.support import looking
from tests.support.pages import CLIENTS, PERSONAS, pages
from tests.support.seeing import contrast, every_rule

pytestmark = pytest.mark.browser
WIDE, NARROW = {"width": 1320, "height": 900}, {"width": 320, "height": 640}


# (persona, part, parts): a long list of pages is gone through in parts, side by side.
SHARES = [("therapist", part, 3) for part in range(3)]
SHARES += [(persona, 0, 1) for persona in PERSONAS if persona != "therapist"]


class Findings(list):
    """What is wrong, each with the page where it is."""

    def note(self, page, what, found):
        self.extend(f"{page.persona} {page.route} {what}: {one}" for one in found)


@pytest.fixture
def opened(walk_as, story, watch):
    """opened(persona) goes through the persona's pages: (where, page in the browser)."""
    watch.expect("404 (Not Found)")
    watch.expect("410 (Gone)")

    def go(persona, part=0, parts=1, only=None, **looks):
        tab = walk_as(persona, **looks)
        for where in pages(story, persona)[part::parts]:
            if only and where.route not in only:
                continue
            answer = tab.goto(where.address)
            assert answer.url.endswith(where.address), where  # not sent to the sign-in, say
            assert answer.headers["cache-control"] == "no-store", where
            yield where, tab

    return go


@pytest.mark.parametrize("persona, part, parts", SHARES)
def test_A11Y_01_A11Y_03_A11Y_05_A11Y_06_A11Y_07_each_page_is_for_all(opened, persona, part, parts):
    least = 44 if persona in CLIENTS else 24
    wrong = Findings()
    for where, tab in opened(persona, part, parts, **WIDE):
        wrong.note(where, "axe", every_rule(tab))
        wrong.note(where, "headings", looking.heading_trouble(tab))
        wrong.note(where, "moving", ["animation"] if tab.evaluate(looking.MOVING) else [])
        tab.emulate_media(color_scheme="dark")
        wrong.note(where, "dark", contrast(tab))
        tab.emulate_media(color_scheme="light")
        looking.text_size(tab, 32)
        wrong.note(where, "200 % text", tab.evaluate(looking.OVERFLOW))
        wrong.note(where, "200 % text, cut off", tab.evaluate(looking.CUT_OFF))
        looking.text_size(tab, 16)
        tab.set_viewport_size(NARROW)
        wrong.note(where, "narrow axe", every_rule(tab))
        wrong.note(where, "320 px", tab.evaluate(looking.OVERFLOW))
        wrong.note(where, f"{least} px", tab.evaluate(looking.SMALL_TARGETS, least))
        tab.evaluate(looking.SPACING)
        wrong.note(where, "320 px, spaced", tab.evaluate(looking.OVERFLOW))
        wrong.note(where, "320 px, spaced, cut off", tab.evaluate(looking.CUT_OFF))
        tab.set_viewport_size(WIDE)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("persona, part, parts", SHARES)
def test_A11Y_02_A11Y_04_each_page_can_be_walked_by_keyboard(opened, persona, part, parts):
    wrong = Findings()
    for where, tab in opened(persona, part, parts, **(NARROW if persona in CLIENTS else WIDE)):
        wrong.note(where, "keyboard", looking.keyboard_trouble(tab))
        wrong.note(where, "moving", ["animation"] if tab.evaluate(looking.MOVING) else [])
    assert not wrong, "\n".join(wrong)


BUSY = {
    "desk:course",
    "notes:write",
    "intake:fit",
    "home:today",
    "checkins:own_item",
    "safety:screen",
}


@pytest.mark.parametrize("persona", ["therapist", "client"])
def test_A11Y_07_in_forced_colours_nothing_is_lost(opened, persona):
    wrong = Findings()
    for where, tab in opened(persona, forced_colors="active", only=BUSY, **WIDE):
        wrong.note(where, "forced colours", contrast(tab))
        wrong.note(where, "forced colours, lost", tab.evaluate(looking.LOST))
    assert not wrong, "\n".join(wrong)
