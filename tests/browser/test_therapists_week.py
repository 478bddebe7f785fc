"""The therapist's week in the browser: in, the day, prepare, hold, write, sign, add."""

from datetime import time

import pytest

from kith import clock
from kith.notes.models import Addendum, NoteDraft, SessionRecord
from kith.schedule.models import Appointment
from kith.web import tenancy
from tests.support import factor, looking, story
from tests.support.seeing import every_rule

pytestmark = pytest.mark.browser
PASSWORD = "a long and quiet password"


@pytest.fixture
def week(live_server, practice, ines, course):
    """A course under treatment with a focus, last week's answers and a meeting today."""
    factor.give_app(ines)
    course = story.begin(course, ines)
    today = clock.today("Europe/London")
    person = story.people(course, ines)
    story.choose_focus(course, ines, person)
    story.answer(course, today, phq_9="233322200", gad_7="3222121")
    return story.meet(course, ines, today, time(0, 5))


def come_in(page, user):
    """Sign in as a person does: address, password, the app's digits."""
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill(user.address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(factor.digits())
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def clean():
    """clean(page): axe finds nothing, headings are in order; collected to the end."""
    wrong = []

    def look(page):
        page.wait_for_load_state()
        wrong.extend(f"{page.url}: {one}" for one in every_rule(page))
        wrong.extend(f"{page.url}: {one}" for one in looking.heading_trouble(page))

    yield look
    assert not wrong, "\n".join(wrong)


def test_A11Y_01_A11Y_02_the_therapists_week(open_page, watch, clean, week, ines, course):
    page = open_page("/sign-in/", width=1320, height=900, reduced_motion="reduce")
    clean(page)
    come_in(page, ines)
    page.wait_for_url("**/today/")
    clean(page)

    page.get_by_role("link", name="Caseload").first.click()
    clean(page)
    page.get_by_role("link", name="Marisol Quintero-Hale").first.click()
    page.wait_for_url(f"**/courses/{course.pk}/")
    clean(page)

    page.goto(f"/meetings/{week.pk}/")
    page.get_by_label("It was held", exact=True).check()
    page.get_by_role("button", name="Keep this").click()
    with tenancy.within(course.practice_id):
        assert Appointment.objects.get(pk=week.pk).number == 1
    clean(page)

    page.goto(f"/courses/{course.pk}/sessions/{week.pk}/")
    clean(page)
    with page.expect_response(lambda answer: answer.request.headers.get("x-autosave") == "1"):
        page.get_by_label("What happened").first.fill("He forgot the talk.")
    page.wait_for_function("() => document.querySelector('[data-saved]').dataset.state === 'saved'")
    with tenancy.within(course.practice_id):
        assert NoteDraft.objects.get(appointment=week).typed["event"] == "He forgot the talk."
    page.reload()
    assert page.get_by_label("What happened").first.input_value() == "He forgot the talk."
    page.get_by_label("What will be tried").first.fill("Ask again, with a time.")
    page.locator("select[name=p_person]").select_option("alone")
    page.get_by_role("button", name="Sign the note").click()
    page.get_by_role("heading", name="Add to this note").wait_for()
    clean(page)

    watch.expect("422 (Unprocessable")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("alert").first.wait_for()
    clean(page)
    page.locator("form[action*='more'] textarea, form textarea").last.fill("She called: he came.")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("She called: he came.").wait_for()
    clean(page)
    with tenancy.within(course.practice_id):
        assert SessionRecord.objects.get(appointment=week).signed_at
        assert Addendum.objects.filter(client=course.client).count() == 1


def test_A11Y_05_a_refused_form_says_so_at_the_field_and_at_the_top(open_page, watch, week, ines):
    """The summary has the focus and is announced; each error is tied to its field."""
    watch.expect("422 (Unprocessable")
    page = open_page(f"/courses/{week.course_id}/goals/", user=ines, reduced_motion="reduce")
    page.locator("main form.form").last.get_by_role("button").last.click()
    summary = page.get_by_role("alert").first
    summary.wait_for()
    assert summary.evaluate(
        "(e) => e === document.activeElement || e.contains(document.activeElement)"
    )
    link = summary.get_by_role("link").first
    field = page.locator(link.get_attribute("href"))
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby").split()
    assert any(page.locator(f"#{id}").inner_text().strip() for id in described)
    assert not every_rule(page)


def test_A11Y_02_the_menu_of_a_narrow_desk_opens_and_closes_by_keyboard(open_page, week, ines):
    page = open_page("/today/", user=ines, width=320, height=640, reduced_motion="reduce")
    menu = page.get_by_role("button", name="Menu")
    assert not page.get_by_role("link", name="Caseload").first.is_visible()
    menu.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Caseload").first.wait_for()
    assert not every_rule(page)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('#rail-menu') !== null")
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Caseload").first.is_visible()
    assert menu.evaluate("(e) => e === document.activeElement")
