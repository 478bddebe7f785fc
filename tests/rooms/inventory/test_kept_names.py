"""The client owns the names: one kept to themself is read by nobody else, on no page."""

import html
import io
import re
import zipfile

import pytest
from django.urls import reverse

from kith.inventory import actions, reading
from kith.inventory.veil import Screen, Veil
from kith.keeping import copies
from kith.people import access
from kith.timeline import actions as timeline
from kith.timeline.models import Event
from kith.web.once import fresh_key
from kith.worksheets.models import OnlyForTherapist
from tests.support import story
from tests.support.pages import readable, routes

NAME = "Zebulon"


@pytest.fixture
def whole(marisol, ines, course):
    """A whole course in which one person is named in every kind of words."""
    signed = {
        "event": f"{NAME} forgot the talk.", "worked_on": f"What {NAME} wants.",
        "summary": f"{NAME}'s silence.", "practice": f"Ask {NAME} again.",
        "addendum": f"{NAME} called.",
    }  # fmt: skip
    ids = story.whole_course(marisol, ines, signed=signed)
    person = reading.Person.objects.get(pk=ids["person_id"])
    person = actions.edit_person(
        person=person, version=person.version, by=ines, display_name=f"{NAME} Old"
    )
    actions.edit_person(person=person, version=person.version, by=ines, display_name=NAME)
    from kith.focus.models import Goal

    for goal in Goal.objects.all():
        goal.text, goal.person_ids = f"Tell {NAME} one want a week", [str(person.pk)]
        goal.save()
    return ids


def hide(browser, person_id, word=""):
    path = f"/my/people/{person_id}/hide/"
    return browser.post(path, {"hide-stand_in": word})


def pages_of(ids):
    for name in readable():
        known, asked = ids | ids["by_route"].get(name, {}), routes()[name].pattern.converters
        if set(asked) <= set(known) and name != "home:leave":  # that one signs out
            yield reverse(name, kwargs={key: known[key] for key in asked})


def test_PRIV_02_IPT13_16_a_kept_name_is_on_no_page_of_staff(as_user, marisol, ines, whole):
    browser = as_user(ines)
    shown = [path for path in pages_of(whole) if NAME in browser.get(path).content.decode()]
    assert len(shown) > 6  # else the test would look at nothing
    assert hide(as_user(marisol), whole["person_id"], "my housemate").status_code == 302

    leaks = [path for path in pages_of(whole) if NAME in browser.get(path).content.decode()]
    assert leaks == []
    people = reverse("inventory:people", args=[whole["course_id"]])
    assert "my housemate" in browser.get(people).content.decode()
    assert NAME in as_user(marisol).get("/my/people/").content.decode()


def test_without_a_word_of_their_own_others_read_the_relation(as_user, marisol, ines, whole):
    hide(as_user(marisol), whole["person_id"])
    [shown] = [p for p in reading.present(marisol, ines) if p.hidden]
    assert shown.name == "Partner"
    assert [p.name for p in reading.present(marisol, marisol.user)] == [NAME]


def test_a_therapist_cannot_show_it_again_and_no_form_offers_it(as_user, marisol, ines, whole):
    hide(as_user(marisol), whole["person_id"])
    browser = as_user(ines)
    assert hide(browser, whole["person_id"]).status_code == 404
    assert browser.post(f"/my/people/{whole['person_id']}/hide/", {"show": "1"}).status_code == 404
    path = reverse("inventory:person", args=[whole["course_id"], whole["person_id"]])
    page = browser.get(path).content.decode()
    assert 'name="display_name"' not in page and "Only they can show it again" in page
    person = reading.Person.objects.get(pk=whole["person_id"])
    sent = {"version": person.version, "display_name": "Devin", "relation": "friend",
            "ring_now": "inner", "status": "alive"}  # fmt: skip
    assert browser.post(path, sent).status_code == 302
    person.refresh_from_db()
    assert person.display_name == NAME and person.relation == "friend"


def test_the_client_can_show_it_again(as_user, marisol, ines, whole):
    browser = as_user(marisol)
    hide(browser, whole["person_id"])
    browser.post(f"/my/people/{whole['person_id']}/hide/", {"show": "1"})
    assert NAME in [p.name for p in reading.present(marisol, ines)]


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_PRIV_10_the_clients_own_copy_names_and_the_other_does_not(as_user, marisol, whole):
    hide(as_user(marisol), whole["person_id"])
    marisol.refresh_from_db()
    assert NAME in unpacked(copies.pack(marisol, "client"))
    other = unpacked(copies.pack(marisol, "staff"))
    assert NAME not in other and "Partner" in other


def test_a_former_name_is_kept_too(as_user, marisol, ines, whole):
    person = reading.Person.objects.get(pk=whole["person_id"])
    actions.edit_person(person=person, version=person.version, by=ines, display_name="Somebody")
    hide(as_user(marisol), whole["person_id"])
    assert Veil(marisol.pk).over(f"{NAME} came. Somebody left.") == "Partner came. Partner left."


def test_the_houses_own_words_stay_as_they_are(as_user, marisol, whole):
    person = reading.Person.objects.get(pk=whole["person_id"])
    person.display_name = "Mark"
    person.save()
    hide(as_user(marisol), whole["person_id"], "M & co")
    page = (
        '<p title="x">Mark came, Marked not.</p><button>Mark as done<span>: Mark</span></button>'
        '<input value="Mark"><label>Mark</label>'
    )
    assert Veil(marisol.pk).over_page(page) == (
        '<p title="x">M &amp; co came, Marked not.</p>'
        "<button>Mark as done<span>: M &amp; co</span></button>"
        '<input value="M &amp; co"><label>M &amp; co</label>'
    )


CHOICE = '<input type="radio" name="plan" value="Mark"><input type="hidden" value="Mark">'


def test_SEC_06_a_kept_name_changes_no_choice_number_version_or_button(as_user, marisol, whole):
    person = reading.Person.objects.get(pk=whole["person_id"])
    person.display_name = "Mark"
    person.save()
    hide(as_user(marisol), whole["person_id"], "no")
    kept = CHOICE + '<button name="deed" value="Mark">Go</button><option value="Mark"></option>'
    assert Veil(marisol.pk).over_page(kept) == kept
    typed = '<input type="text" value="Mark"><td data-label="Mark">'
    assert Veil(marisol.pk).over_page(typed) == '<input type="text" value="no"><td data-label="no">'


@pytest.mark.parametrize("word", ["15", "2", "yes", "No", "not", "Low", "moderate", "Severe"])
def test_SEC_06_a_name_that_is_a_word_of_the_house_changes_no_text(
    as_user, marisol, ines, whole, word
):
    person = reading.Person.objects.get(pk=whole["person_id"])
    person.display_name = word
    person.save()
    hide(as_user(marisol), whole["person_id"], "3")
    page = f"<p>Total {word} of 27</p>"
    assert Veil(marisol.pk).over(page) == page
    [shown] = [p for p in reading.present(marisol, ines) if p.hidden]
    assert shown.name == "3"


@pytest.mark.parametrize("typed", ["zebulon", "ZEBULON", "Zebulon", "zeBulon"])
def test_PRIV_02_a_kept_name_is_kept_in_whatever_letters_it_was_typed(
    as_user, marisol, whole, typed
):
    hide(as_user(marisol), whole["person_id"], "my housemate")
    assert Veil(marisol.pk).over(f"again {typed} and I") == "again my housemate and I"
    assert Veil(marisol.pk).over_page(f"<p>{typed}'s door</p>") == "<p>my housemate's door</p>"
    assert Veil(marisol.pk).over(f"{typed}ia left") == f"{typed}ia left"


def test_SEC_06_a_name_that_is_a_plain_word_in_small_letters_changes_no_text(
    as_user, ines, marisol, whole
):
    person = reading.Person.objects.get(pk=whole["person_id"])
    person.display_name = "Hope"
    person.save()
    hide(as_user(marisol), whole["person_id"], "my friend")
    assert Veil(marisol.pk).over("Hope called; I hope so") == "my friend called; I hope so"


def test_a_word_too_long_is_refused_on_the_same_page(as_user, marisol, whole):
    answer = hide(as_user(marisol), whole["person_id"], "x" * 61)
    assert answer.status_code == 422
    assert reading.Person.objects.get(pk=whole["person_id"]).hidden_at is None


FIELDS = r"<textarea[^>]* data-named[^>]*>[^<]*|<input data-named[^>]*>"


def test_names_hidden_on_this_screen_are_on_no_page_of_the_course(as_user, ines, whole):
    browser = as_user(ines)
    paths = [path for path in pages_of(whole) if path.startswith("/courses/")]
    shown = [path for path in paths if NAME in browser.get(path).content.decode()]
    assert len(shown) > 6
    browser.post(reverse("inventory:names", args=[whole["course_id"]]), {"hide": "1"})
    pages = {path: browser.get(path).content.decode() for path in paths}
    named = [path for path, page in pages.items() if NAME in re.sub(FIELDS, "", page)]
    assert [path for path in named if not path.endswith("/print/")] == []  # a letter goes out whole
    goals = reverse("focus:goals", args=[whole["course_id"]])
    assert "Names of people are hidden" in pages[goals] and "Tell Z one want" in pages[goals]

    names = reverse("inventory:names", args=[whole["course_id"]])
    assert browser.post(names, {"show": "1", "back": goals})["Location"] == goals
    assert NAME in browser.get(goals).content.decode()
    away = browser.post(names, {"show": "1", "back": "https://elsewhere.example/"})
    assert away["Location"] == reverse("inventory:people", args=[whole["course_id"]])


def test_what_can_be_typed_over_keeps_its_words_while_names_are_hidden(marisol, whole):
    page = f'<textarea name="a">Tell {NAME}</textarea><input name="b" value="{NAME}"><p>{NAME}</p>'
    assert Screen(marisol.pk).over_page(page) == (
        f'<textarea data-named name="a">Tell {NAME}</textarea>'
        f'<input data-named name="b" value="{NAME}"><p>Z</p>'
    )
    assert Screen(marisol.pk).over_page("<input name='c'>") == "<input name='c'>"


def test_a_hidden_name_is_not_offered_for_typing_either(marisol, whole):
    kept = '<datalist id="a"><option value="alone"></option></datalist>'
    page = kept.replace("<option", f'<option value="{NAME}"></option><option', 1)
    assert Screen(marisol.pk).over_page(page) == kept


def test_a_word_that_stands_for_a_kept_name_is_hidden_on_the_screen_too(as_user, marisol, whole):
    hide(as_user(marisol), whole["person_id"], "my housemate")
    assert Screen(marisol.pk).over("my housemate left") == "MH left"


def test_IPT13_08_while_others_look_no_page_says_what_was_asked_alone(as_user, ines, course):
    prepare = reverse("desk:course", args=[course.pk])
    browser = as_user(ines)
    story.screen(course, ines, private="positive")
    alone = "Fear or harm was told of"
    assert alone in browser.get(prepare).content.decode()
    browser.post(reverse("inventory:names", args=[course.pk]), {"hide": "1"})
    hidden = browser.get(prepare).content.decode()
    assert alone not in hidden and "<!--alone-->" not in hidden and "Prepare" in hidden


BY_YOURSELF = "open it when you are by yourself"
FOR_ONE = sorted(
    name
    for name, row in access.table()["routes"].items()
    if row.alone and name != "intake:letter"  # opened below
)


@pytest.mark.parametrize("route", FOR_ONE)
def test_IPT13_08_while_others_look_a_page_for_the_therapist_alone_is_not_shown(
    as_user, ines, course, route
):
    story.screen(course, ines, private="positive", rationale="She whispered it.")
    story.fit(course, ines)
    address, browser = reverse(route, args=[course.pk]), as_user(ines)
    before = browser.get(address).content.decode()
    browser.post(reverse("inventory:names", args=[course.pk]), {"hide": "1"})
    page = browser.get(address).content.decode()
    assert (
        "open it when you are by yourself" in page
        and "open it when you are by yourself" not in before
    )
    assert "A recent change near the beginning." not in page and "She whispered" not in page
    back = browser.post(
        reverse("inventory:names", args=[course.pk]), {"show": "1", "back": address}
    )
    assert back["Location"] == address
    assert BY_YOURSELF not in browser.get(address).content.decode()


def test_SEC_06_who_may_not_open_a_page_is_refused_on_a_shared_screen_as_before(
    as_user, ines, omar, course, other_practice
):
    browser = as_user(omar)
    session = browser.session
    session["shared_screen"] = True
    session.save()
    assert browser.get(reverse("intake:fit", args=[course.pk])).status_code == 404


def test_IPT13_08_while_others_look_a_letter_is_not_shown(as_user, ines, whole):
    address = reverse("intake:letter", args=[whole["course_id"], whole["letter_id"]])
    browser = as_user(ines)
    assert BY_YOURSELF not in browser.get(address).content.decode()
    browser.post(reverse("inventory:names", args=[whole["course_id"]]), {"hide": "1"})
    assert BY_YOURSELF in browser.get(address).content.decode()


TWINS = [
    ("intake:consultation", {"challenges": "Shared words"}),
    ("focus:rate", {}),
    ("focus:formulation", {"words": "Shared words", "read_number": 0}),
]


@pytest.mark.parametrize(("route", "said"), TWINS)
def test_IPT13_08_while_others_look_what_is_only_for_the_therapist_is_neither_shown_nor_lost(
    as_user, ines, course, route, said
):
    address, browser = reverse(route, args=[course.pk]), as_user(ines)
    sent = {"form_key": fresh_key(), "version": 0, "private_version": 0, **said}
    answer = browser.post(address, {**sent, "private": "A hunch of mine"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert "A hunch of mine" in browser.get(address).content.decode()
    browser.post(reverse("inventory:names", args=[course.pk]), {"hide": "1"})
    page = browser.get(address).content.decode()
    assert "A hunch of mine" not in page and 'name="private"' not in page
    again = {**sent, "form_key": fresh_key(), "version": 1, "private_version": 1, "read_number": 1}
    browser.post(address, again)
    browser.post(reverse("inventory:names", args=[course.pk]), {"show": "1"})
    assert "A hunch of mine" in browser.get(address).content.decode()


def test_IPT13_08_while_others_look_no_note_of_safety_stands_beside_a_person(as_user, ines, whole):
    person = reverse("inventory:person", args=[whole["course_id"], whole["person_id"]])
    browser = as_user(ines)
    assert "Only for you" in browser.get(person).content.decode()
    browser.post(reverse("inventory:names", args=[whole["course_id"]]), {"hide": "1"})
    assert "Only for you" not in browser.get(person).content.decode()


def test_while_others_look_no_page_tells_of_an_event_that_is_kept_from_them(as_user, ines, course):
    timeline.add(
        model=Event, client=course.client, id=story.new_id(), by=ines,
        title="The letter from Lisbon", when="2025-11", kind="conflict", valence=-2,
        hide_from_joint_sessions=True,
    )  # fmt: skip
    browser = as_user(ines)
    pages = [reverse(route, args=[course.pk]) for route in ("desk:timeline", "focus:rate")]
    assert all("from Lisbon" in browser.get(page).content.decode() for page in pages)
    browser.post(reverse("inventory:names", args=[course.pk]), {"hide": "1"})
    assert not [page for page in pages if "from Lisbon" in browser.get(page).content.decode()]


def test_REL_07_what_was_typed_for_oneself_and_not_saved_is_there_when_one_is_alone_again(
    as_user, ines, course
):
    address, browser = reverse("intake:consultation", args=[course.pk]), as_user(ines)
    draft, names = reverse("people:draft"), reverse("inventory:names", args=[course.pk])
    browser.post(draft, {"place": address, "challenges": "Low", "private": "A hunch of mine"})
    browser.post(names, {"hide": "1"})
    page = browser.get(address).content.decode()
    [apart] = re.findall(r'name="left_out" value="([^"]+)"', page)
    assert apart == "private" and "A hunch" not in page
    browser.post(draft, {"place": address, "challenges": "Low and tired", "left_out": apart})
    browser.post(names, {"show": "1"})
    again = browser.get(address).content.decode()
    assert "A hunch of mine" in again and "Low and tired" in again and "left_out" not in again


def test_IPT13_16_while_others_look_the_twin_of_a_worksheet_is_neither_shown_nor_lost(
    as_user, ines, whole
):
    apart = OnlyForTherapist.objects.select_related("worksheet").first()
    assert apart.words
    sheet = reverse("worksheets:sheet", args=[whole["course_id"], apart.worksheet.pk])
    browser, names = as_user(ines), reverse("inventory:names", args=[whole["course_id"]])
    assert apart.words in html.unescape(browser.get(sheet).content.decode())
    browser.post(names, {"hide": "1"})
    page = browser.get(sheet).content.decode()
    assert apart.words not in html.unescape(page) and "Not for the client" not in page
    browser.post(sheet, {"version": apart.worksheet.version, "form_key": fresh_key()})
    apart.refresh_from_db()
    assert (apart.version, bool(apart.words)) == (1, True)
