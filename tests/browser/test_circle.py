"""The circle in a real browser: by pointer, by finger, by keys, without scripts, by two at once."""

import re

import pytest

from kith.inventory import actions, reading
from kith.inventory.models import Placement
from kith.web import tenancy
from kith.web.once import fresh_key
from tests.support import looking
from tests.support.browser import draw_by_finger, sign_in
from tests.support.seeing import contrast, every_rule

pytestmark = pytest.mark.browser
NAMES = "Ana Ben Cleo Dara Emil Finn Gita Hugo Iris Jonas Kim Lena Mia Nils Olga Paul Rosa Sven"
NAMES = f"{NAMES} Tia".split()
RINGS = ("inner", "middle", "outer", "outside")
MIDDLE = """(svg) => { const b = svg.getBoundingClientRect();
  return [b.left + b.width / 2, b.top + b.height / 2, b.width / svg.viewBox.baseVal.width]; }"""


def people(client, by, count, **more):
    """So many people, in all rings."""
    return [
        actions.add_person(
            client=client, id=fresh_key(), by=by, display_name=name(n), relation="friend",
            ring=RINGS[n % 4], **more,
        )
        for n in range(count)
    ]  # fmt: skip


def name(n):
    return NAMES[n % len(NAMES)] + ("" if n < len(NAMES) else f" {n // len(NAMES) + 1}")


@pytest.fixture
def ana(live_server, practice, marisol, ines, course):
    """Somebody in the outer ring."""
    return actions.add_person(
        client=marisol, id=fresh_key(), by=ines, display_name="Ana", relation="friend", ring="outer"
    )


@pytest.fixture
def stands(practice):
    """stands(person) says in which ring, as the database has it."""

    def ring(person):
        with tenancy.within(practice.pk):
            return actions.placed(person).ring

    return ring


def on_a_phone(open_context, marisol):
    """The client's own circle at 320 px, under a finger; where the picture stands and Ana in it."""
    context = open_context(width=320, height=640, has_touch=True, is_mobile=True)
    sign_in(context, marisol.user)
    page = context.new_page()
    page.goto("/my/people/")
    page.locator("svg.circle:visible").scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 120)")
    box = mark(page).locator(".hit").bounding_box()
    return page, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def mark(page, who="Ana"):
    return page.locator(".who:visible", has=page.get_by_text(who, exact=True)).first


def to_move(page, words, who="Ana"):
    """The button of the list; its words for the eye end before the colon."""
    return page.get_by_role("button", name=re.compile(rf"^{words} ?: {who}$"))


def told(page, words):
    page.locator("[data-told]", has_text=words).wait_for()


def middle_of(page):
    return page.locator("svg.circle:visible").evaluate(MIDDLE)


def test_drawn_to_another_ring_by_pointer_it_is_saved_and_can_be_undone(
    open_page, ines, course, ana, stands
):
    page = open_page(f"/courses/{course.pk}/people/", user=ines, width=1320, height=1400)
    x, y, scale = middle_of(page)
    box = mark(page).locator(".hit").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(x, y - 70 * scale, steps=6)
    page.mouse.up()
    told(page, "Ana is now here: closest.")
    assert stands(ana) == "inner"
    assert every_rule(page) == []

    page.get_by_role("button", name="Undo").click()
    told(page, "Ana is now here: part of my life.")
    assert stands(ana) == "outer"


def test_A11Y_06_drawn_by_finger_at_320_px(open_context, live_server, marisol, ana, stands):
    page, start = on_a_phone(open_context, marisol)
    x, y, scale = middle_of(page)
    draw_by_finger(page, start, (x, y + 75 * scale))
    told(page, "Ana is now here: close.")
    assert stands(ana) == "middle"
    assert page.evaluate(looking.OVERFLOW) == []
    assert page.evaluate(looking.SMALL_TARGETS, 44) == []


def test_a_swipe_over_somebody_moves_the_page_and_nobody(
    open_context, live_server, marisol, ana, stands
):
    page, start = on_a_phone(open_context, marisol)
    before = page.evaluate("window.scrollY")
    draw_by_finger(page, start, (start[0], start[1] - 90), rest=0)
    page.wait_for_function("before => window.scrollY > before + 40", arg=before)
    assert stands(ana) == "outer"


def test_the_button_that_was_pressed_stays_under_the_finger(open_page, ines, course, ana, stands):
    people(course.client, ines, 9)  # another Ana stands closest
    page = open_page(f"/courses/{course.pk}/people/", user=ines, width=1000, height=500)
    button = to_move(page, "Closer", "Ana").last
    button.scroll_into_view_if_needed()
    before = button.bounding_box()["y"]
    button.click()
    told(page, "Ana is now here: close.")
    assert stands(ana) == "middle"
    assert abs(to_move(page, "Closer", "Ana").last.bounding_box()["y"] - before) < 3


def test_A11Y_02_A11Y_06_by_keys_alone(open_page, marisol, ana, stands):
    page = open_page("/my/people/", user=marisol.user, width=1000, height=900)
    slider = page.get_by_role("slider", name="Ana")
    for _ in range(60):
        page.keyboard.press("Tab")
        if slider.evaluate("(e) => e === document.activeElement"):
            break
    assert slider.get_attribute("aria-valuetext") == "part of my life"
    page.keyboard.press("ArrowUp")
    assert slider.get_attribute("aria-valuetext") == "close"
    told(page, "Ana is now here: close.")
    assert stands(ana) == "middle"
    assert slider.evaluate("(e) => e === document.activeElement")

    page.keyboard.press("End")
    told(page, "Ana is now here: closest.")
    page.keyboard.press("Home")
    told(page, "Ana is now here: further away.")
    assert stands(ana) == "outside"


def test_A11Y_08_without_scripts_the_list_moves_and_adds(open_page, marisol, ana, stands):
    page = open_page("/my/people/", user=marisol.user, javascript=False, width=320, height=640)
    to_move(page, "Closer").click()
    assert stands(ana) == "middle"
    page.get_by_role("button", name="Undo").click()
    assert stands(ana) == "outer"
    page.get_by_role("link", name="Ana", exact=True).click()
    page.get_by_role("link", name="What you expect of each other").click()
    page.get_by_label("What do you expect of them?").fill("That she calls.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto("/my/people/")
    page.get_by_text("Begin a new picture").first.click()
    page.get_by_label("What to call it").fill("session 3")
    page.get_by_role("button", name="Begin", exact=True).click()
    assert "session 3" in page.locator("main").inner_text()
    page.get_by_role("link", name="Then and now").click()
    page.get_by_role("button", name="Compare").click()
    assert "Nothing moved" in page.locator("main").inner_text()


def test_REL_06_two_browsers_at_once_both_are_shown(
    open_page, watch, ines, marisol, course, ana, stands, practice
):
    watch.expect("422")
    desk = open_page(f"/courses/{course.pk}/people/", user=ines, width=1320, height=1400)
    phone = open_page("/my/people/", user=marisol.user, width=320, height=640)
    to_move(desk, "Closer").click()
    told(desk, "Ana is now here: close.")
    to_move(phone, "Further").click()
    met = phone.locator("[role=alert]")
    met.wait_for()
    assert re.search(r"close.*further away", met.inner_text(), re.S)
    assert stands(ana) == "middle"
    to_move(phone, "Move as I did").click()
    told(phone, "Ana is now here: further away.")
    with tenancy.within(practice.pk):
        rings = list(Placement.objects.filter(person=ana).values_list("ring", flat=True))
    assert rings == ["outer", "middle", "outside"]


def test_a_move_that_does_not_arrive_moves_nobody_and_says_so(
    open_page, watch, marisol, ana, stands
):
    watch.expect("ERR_")
    page = open_page("/my/people/", user=marisol.user, width=1000, height=900)
    page.route("**/pictures/**", lambda route: route.abort())
    to_move(page, "Closer").click()
    told(page, "This was not saved. Nobody was moved.")
    assert stands(ana) == "outer"


@pytest.mark.parametrize("count", [0, 20, 40])
@pytest.mark.parametrize("width", [320, 1320])
def test_A11Y_01_A11Y_03_A11Y_07_nobody_and_many(
    open_page, ines, marisol, course, practice, live_server, count, width
):
    people(marisol, ines, count)
    looks = {"user": marisol.user, "width": width, "height": 900, "reduced_motion": "reduce"}
    page = open_page("/my/people/", **looks)
    assert every_rule(page) == []
    assert page.evaluate(looking.OVERFLOW) == []
    shown = page.locator("svg.circle:visible")
    if not count:
        assert shown.count() == 0
        return
    assert shown.locator(".who").count() == count
    named = shown.locator(".who .name").count()
    assert named == (count if count == 20 or width == 1320 else 0)
    if not named:
        assert shown.locator(".number").all_text_contents() == [str(n + 1) for n in range(count)]
        assert page.locator(".people .list-number").count() == count
    page.emulate_media(forced_colors="active")
    assert contrast(page) == [] and page.evaluate(looking.LOST) == []


def test_S27_the_slider_goes_through_the_pictures_and_prints_on_one_page(
    open_page, ines, course, ana, practice
):
    for ring in ("middle", "inner"):
        actions.begin_sitting(client=course.client, by=ines, title=f"in the {ring} ring")
        ana.refresh_from_db()
        actions.edit_person(person=ana, version=ana.version, by=ines, ring=ring)
    page = open_page(f"/courses/{course.pk}/people/then-and-now/", user=ines, width=1320)
    assert "Ana came one ring closer." in page.locator("main").inner_text()
    slider = page.get_by_role("slider", name="Then")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_text("Ana came two rings closer.").wait_for()
    assert slider.evaluate("(e) => e === document.activeElement")
    assert every_rule(page) == []
    assert page.locator(".ghost:visible").count() == 1
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    with tenancy.within(practice.pk):
        assert len(reading.sittings(course, ines)) == 3
